package kernel

import "testing"

func TestCommandAt(t *testing.T) {
	at := func(n int) *int { return &n }
	cases := []struct {
		code   string
		cursor *int
		name   string
		start  int
		ok     bool
	}{
		{"%en", nil, "%en", 0, true},
		{"%env A b", at(2), "%env", 0, true},
		{"%env A b", at(6), "", 0, false},
		{"é := 1\n%cd", nil, "%cd", 8, true},
		{"é := 1\n%cd", at(8), "%cd", 8, true},
		{"é := 1\n%cd", at(3), "", 0, false},
		{"x", nil, "", 0, false},
		{"", nil, "", 0, false},
		{"%e", at(99), "%e", 0, true},
		{"%e", at(-1), "%e", 0, true},
	}
	for _, c := range cases {
		r := cursorRequest{Code: c.code, CursorPos: c.cursor}
		if name, start, ok := r.commandAt(); name != c.name || start != c.start || ok != c.ok {
			t.Errorf("%q: %q, %d, %v, want %q, %d, %v", c.code, name, start, ok, c.name, c.start, c.ok)
		}
	}
}
