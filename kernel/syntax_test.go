package kernel

import "testing"

func TestCompleteness(t *testing.T) {
	cases := []struct{ source, status, indent string }{
		{"", "complete", ""},
		{"x := 1", "complete", ""},
		{"a, b", "complete", ""},
		{"x++", "complete", ""},
		{"return", "complete", ""},
		{"import \"fmt\"\nfmt.Println(\"é\")", "complete", ""},
		{"func f() {\n\treturn\n}", "complete", ""},
		{"%env A b", "complete", ""},
		{"!ls", "complete", ""},
		{"%%bash\nif true; then", "complete", ""},
		{"func f() {", "incomplete", "\t"},
		{"f(g(\n", "incomplete", "\t\t"},
		{"x :=", "incomplete", ""},
		{"x +", "incomplete", ""},
		{"fmt.", "incomplete", ""},
		{"`raw\n", "incomplete", ""},
		{"/* comment", "incomplete", ""},
		{"!ls \\", "incomplete", ""},
		{"x := := 1", "invalid", ""},
		{"f())", "invalid", ""},
		{"if x {}}", "invalid", ""},
		{"\"open", "invalid", ""},
		{"%nonsense", "invalid", ""},
		{"x := '", "invalid", ""},
	}
	for _, c := range cases {
		if status, indent := completeness(c.source); status != c.status || indent != c.indent {
			t.Errorf("completeness(%q) = %q, %q, want %q, %q", c.source, status, indent, c.status, c.indent)
		}
	}
}
