package kernel

import (
	"context"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/magic"
)

// whoPackage and testsPackage hold what runs in the session for commands.
const (
	whoPackage   = "github.com/lazycell/lazycell/kernel/session/who"
	testsPackage = "github.com/lazycell/lazycell/kernel/session/tests"
)

// Reset implements magic.Host.
func (h commandHost) Reset(ctx context.Context) error { return h.k.engine.reset(ctx) }

// Restart implements magic.Host.
func (h commandHost) Restart(ctx context.Context) error { return h.k.engine.restart(ctx) }

// List implements magic.Host.
func (h commandHost) List() []magic.Definition {
	var out []magic.Definition
	for _, d := range h.k.engine.compiler.Definitions() {
		out = append(out, magic.Definition{Kind: string(d.Kind), Name: d.Name, Text: d.Text})
	}
	return out
}

// Remove implements magic.Host.
func (h commandHost) Remove(ctx context.Context, name string) (kind string, ok bool, err error) {
	e := h.k.engine
	if code := e.compiler.Emptying(name); code != "" {
		if err := failed(e.aside(ctx, code)); err != nil {
			return "", false, fmt.Errorf("empty %s: %w", name, err)
		}
	}
	k, ok := e.compiler.Remove(name)
	return string(k), ok, nil
}

// Who implements magic.Host.
func (h commandHost) Who(ctx context.Context) error {
	e := h.k.engine
	var b strings.Builder
	for _, d := range e.compiler.Definitions() {
		if d.Kind == cell.Variable {
			fmt.Fprintf(&b, "\tlc_who.Variable{Name: %q, Cell: %d, Pointer: &%s},\n", d.Name, d.Cell, d.Name)
		}
	}
	if b.Len() == 0 {
		_, err := fmt.Fprintln(h.Stdout(), "There are no variables yet.")
		return err
	}
	return failed(e.aside(ctx, fmt.Sprintf("import lc_who %q\nlc_who.Print(\n%s)", whoPackage, b.String())))
}

// Memory implements magic.Host.
func (h commandHost) Memory(ctx context.Context) error {
	return failed(h.k.engine.aside(ctx, fmt.Sprintf("import lc_who %q\nlc_who.Memory()", whoPackage)))
}

// restart starts a new session in which what cells have declared is declared anew. Packages are looked for anew too.
func (e *engine) restart(ctx context.Context) error {
	declared := e.compiler.Declarations()
	if err := e.compiler.ForgetPackages(); err != nil {
		return err
	}
	if err := e.reset(ctx); err != nil {
		return err
	}
	for _, d := range declared {
		if f := e.run(ctx, d.Number, d.Source, d.Text, ""); f != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			e.out.Stream("stderr", fmt.Sprintf("Not declared anew, run it again: Cell [%d]: %s\n", d.Number, firstLine(f.Value)))
		}
	}
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
