package kernel

import "testing"

func TestPlainGo(t *testing.T) {
	cases := []struct {
		code string
		want bool
	}{
		{"x := 1", true},
		{"x := 10 % 3\ny := !true", true},
		{"// a comment\nf()", true},
		{"%env A b\nx", false},
		{"x\n!ls", false},
		{"  %cd /", false},
		{"import \"fmt\"\nfmt.Println()", false},
		{"x\nimport (\n\t\"fmt\"\n)", false},
		{"//go:embed data.txt\nvar data string", false},
		{"//gonb:%env A b", false},
		{"x?", false},
		{"?x", false},
		{"`\n%raw\n`", false}, // not worth a parser
	}
	for _, c := range cases {
		if got := plainGo(c.code); got != c.want {
			t.Errorf("plainGo(%q) = %v, want %v", c.code, got, c.want)
		}
	}
}
