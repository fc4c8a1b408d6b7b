package cell

import "testing"

func TestEdits(t *testing.T) {
	cases := []struct {
		name       string
		edit       func(*edits)
		start, end int
		want       string
	}{
		{"none", func(*edits) {}, 0, 5, "abcde"},
		{"replace", func(e *edits) { e.replace(1, 3, "X") }, 0, 5, "aXde"},
		{"openings nest outside in", func(e *edits) { e.insert(1, opening, "f("); e.insert(1, opening, "g(") }, 0, 5, "af(g(bcde"},
		{"closings nest inside out", func(e *edits) { e.insert(3, closing, ")1"); e.insert(3, closing, ")2") }, 0, 5, "abc)2)1de"},
		{"closing, after, opening, replace", func(e *edits) {
			e.replace(2, 3, "R")
			e.insert(2, opening, "(")
			e.insert(2, after, ";")
			e.insert(2, closing, ")")
		}, 0, 5, "ab);(Rde"},
		{"closing at the end belongs to it", func(e *edits) { e.insert(3, closing, ")"); e.insert(3, opening, "(") }, 1, 3, "bc)"},
		{"opening at the start belongs to it", func(e *edits) { e.insert(3, closing, ")"); e.insert(3, opening, "(") }, 3, 5, "(de"},
		{"inside a replacement is dropped", func(e *edits) { e.replace(1, 4, "X"); e.insert(2, after, "?") }, 0, 5, "aXe"},
		{"outside", func(e *edits) { e.replace(0, 1, "?"); e.replace(4, 5, "?") }, 1, 4, "bcd"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := &edits{}
			c.edit(e)
			if got := e.apply("abcde", c.start, c.end); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
