package kernel

import (
	"context"
	"io"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/lazycell/lazycell/kernel/magic"
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
	w.k.tee.Stream(w.name, string(p))
	return len(p), nil
}

var _ magic.Host = commandHost{}

// Stdout implements magic.Host.
func (h commandHost) Stdout() io.Writer { return streamWriter{h.k, "stdout"} }

// Stderr implements magic.Host.
func (h commandHost) Stderr() io.Writer { return streamWriter{h.k, "stderr"} }

// Display implements magic.Host.
func (h commandHost) Display(markdown, plain string) {
	h.k.tee.Display(&pipe.Bundle{Data: textData(plain, markdown)})
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
	return h.k.engine.set(func(ctx context.Context, s settable) error {
		if err := s.Chdir(ctx, dir); err != nil {
			return err
		}
		return s.Setenv(ctx, protocol.GONB_DIR_ENV, s.Dir())
	})
}

// Dir implements magic.Host.
func (h commandHost) Dir() string {
	dir, _ := h.k.engine.surroundings()
	return dir
}

// TempDir implements magic.Host.
func (h commandHost) TempDir() string { return h.k.engine.files.moduleDir() }

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

// Version implements magic.Host.
func (h commandHost) Version() string { return h.k.options.Version }
