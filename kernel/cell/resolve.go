package cell

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// resolve makes the packages known that a cell imports.
func (c *Compiler) resolve(ctx context.Context, src *source) error {
	e := &Error{Name: "CompileError", Number: src.number}
	var paths []string
	for _, s := range src.imports {
		path := importPath(s)
		switch path {
		case "":
			e.Diags = append(e.Diags, diagAt(src.text, src.offset(s.Pos()), "invalid import path"))
		default:
			paths = append(paths, path)
		}
	}
	if len(e.Diags) > 0 {
		return e
	}
	if strings.Contains(src.text, embedDirective) {
		paths = append(paths, "embed")
	}
	err := c.tools.resolve(ctx, paths)
	var missing *missingError
	if !errors.As(err, &missing) {
		return err
	}
	for _, s := range src.imports {
		if msg, ok := missing.packages[importPath(s)]; ok {
			e.Diags = append(e.Diags, diagAt(src.text, src.offset(s.Path.Pos()), msg))
		}
	}
	if len(e.Diags) == 0 {
		e.Name, e.Diags = "BuildError", []Diag{{Msg: missing.Error()}}
	}
	return e
}

// Warm makes packages ready that cells will probably import, so that the first cell which does needs not wait for their
// compilation. It may run beside Compile.
func (c *Compiler) Warm(ctx context.Context, paths ...string) error {
	if err := c.tools.resolve(ctx, paths); err != nil {
		return fmt.Errorf("make packages ready for cells: %w", err)
	}
	return nil
}
