package kernel

import (
	"context"
	"io"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// commandHost is what % and ! commands act on.
type commandHost struct{ k *Kernel }

// streamWriter writes to a stream of the running cell.
type streamWriter struct {
	k    *Kernel
	name string
}

func (w streamWriter) Write(p []byte) (int, error) {
	w.k.Stream(w.name, string(p))
	return len(p), nil
}

// Stdout implements magic.Host.
func (h commandHost) Stdout() io.Writer { return streamWriter{h.k, "stdout"} }

// Stderr implements magic.Host.
func (h commandHost) Stderr() io.Writer { return streamWriter{h.k, "stderr"} }

// Display implements magic.Host.
func (h commandHost) Display(markdown, plain string) {
	h.k.Display(&pipe.Bundle{Data: textData(plain, markdown)})
}

// Setenv implements magic.Host.
func (h commandHost) Setenv(name, value string) error {
	return h.k.engine.set(func(ctx context.Context, s settable) error { return s.Setenv(ctx, name, value) })
}

// Environ implements magic.Host.
func (h commandHost) Environ() []string {
	_, env := h.k.engine.surroundings()
	return withoutDisplays(env)
}

// Chdir implements magic.Host.
func (h commandHost) Chdir(dir string) error {
	return h.k.engine.set(func(ctx context.Context, s settable) error { return s.Chdir(ctx, dir) })
}

// Dir implements magic.Host.
func (h commandHost) Dir() string {
	dir, _ := h.k.engine.surroundings()
	return dir
}

// TempDir implements magic.Host.
func (h commandHost) TempDir() string { return h.k.engine.files.path }

// SetArgs implements magic.Host.
func (h commandHost) SetArgs(args []string) error {
	return h.k.engine.set(func(ctx context.Context, s settable) error {
		if err := s.SetArgs(ctx, args); err != nil {
			return err
		}
		h.k.engine.keepArgs(args)
		return nil
	})
}

// Args implements magic.Host.
func (h commandHost) Args() []string { return h.k.engine.keptArgs() }

// Reset implements magic.Host.
func (h commandHost) Reset(ctx context.Context) error { return h.k.engine.reset(ctx) }

// Version implements magic.Host.
func (h commandHost) Version() string { return h.k.options.Version }
