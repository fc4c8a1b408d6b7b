package kernel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Save implements magic.Host.
func (h commandHost) Save(ctx context.Context, path string) error {
	e := h.k.engine
	text, notes, err := e.compiler.Program(ctx)
	if err != nil {
		return err
	}
	for _, n := range notes {
		fmt.Fprintln(h.Stderr(), n)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("save the session: %w", err)
	}
	if err := saveModule(e.files.moduleDir(), filepath.Dir(path)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(h.Stdout(), "Wrote %d bytes to %q. `go run .` in its directory runs it.\n", len(text), path)
	return err
}

// saveModule gives the program in dir a go.mod like the session's, unless it is in a module already.
func saveModule(session, dir string) error {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return nil
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(session, name))
		if errors.Is(err, os.ErrNotExist) && name == "go.sum" {
			continue
		}
		if err != nil {
			return fmt.Errorf("save the session's module: %w", err)
		}
		_, rest, _ := strings.Cut(string(text), "\n")
		if name == "go.mod" {
			text = []byte("module notebook\n" + rest)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return fmt.Errorf("save the session's module: %w", err)
		}
	}
	return nil
}
