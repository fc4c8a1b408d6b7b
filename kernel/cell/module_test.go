package cell

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMoved(t *testing.T) {
	before := "module a\n\nrequire b.org/x v1.0.0\n\nrequire (\n\tc.org/y v1.2.0 // indirect\n\td.org/z v0.1.0\n\tfree.org/f v1.0.0\n)\n\nreplace d.org/z => ./z\n"
	cases := []struct {
		name, after string
		want        []moduleChange
	}{
		{"the same", before, nil},
		{"added", before + "require e.org/new v1.0.0\n", nil},
		{"in a block", "require b.org/x v1.0.0\nrequire (\n\tc.org/y v1.3.0\n)\n", []moduleChange{{"c.org/y", "v1.2.0", "v1.3.0"}}},
		{"not loaded", "require free.org/f v1.1.0\n", nil},
		{"replaced", before + "replace b.org/x => ../x\n", []moduleChange{{"b.org/x", "v1.0.0", "=> ../x"}}},
		{"elsewhere", strings.Replace(before, "./z", "./other", 1), []moduleChange{{"d.org/z", "=> ./z", "=> ./other"}}},
		{"gone", "module a\n", nil},
	}
	held := func(m string) bool { return m != "free.org/f" }
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := moved(moduleFiles{mod: []byte(before)}, moduleFiles{mod: []byte(c.after)}, held)
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(moduleChange{})); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			if len(got) == 0 {
				return
			}
			mod, err := pinned([]byte(c.after), got)
			if err != nil {
				t.Fatal(err)
			}
			if left := moved(moduleFiles{mod: []byte(before)}, moduleFiles{mod: mod}, held); len(left) > 0 {
				t.Errorf("pinned file still has %v:\n%s", left, mod)
			}
		})
	}
}
