package cell

import (
	"errors"
	"go/ast"
	"go/token"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestParse checks how a cell's text is taken apart.
func TestParse(t *testing.T) {
	cases := []struct {
		name, text            string
		imports, funcs, stmts int
		list                  int
		quiet                 bool
	}{
		{"empty", "", 0, 0, 0, 0, false},
		{"comment", "// nothing\n/* here */", 0, 0, 0, 0, false},
		{"expression", "x", 0, 0, 1, 0, false},
		{"quiet", "x;", 0, 0, 1, 0, true},
		{"quiet before a comment", "x; // hidden", 0, 0, 1, 0, true},
		{"list", "a, b", 0, 0, 0, 2, false},
		{"quiet list", "a, f(b, c);", 0, 0, 0, 2, true},
		{"list after statements", "x := 1\nx, 2, \"c\"", 0, 0, 1, 3, false},
		{"list over lines", "f(1,\n\t2), g(\n)", 0, 0, 0, 2, false},
		{"list before declarations", "a, b\nfunc f() {}\ntype t int", 0, 1, 1, 2, false},
		{"assignment is no list", "a, b = b, a", 0, 0, 1, 0, false},
		{"call is no list", "f(a, b)", 0, 0, 1, 0, false},
		{"var is no list", "var a, b = 1, 2", 0, 0, 1, 0, false},
		{"range is no list", "for a, b := range m {}", 0, 0, 1, 0, false},
		{"return is no list", "return a, b", 0, 0, 1, 0, false},
		{"send is no list", "c <- f(a, b)", 0, 0, 1, 0, false},
		{"literals in a list", "[]int{1, 2}, struct{ a, b int }{1, 2}", 0, 0, 0, 2, false},
		{"function literals in a list", "func() int { return 1 }, func(a, b int) {}", 0, 0, 0, 2, false},
		{"function literal called", "func() {}()", 0, 0, 1, 0, false},
		{"method", "func (p *pt[T]) m() int { return 1 }", 0, 1, 0, 0, false},
		{"generic function", "func f[T any](x T) T { return x }; x", 0, 1, 1, 0, false},
		{"imports in between", "x := 1\nimport \"a\"\ny := 2\nimport (\n\"b\"\nc \"d\"\n)", 3, 0, 2, 0, false},
		{"one line", "import \"fmt\"; func f() {}; fmt.Println()", 1, 1, 1, 0, false},
		{"braces in strings", "s := \"}{\" + `)\n(`", 0, 0, 1, 0, false},
		{"func in a body", "if x {\n\tf := func() {}\n\tf()\n}", 0, 0, 1, 0, false},
		{"multi-byte", "größe := \"ü\" // ∞\ngröße, 1", 0, 0, 1, 2, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, err := parse(token.NewFileSet(), 1, c.text)
			if err != nil {
				t.Fatal(err)
			}
			got := []any{len(s.imports), len(s.funcs), len(s.stmts), len(s.list), s.quiet}
			want := []any{c.imports, c.funcs, c.stmts, c.list, c.quiet}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("imports, funcs, stmts, list, quiet (-want +got):\n%s", diff)
			}
		})
	}
}

// TestParsePositions checks that what is parsed in pieces knows its place in the whole.
func TestParsePositions(t *testing.T) {
	text := "α := 1\nimport \"fmt\"\nfunc f() {}\nfmt.Println(α)\nα, f"
	s, err := parse(token.NewFileSet(), 1, text)
	if err != nil {
		t.Fatal(err)
	}
	at := func(n ast.Node) string { return text[s.offset(n.Pos()):s.offset(n.End())] }
	got := []string{at(s.imports[0]), at(s.funcs[0]), at(s.stmts[0]), at(s.stmts[1]), at(s.list[0]), at(s.list[1])}
	want := []string{`"fmt"`, "func f() {}", "α := 1", "fmt.Println(α)", "α", "f"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts of nodes (-want +got):\n%s", diff)
	}
}

