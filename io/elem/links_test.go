package elem_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
)

// TestLinksAndReferences: links within a file are followed, those to other files only when asked for, references are left out with a notice, and types that
// nobody else has are kept and copied.
func TestLinksAndReferences(t *testing.T) {
	dir := t.TempDir()
	python(t, "../../testdata/elem/links.py", dir)
	var notices []string
	path, out := filepath.Join(dir, "links.h5ad"), filepath.Join(dir, "out.h5ad")
	for range 2 { // the second time what was written
		notices = nil
		a, err := h5ad.Read(path, h5ad.OnNotice(func(n string) { notices = append(notices, n) }))
		if err != nil {
			t.Fatal(err)
		}
		if inside, ok := a.Uns()["inside"].(anndata.Dict); !ok || inside["er"] != int64(7) || a.Uns()["plain"] != "text" {
			t.Errorf("uns: %v", a.Uns())
		}
		for _, name := range []string{"lists", "opaque", "regions"} {
			if _, ok := a.Uns()[name].(*anndata.Foreign); !ok {
				t.Errorf("uns/%s is %v", name, a.Uns()[name])
			}
		}
		if _, ok := a.Uns()["objects"]; ok {
			t.Error("uns/objects was read")
		}
		if path != out && (len(notices) != 1 || !strings.Contains(notices[0], "uns/objects is left out: it holds references")) {
			t.Errorf("notices: %q", notices)
		}
		if err := h5ad.Write(out, a); err != nil {
			t.Fatal(err)
		}
		path = out
	}
	for _, c := range []struct{ file, at string }{{"outside.h5ad", "uns/outside"}, {"around.h5ad", "uns/folder"}} {
		path := filepath.Join(dir, c.file)
		if _, err := h5ad.Read(path); err == nil || !strings.Contains(err.Error(), c.at+": it is a link to another file, which is followed only when the option FollowLinks says so") {
			t.Errorf("%s: %v", c.file, err)
		}
	}
	if _, err := h5ad.Read(filepath.Join(dir, "around.h5ad"), h5ad.Without("uns/folder")); err == nil || !strings.Contains(err.Error(), "uns/through") {
		t.Errorf("a link within the file that leads out of it was followed: %v", err)
	}
	a, err := h5ad.Read(filepath.Join(dir, "around.h5ad"), h5ad.FollowLinks())
	if err != nil || a.Uns()["through"] != "x" {
		t.Error(a, err)
	}
	if a, err = h5ad.Read(filepath.Join(dir, "outside.h5ad"), h5ad.FollowLinks()); err != nil || a.Uns()["outside"] != int64(42) {
		t.Error(a, err)
	}
}
