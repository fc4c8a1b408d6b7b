package lsp

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestPositions(t *testing.T) {
	text := "a😀é\n日本x\n\nlast"
	cases := []struct {
		before string
		want   position
	}{
		{"", position{0, 0}},
		{"a", position{0, 1}},
		{"a😀", position{0, 3}},
		{"a😀é", position{0, 4}},
		{"a😀é\n", position{1, 0}},
		{"a😀é\n日本", position{1, 2}},
		{"a😀é\n日本x\n\n", position{3, 0}},
		{text, position{3, 4}},
	}
	for _, c := range cases {
		if got := positionOf(text, len(c.before)); got != c.want {
			t.Errorf("position behind %q: %v, want %v", c.before, got, c.want)
		}
		if got := offsetOf(text, c.want); got != len(c.before) {
			t.Errorf("offset of %v: %d, want %d", c.want, got, len(c.before))
		}
	}
	for p, want := range map[position]int{{0, 99}: strings.Index(text, "\n"), {2, 5}: strings.Index(text, "\nlast"), {99, 0}: len(text)} {
		if got := offsetOf(text, p); got != want {
			t.Errorf("offset of %v, beyond the text: %d, want %d", p, got, want)
		}
	}
}

func TestCursor(t *testing.T) {
	cases := []struct {
		cell, mended, prefix string
		member, quiet, path  bool
	}{
		{cell: "x.‸", mended: "x._", member: true},
		{cell: "x.fo‸o", mended: "x.foo", prefix: "fo", member: true},
		{cell: "x.‸\ny := 1", mended: "x._\ny := 1", member: true},
		{cell: "x.\n\tfo‸", mended: "x.\n\tfo", prefix: "fo", member: true},
		{cell: "f(a[x.‸\ny := 1", mended: "f(a[x._])\ny := 1", member: true},
		{cell: "f(x.‸, 2)", mended: "f(x._, 2)", member: true},
		{cell: "f(func() { x.‸\n})", mended: "f(func() { x._\n})", member: true},
		{cell: "f(func() {\n g(x‸", mended: "f(func() {\n g(x)", prefix: "x"},
		{cell: "é‸", mended: "é", prefix: "é"},
		{cell: "a...‸", mended: "a..."},
		{cell: "1.‸", mended: "1.", member: true, quiet: true},
		{cell: "12‸", mended: "12", prefix: "12", quiet: true},
		{cell: "// x.‸", mended: "// x.", member: true, quiet: true},
		{cell: "/* x.‸ */", mended: "/* x. */", member: true, quiet: true},
		{cell: "/* x */ y‸", mended: "/* x */ y", prefix: "y"},
		{cell: "'a‸'", mended: "'a'", prefix: "a", quiet: true},
		{cell: "`a‸", mended: "`a", prefix: "a", quiet: true},
		{cell: "f(\"a‸b\")", mended: "f(\"ab\")", prefix: "a", quiet: true},
		{cell: "import \"io/‸\"", mended: "import \"io/\"", quiet: true, path: true},
		{cell: "import (\n\"fmt\"\nx \"io/f‸", mended: "import (\n\"fmt\"\nx \"io/f", prefix: "f", quiet: true, path: true},
		{cell: "import \"fmt\"; f(\"a‸\")", mended: "import \"fmt\"; f(\"a\")", prefix: "a", quiet: true},
		{cell: "‸"},
	}
	for _, c := range cases {
		got := newCursor(strings.Replace(c.cell, mark, "", 1), strings.Index(c.cell, mark))
		if got.text != c.mended || got.prefix() != c.prefix || got.member != c.member || got.quiet != c.quiet || got.path != c.path {
			t.Errorf("%q: %q, prefix %q, member %v, quiet %v, path %v", c.cell, got.text, got.prefix(), got.member, got.quiet, got.path)
		}
	}
}

// FuzzCursor checks that no text and no cursor bring completion and inspection to a panic, and that the mended text begins as
// the cell does.
func FuzzCursor(f *testing.F) {
	for _, c := range completions {
		f.Add(strings.Replace(c.cell, mark, "", 1), strings.Index(c.cell, mark))
	}
	f.Add("{[(", 2)
	f.Add(")x.", 3)
	f.Add("x\nfunc A", 2) // two pieces of the view meet
	comp, err := compiler()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, offset int) {
		slow := time.AfterFunc(3*time.Second, func() { panic(fmt.Sprintf("%q, %d takes too long", text, offset)) })
		defer slow.Stop()
		offset = min(max(offset, 0), len(text))
		cur := newCursor(text, offset)
		if !strings.HasPrefix(cur.text, text[:offset]) {
			t.Fatalf("%q does not begin with %q", cur.text, text[:offset])
		}
		l := comp.Look(cur.text)
		localComplete(l, cur, comp.Import)
		if start, end, ok := subject(text, offset); ok && objectAt(l, start) != nil && end < start {
			t.Fatal(start, end)
		}
		v := newView(l, noneKept())
		if at, ok := v.toView(offset); ok {
			if back, ok := v.toCell(at); !ok || back != offset {
				t.Fatalf("offset %d is %d in the view, which is %d", offset, at, back)
			}
		} else {
			t.Fatalf("offset %d of %q is not in the view", offset, cur.text)
		}
	})
}
