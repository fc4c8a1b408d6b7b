package cell

import "testing"

func TestMoved(t *testing.T) {
	before := "module a\n\nrequire b.org/x v1.0.0\n\nrequire (\n\tc.org/y v1.2.0 // indirect\n\td.org/z v0.1.0\n)\n"
	cases := []struct{ name, after, want string }{
		{"the same", before, ""},
		{"added", before + "require e.org/new v1.0.0\n", ""},
		{"in a block", "require b.org/x v1.0.0\nrequire (\n\tc.org/y v1.3.0\n)\n", "needs other versions of modules than this kernel was built with: " +
			"c.org/y v1.3.0 (this kernel has v1.2.0); add it to the lazycell module with `go get` and build the kernel again"},
		{"gone", "module a\n", ""},
	}
	for _, c := range cases {
		if got := moved(moduleFiles{mod: []byte(before)}, moduleFiles{mod: []byte(c.after)}); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
