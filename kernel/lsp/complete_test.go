package lsp

import (
	"slices"
	"strings"
	"testing"
)

// mark is the cursor in the cells of the tables.
const mark = "‸"

// completions are cells with a cursor. A word in has must be offered, one in hasNot must not; only is all that is
// offered. replaces is what a match takes the place of.
var completions = []struct {
	name, cell        string
	has, hasNot, only string
	replaces          string
}{
	{name: "package", cell: "fmt.‸", has: "Println Sprintf Stringer", hasNot: "println newPrinter"},
	{name: "package with a prefix", cell: "fmt.Fprint‸", only: "Fprint Fprintf Fprintln", replaces: "Fprint"},
	{name: "in the middle of a word", cell: "fmt.Fprint‸ln(1)", has: "Fprintln Fprintf", hasNot: "Println", replaces: "Fprint"},
	{name: "renamed package", cell: "m.Hyp‸", only: "Hypot"},
	{name: "package that a cell imports itself", cell: "import \"bufio\"\nbufio.NewR‸", has: "NewReader NewReadWriter", hasNot: "NewWriter"},
	{name: "package that cells are given", cell: "sort.Str‸", has: "Strings", hasNot: "Ints"},
	{name: "fields and methods", cell: "point.‸", has: "X Y note Norm label"},
	{name: "unexported member", cell: "point.no‸", has: "note", hasNot: "X Y"},
	{name: "member in another case", cell: "point.nor‸", has: "Norm"},
	{name: "after a call", cell: "p, err := scale(point, 2)\np.‸", has: "X Y Norm"},
	{name: "call as a value", cell: "strings.NewReader(\"a\").‸", has: "Len ReadByte", hasNot: "prevRune"},
	{name: "element of a map of slices", cell: "points[\"a\"][0].‸", has: "X Norm label"},
	{name: "embedded in a generic type", cell: "tree.‸", has: "Depth Dive Left Right Value Walk"},
	{name: "chain of fields", cell: "tree.Left.Right.Wa‸", only: "Walk"},
	{name: "variable of a type that was replaced", cell: "gone.‸", has: "First", hasNot: "Second"},
	{name: "new type of that name", cell: "g := Gone{}\ng.‸", has: "Second", hasNot: "First"},
	{name: "variable that was replaced", cell: "strings.ToUpper(ol‸", has: "old"},
	{name: "variable of a library's type", cell: "replacer.Re‸", only: "Replace"},
	{name: "variable of an interface", cell: "info.Mod‸", has: "Mode ModTime"},
	{name: "method of a map type", cell: "header.Se‸", only: "Set"},
	{name: "variable of the session", cell: "poi‸", has: "point points", replaces: "poi"},
	{name: "function and constant of the session", cell: "x := li‸", has: "limit"},
	{name: "not ASCII", cell: "grö‸", has: "größe", replaces: "grö"},
	{name: "behind text that is not ASCII", cell: "s := \"größe 😀 日本\"; strings.ToU‸", has: "ToUpper", replaces: "ToU"},
	{name: "behind a name that is not ASCII", cell: "x := größe + int(point.‸)", has: "X Norm"},
	{name: "variable of the cell", cell: "counter := 1\nfmt.Println(coun‸)", has: "counter"},
	{name: "parameter", cell: "func f(argument Point) {\n\targument.‸\n}", has: "X Norm"},
	{name: "function that sees the cell's variable", cell: "here := Point{}\nfunc f() {\n\there.‸\n}", has: "X Norm"},
	{name: "local variable of a block", cell: "for index, value := range points {\n\tvalue[0].‸\n\t_ = index\n}", has: "X label"},
	{name: "name in a block", cell: "for index := range 3 {\n\tind‸\n}", has: "index"},
	{name: "name out of its block", cell: "for index := range 3 {\n}\nind‸", hasNot: "index"},
	{name: "lines follow", cell: "point.‸\ny := 2\nfmt.Println(y)", has: "X Norm"},
	{name: "unfinished call and lines follow", cell: "fmt.Println(point.‸\ny := 2\nfmt.Println(y)", has: "X Norm"},
	{name: "unfinished block", cell: "if point.X > 1 {\n\tpoint.‸", has: "Y Norm"},
	{name: "unfinished function", cell: "func f(p *Point) {\n\tif p.X > 1 {\n\t\tp.‸", has: "Y label"},
	{name: "unfinished range", cell: "for _, p := range points[\"a\"] {\n\tp.‸", has: "Y label"},
	{name: "an error elsewhere", cell: "z := undefined + 1\npoint.‸", has: "X Norm"},
	{name: "closing list", cell: "point, point.‸", has: "X Norm"},
	{name: "field of a literal", cell: "p := Point{no‸}", has: "note"},
	{name: "field of a literal on lines", cell: "p := Point{\n\tX: 1,\n\tno‸\n}", has: "note"},
	{name: "type", cell: "var p Poi‸", has: "Point"},
	{name: "type of this cell", cell: "type Circle struct { Center Point }\nc := Circle{}\nc.Cen‸", only: "Center"},
	{name: "method of this cell", cell: "type Circle struct { Center Point }\nfunc (c Circle) Area() float64 { return c.‸ }", has: "Center Area"},
	{name: "method for an earlier type", cell: "func (p Point) Double() Point { return p.‸ }", has: "X Norm Double"},
	{name: "generic function's argument", cell: "func first[T fmt.Stringer](list []T) {\n\tlist[0].‸\n}", has: "String"},
	{name: "keyword", cell: "fallth‸", only: "fallthrough"},
	{name: "builtin", cell: "y := appe‸", has: "append"},
	{name: "below a command", cell: "                \npoint.‸", has: "X"},
	{name: "comment", cell: "// fmt.Pri‸", only: ""},
	{name: "string", cell: "s := \"fmt.Pri‸\"", only: ""},
	{name: "open string", cell: "s := \"fmt.Pri‸", only: ""},
	{name: "number", cell: "x := 1‸", only: ""},
	{name: "fraction", cell: "x := 1.‸", only: ""},
	{name: "unknown value", cell: "nothing.‸", only: ""},
	{name: "path of an import", cell: "import \"encoding/js‸\"", has: "encoding/json"},
	{name: "path of an import in brackets", cell: "import (\n\t\"fmt\"\n\t\"encoding/js‸\n)", has: "encoding/json"},
	{name: "must", cell: "mus‸", has: "must"},
	{name: "array", cell: "import \"github.com/lazycell/lazycell/lazy\"\na := lazy.Zeros(lazy.Float64, 3)\na.Chu‸", has: "Chunks ChunkShape"},
}