func TestParseErrors(t *testing.T) {
	cases := []struct{ text, want string }{
		{"x := ", "Cell [7], line 1: expected operand"},
		{"x\ny z", "Cell [7], line 2: expected"},
		{"\n\n}", "Cell [7], line 3: unexpected }"},
		{"f(", "Cell [7], line 1: "},
		{"'ab'", "Cell [7], line 1: illegal rune literal"},
		{"import x", "Cell [7], line 1: missing import path"},
		{"1, 2\n3", "Cell [7], line 1: a list of values can only be a cell's last line"},
		{"func f( {}", "Cell [7], line 1: "},
		{"a := 1 b := 2", "Cell [7], line 1: "},
		{"\x00", "Cell [7], line 1: illegal character NUL"},
		{"x := \"\xff\"", "Cell [7], line 1: illegal UTF-8 encoding"},
	}
	for _, c := range cases {
		_, err := parse(token.NewFileSet(), 7, c.text)
		var e *Error
		if !errors.As(err, &e) || e.Name != "SyntaxError" || !strings.HasPrefix(e.Error(), c.want) {
			t.Errorf("%q: error %v, want a SyntaxError %q", c.text, err, c.want)
		}
	}
}

func TestTraceback(t *testing.T) {
	e := &Error{Name: "CompileError", Number: 3}
	for i := range 12 {
		e.Diags = append(e.Diags, Diag{Line: i + 1, Col: 5, Msg: "no", Text: "\tö x"})
	}
	lines := e.Traceback(nil)
	if len(lines) != 31 || lines[30] != "… and 2 more" {
		t.Fatalf("%d lines, last %q", len(lines), lines[len(lines)-1])
	}
	if diff := cmp.Diff([]string{"Cell [3], line 1: no", "    \tö x", "    \t  ^"}, lines[:3]); diff != "" {
		t.Errorf("first fault (-want +got):\n%s", diff)
	}
}

// TestUnderline looks at the line below the user's, and at what of that one is marked.
func TestUnderline(t *testing.T) {
	for _, c := range []struct {
		line        string
		col, length int
		want        string // below the line
		marked      string
	}{
		{"total := undefined + 1", 10, 0, "         ^^^^^^^^^", "undefined"},
		{"a + b", 1, 5, "^^^^^", "a + b"},
		{"\tx\ty := 1", 4, 0, "\t \t^", "y"},
		{`é := "日本" + nope`, 18, 0, "              ^^^^", "nope"},
		{"日本(日)", 1, 6, "^^^^", "日本"},
		{`"👩‍👩‍👧", x`, 23, 0, "      ^", "x"},
		{"x :=", 5, 0, "    ^", ""},
		{"f(a,", 3, 40, "  ^^", "a,"},
		{"é", 2, 0, "^", "é"},
		{"x != y", 3, 0, "  ^^", "!="},
		{"", 3, 0, "^", ""},
		{"s := `open", 6, 0, "     ^^^^^", "`open"},
		{"x @ y", 3, 0, "  ^", "@"},
	} {
		e := &Error{Diags: []Diag{{Line: 1, Col: c.col, Text: c.line, length: c.length}}}
		marked := ""
		lines := e.Traceback(func(s string) string { marked = s; return "<" + s + ">" })
		if c.line == "" {
			if len(lines) != 1 {
				t.Errorf("an empty line: %q", lines)
			}
			continue
		}
		if lines[2] != "    "+c.want || marked != c.marked || strings.NewReplacer("<", "", ">", "").Replace(lines[1]) != "    "+c.line {
			t.Errorf("%q at %d: %q, %q is marked, want %q and %q", c.line, c.col, lines[1:], marked, c.want, c.marked)
		}
	}
}

// FuzzParse checks that no text makes the parser, or what arranges its result for the type checker, panic.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "x := 1; x, y", "func f() {}\nimport \"a\"\ntype t struct{}", "a, b\nfunc (", "{}}", "L: x := 1",
		"var (a, b = 1\nc)", "a, f(b) := 1, 2", "for i := range 3 {}; i,", "`", "func", "import ()", "const (\n", "x\xff := \"é\"", "func f() {}}{"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parse(token.NewFileSet(), 1, text)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error of type %T", err)
			}
			for _, line := range e.Traceback(nil) {
				_ = line
			}
			return
		}
		p := hoist(s, nil)
		p.restoreNames()
		for _, st := range p.steps {
			start, end := s.offset(st.start), s.offset(st.end)
			if start < 0 || end < start || end > len(text) {
				t.Fatalf("statement at %d to %d of %d bytes", start, end, len(text))
			}
		}
	})
}
