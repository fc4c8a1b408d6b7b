package lsp

import (
	"strings"
	"testing"
)

// inspections are cells with a cursor, and texts that their help has or hasn't. What is called detailed is in the source only.
var inspections = []struct {
	name, cell            string
	has, hasNot, detailed []string
	none                  bool
}{
	{name: "function", cell: "fmt.Print‸ln(1)", has: []string{"func fmt.Println(a ...any) (n int, err error)", "formats using the default formats"}, detailed: []string{"return Fprintln(os.Stdout, a...)"}},
	{name: "function in whose arguments the cursor is", cell: "fmt.Println(1, ‸)", has: []string{"func fmt.Println("}},
	{name: "function of an inner call", cell: "fmt.Println(strings.Repeat(\"a\", ‸3))", has: []string{"func strings.Repeat(s string, count int) string"}},
	{name: "argument before a call", cell: "fmt.Println(poi‸nt)", has: []string{"var point Point", "Cell [4]"}, detailed: []string{"point := Point{X: 1}"}},
	{name: "method", cell: "replacer.Rep‸lace(\"a\")", has: []string{"strings.Replacer) Replace(s string) string", "with all replacements performed"}, detailed: []string{"r.once.Do"}},
	{name: "method of an interface", cell: "info.ModT‸ime()", has: []string{"ModTime() time.Time", "modification time"}},
	{name: "field", cell: "r := &http.Request{}\nr.Hea‸der", has: []string{"field Header http.Header", "header fields"}},
	{name: "package", cell: "http.‸Get", has: []string{"func http.Get(url string)"}},
	{name: "name of a package", cell: "ht‸tp.Get", has: []string{"Package http provides HTTP client and server implementations"}},
	{name: "package that cells are given", cell: "jso‸n.Marshal(1)", has: []string{"Package json implements encoding and decoding of JSON"}},
	{name: "renamed package", cell: "m.Hyp‸ot(1, 2)", has: []string{"Hypot(p", "float64", "care to avoid unnecessary overflow"}},
	{name: "builtin", cell: "app‸end(nil)", has: []string{"func append(slice []Type, elems ...Type) []Type", "appends elements to the end of a slice"}},
	{name: "type of a library", cell: "var b strings.Buil‸der", has: []string{"type Builder struct", "efficiently build a string", "WriteRune(r rune) (int, error)"}, hasNot: []string{"file://"}},
	{name: "type", cell: "var p Poi‸nt", has: []string{"type Point struct", "note string", "It has two coordinates.", "Norm() float64", "Cell [2]"}, detailed: []string{"return m.Hypot(p.X, p.Y)"}},
	{name: "method of an earlier cell", cell: "point.No‸rm()", has: []string{"func (Point) Norm() float64", "Norm is the distance from the origin.", "Cell [2]"}, detailed: []string{"m.Hypot"}},
	{name: "field of an earlier cell", cell: "point.‸Y", has: []string{"field Y float64", "where it is"}},
	{name: "function of an earlier cell", cell: "sca‸le(point, 2)", has: []string{"func scale(p Point, by float64) (Point, error)", "makes a point larger", "Cell [3]"}, detailed: []string{"p.X * by"}},
	{name: "constant of an earlier cell", cell: "lim‸it", has: []string{"const limit = 2.5", "as far as it goes"}},
	{name: "variable of a replaced type", cell: "go‸ne", has: []string{"var gone Gone", "Cell [5]"}, hasNot: []string{"ʼ"}},
	{name: "not ASCII", cell: "s := \"😀\"; grö‸ße", has: []string{"var größe int"}},
	{name: "variable of the cell", cell: "here := 1.5\nhe‸re", has: []string{"var here float64"}},
	{name: "variable of a block", cell: "for name, list := range points {\n\tfmt.Println(name, li‸st)\n}", has: []string{"var list []*Point"}},
	{name: "must", cell: "mus‸t(fs.Stat(nil, \"\"))", has: []string{"func must[T any](v T, err error) T", "fails the cell"}},
	{name: "unfinished cell", cell: "if point.X > 1 {\n\tfmt.Fprin‸tf(", has: []string{"func fmt.Fprintf(w io.Writer, format string, a ...any)"}},
	{name: "comment", cell: "// fmt.Prin‸tln", none: true},
	{name: "number", cell: "1 +‸ 1", none: true},
	{name: "unknown name", cell: "unkn‸own", none: true},
	{name: "nothing", cell: "‸", none: true},
}

func TestInspect(t *testing.T) {
	for name, assistant := range map[string]func(*testing.T) *Assistant{"here": withoutGopls, "gopls": withGopls} {
		t.Run(name, func(t *testing.T) {
			a := assistant(t)
			for _, c := range inspections {
				t.Run(c.name, func(t *testing.T) {
					code, offset := strings.Replace(c.cell, mark, "", 1), strings.Index(c.cell, mark)
					brief, ok := a.Inspect(t.Context(), code, offset, false)
					if ok == c.none {
						t.Fatalf("%q: found is %v", c.cell, ok)
					}
					long, _ := a.Inspect(t.Context(), code, offset, true)
					for _, text := range []string{brief.Markdown, brief.Plain, long.Markdown, long.Plain} {
						checkText(t, text, c.has, c.hasNot)
					}
					checkText(t, brief.Markdown, nil, c.detailed)
					checkText(t, long.Markdown, c.detailed, nil)
					if strings.Contains(brief.Plain, "```") || !c.none && !strings.Contains(brief.Markdown, "```go\n") {
						t.Errorf("Markdown and plain text are mixed up:\n%s\n%s", brief.Markdown, brief.Plain)
					}
				})
			}
		})
	}
}

func checkText(t *testing.T, text string, has, hasNot []string) {
	t.Helper()
	for _, s := range has {
		if !strings.Contains(text, s) {
			t.Errorf("%q is missing in:\n%.600s", s, text)
		}
	}
	for _, s := range hasNot {
		if strings.Contains(text, s) {
			t.Errorf("%q is in:\n%.600s", s, text)
		}
	}
}
