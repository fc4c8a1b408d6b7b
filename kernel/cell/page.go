package cell

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Page is a cell that is built as a program for a page: WebAssembly that runs in the browser. It shares no values with the
// session. What earlier cells have declared is there as far as the cell uses it, their variables with what they are declared
// to be; what the cell itself declares is there for later programs, and not for cells of the session.
type Page struct {
	Number    int
	Text      string
	MainLine  int               // the flags are parsed before what follows this line; 0: they are not
	Constants map[string]string // strings that the program has under these names
}

// BuildPage builds a program for a page and writes it to the file out. It returns an *Error for the user's faults.
func (c *Compiler) BuildPage(ctx context.Context, p Page, out string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	own, err := readPageCell(p.Number, p.Text, p.MainLine)
	if err != nil {
		return err
	}
	w := newPageWriter(c.pageCells(), own)
	text, err := w.program(p, func(path string) string { return c.tools.packageName(ctx, path) })
	if err != nil {
		return err
	}
	dir := filepath.Join(c.dir, "page")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the directory of a program for a page: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o644); err != nil {
		return fmt.Errorf("write a program for a page: %w", err)
	}
	if err := c.tools.buildPage(ctx, dir, out); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return pageError(p, err)
	}
	c.pages = append(c.pages, own)
	return nil
}

// pageCells reads the cells that have run, and those that were built for pages.
func (c *Compiler) pageCells() []*pageCell {
	var out []*pageCell
	for _, u := range c.committed {
		if cell, err := readPageCell(u.Number, u.source, math.MaxInt); err == nil {
			out = append(out, cell)
		}
	}
	return append(out, c.pages...)
}

// buildPage has the go command build the program in dir. As with cells, no module that the session has loaded becomes another.
func (t *toolchain) buildPage(ctx context.Context, dir, out string) error {
	t.listing.Lock()
	defer t.listing.Unlock()
	if err := t.keepModules(); err != nil {
		return err
	}
	_, err := t.run(ctx, "env", "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", t.goCmd, "build", "-buildvcs=false", "-ldflags=-s -w", "-o", out, "./"+filepath.Base(dir))
	if err != nil {
		return err
	}
	after, err := readModuleFiles(t.dir)
	if err != nil {
		return err
	}
	if changes := moved(t.accepted, after, t.holds); len(changes) > 0 {
		return errors.Join(errors.New("the program "+refusal(changes)), writeModuleFiles(t.dir, t.accepted))
	}
	t.accepted = after
	return nil
}

// packageName asks the go command for the name of a package that only pages import; "" when it doesn't know.
func (t *toolchain) packageName(ctx context.Context, path string) string {
	t.listing.Lock()
	defer t.listing.Unlock()
	out, err := t.run(ctx, "env", "GOOS=js", "GOARCH=wasm", t.goCmd, "list", "-e", "-find", "-f", "{{.Name}}", "--", path)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

var pageLine = regexp.MustCompile(`Cell \[(\d+)\]:(\d+)(?::(\d+))?: (.*)$`)

// pageError tells what the go command has said about a program in the user's terms.
func pageError(p Page, err error) error {
	e := &Error{Name: "CompileError", Number: p.Number}
	lines := strings.Split(p.Text, "\n")
	for _, said := range strings.Split(err.Error(), "\n") {
		m := pageLine.FindStringSubmatch(said)
		switch {
		case strings.HasPrefix(said, "#") || strings.TrimSpace(said) == "":
		case m == nil:
			e.Diags = append(e.Diags, Diag{Msg: strings.TrimPrefix(said, "page"+string(filepath.Separator))})
		case m[1] != strconv.Itoa(p.Number):
			e.Diags = append(e.Diags, Diag{Msg: fmt.Sprintf("Cell [%s], line %s: %s", m[1], m[2], m[4])})
		default:
			d := Diag{Msg: m[4]}
			d.Line, _ = strconv.Atoi(m[2])
			d.Col, _ = strconv.Atoi(m[3])
			if d.Line > 0 && d.Line <= len(lines) {
				d.Text = lines[d.Line-1]
			}
			e.Diags = append(e.Diags, d)
		}
	}
	return e
}