func TestComplete(t *testing.T) {
	for name, assistant := range map[string]func(*testing.T) *Assistant{"here": withoutGopls, "gopls": withGopls} {
		t.Run(name, func(t *testing.T) {
			a := assistant(t)
			for _, c := range completions {
				t.Run(c.name, func(t *testing.T) { checkCompletion(t, a, c.cell, c.has, c.hasNot, c.only, c.replaces) })
			}
		})
	}
}

// TestCompleteByGoplsAlone checks that gopls answers itself, and what follows a dot is what the other backend finds.
func TestCompleteByGoplsAlone(t *testing.T) {
	a, s := withGopls(t), waitForGopls(t, withGopls(t))
	c := session(t)
	for _, row := range completions {
		cur := newCursor(strings.Replace(row.cell, mark, "", 1), strings.Index(row.cell, mark))
		if !cur.member || cur.quiet || row.has == "" && row.only == "" {
			continue
		}
		l := c.Look(cur.text)
		got, start, err := a.gopls.complete(t.Context(), s, newView(l, a.kept), cur)
		if err != nil {
			t.Errorf("%q: %v", row.cell, err)
			continue
		}
		if start != cur.start {
			t.Errorf("%q: bytes from %d are replaced, want from %d", row.cell, start, cur.start)
		}
		if g, w := words(got), words(localComplete(l, cur, c.Import)); !slices.Equal(g, w) {
			t.Errorf("%q: gopls offers %q, this process %q", row.cell, g, w)
		}
	}
}

// words are the texts of matches, sorted.
func words(list []Match) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Text)
	}
	slices.Sort(out)
	return out
}

func checkCompletion(t *testing.T, a *Assistant, text, has, hasNot, only, replaces string) {
	t.Helper()
	offset := strings.Index(text, mark)
	code := strings.Replace(text, mark, "", 1)
	got := a.Complete(t.Context(), code, offset)
	var words []string
	for _, m := range got.Matches {
		words = append(words, m.Text)
	}
	for _, w := range strings.Fields(has) {
		if !slices.Contains(words, w) {
			t.Errorf("%q: %s is not offered, only %.20q", text, w, words)
		}
	}
	for _, w := range strings.Fields(hasNot) {
		if slices.Contains(words, w) {
			t.Errorf("%q: %s is offered", text, w)
		}
	}
	if has == "" && hasNot == "" && !slices.Equal(words, strings.Fields(only)) && len(words)+len(only) > 0 {
		t.Errorf("%q: %.20q, want %s", text, words, only)
	}
	if got.End != offset || replaces != "" && code[got.Start:got.End] != replaces {
		t.Errorf("%q: bytes %d to %d (%q) are replaced, want %q", text, got.Start, got.End, code[got.Start:got.End], replaces)
	}
}
