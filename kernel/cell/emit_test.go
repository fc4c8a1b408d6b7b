package cell

import (
	"errors"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzEmit checks that what is made of two cells, the second seeing the names of the first, is Go again, and that nothing panics.
func FuzzEmit(f *testing.F) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no case files: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		last := ""
		for _, cell := range txtar.Parse(data).Files {
			if cell.Name == "cell" {
				f.Add(last, string(cell.Data))
				last = string(cell.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		c := &Compiler{tools: &toolchain{lang: "go1.26"}}
		c.forget()
		for i, text := range []string{first, second} {
			emitWhole(t, c, i+1, text)
		}
	})
}

func emitWhole(t *testing.T, c *Compiler, number int, text string) {
	src, err := parse(c.fset, number, text)
	if err != nil || len(src.imports) > 0 {
		return
	}
	ch, err := c.checkWithOld(src)
	var e *Error
	if err != nil {
		if !errors.As(err, &e) {
			t.Fatalf("error of type %T: %v", err, err)
		}
		if len(e.Diags) == 0 || strings.ContainsRune(strings.Join(e.Traceback(nil), ""), 'ʼ') && !strings.ContainsRune(text, 'ʼ') {
			t.Fatalf("faults %q", e.Traceback(nil))
		}
		return
	}
	em, err := c.emit(ch, nil)
	if err != nil {
		return
	}
	if _, err := parser.ParseFile(token.NewFileSet(), "cell.go", em.text, parser.SkipObjectResolution); err != nil {
		t.Fatalf("emitted source: %v\n%s\nof\n%s", err, em.text, text)
	}
	c.packages[ch.pkg.types] = ch.pkg
	c.Commit(&Unit{Number: number, pkg: ch.pkg, symbols: em.symbols, imports: ch.imports, used: em.used, source: text}, -1)
}
