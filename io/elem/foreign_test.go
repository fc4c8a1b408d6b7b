package elem_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr"
	"github.com/lazycell/lazycell/lazy/block"
)

// strange adds an element of an unknown encoding to a group: a group with an array in it.
func strange(t *testing.T, g store.Group) {
	t.Helper()
	made := must(g.CreateGroup("stripes"))
	if err := made.SetAttrs(map[string]any{"encoding-type": "zebra", "encoding-version": "0.1.0", "colours": []string{"black", "white"}}); err != nil {
		t.Fatal(err)
	}
	a := must(must(made.CreateGroup("deep")).CreateArray("widths", store.ArraySpec{DType: store.Numeric(block.Float64), Shape: []int{3, 2}, Chunks: []int{2, 2}}))
	if err := a.WriteRegion(context.Background(), []int{0, 0}, []int{3, 2}, counted(6)); err != nil {
		t.Fatal(err)
	}
}

// stripes reads it back.
func stripes(t *testing.T, d store.Driver, path string, folders ...string) (map[string]any, any) {
	t.Helper()
	root := must(d.Open(context.Background(), path, store.Read))
	defer root.Close()
	var g store.Group = root
	for _, f := range append(folders, "stripes") {
		g = must(g.Group(f))
	}
	a := must(must(g.Group("deep")).Array("widths"))
	return must(g.Attrs()), must(a.ReadRegion(context.Background(), []int{0, 0}, []int{3, 2}))
}

// TestForeignElements: an element of an unknown encoding is kept in its file and copied as it is into one of the same format; into others it
// can't go, and the error says which element it is.
func TestForeignElements(t *testing.T) {
	drivers := map[string]store.Driver{"a.h5ad": must(store.Lookup("hdf5")), "a.v2.zarr": must(zarr.Driver()), "a.v3.zarr": must(zarr.Driver(zarr.Format(3)))}
	for name, d := range drivers {
		t.Run(name, func(t *testing.T) {
			ctx, dir := context.Background(), t.TempDir()
			path, out := filepath.Join(dir, name), filepath.Join(dir, "out-"+name)
			root := must(d.Open(ctx, path, store.Create))
			if err := (elem.Writer{}).Write(ctx, root, sample()); err != nil {
				t.Fatal(err)
			}
			strange(t, must(root.Group("uns")))
			strange(t, must(root.Group("obsm")))
			if err := root.Close(); err != nil {
				t.Fatal(err)
			}
			wantAttrs, wantValues := stripes(t, d, path, "uns")

			loaded := must(elem.Load(ctx, d, path, elem.Reader{}))
			opened := must(elem.Open(ctx, d, path, elem.Reader{}))
			defer opened.Close()
			for _, a := range []*anndata.AnnData{loaded, opened.AnnData} {
				f, ok := a.Uns()["stripes"].(*anndata.Foreign)
				if !ok || f.Encoding != "zebra 0.1.0" || f.Path != "uns/stripes" {
					t.Fatalf("uns/stripes is %v", a.Uns()["stripes"])
				}
				if err := elem.Save(ctx, d, out, a, elem.Writer{}); err != nil {
					t.Fatal(err)
				}
				for _, folder := range []string{"uns", "obsm"} {
					attrs, values := stripes(t, d, out, folder)
					if diff := cmp.Diff(wantAttrs, attrs) + cmp.Diff(wantValues, values); diff != "" {
						t.Error(diff)
					}
				}
				for other, d := range drivers {
					err := elem.Save(ctx, d, filepath.Join(dir, "other-"+other), a, elem.Writer{})
					if other != name && (!errors.Is(err, store.ErrUnsupported) || !strings.Contains(err.Error(), "stripes") || !strings.Contains(err.Error(), "zebra 0.1.0")) {
						t.Errorf("into %s: %v", other, err)
					}
				}
			}
			if err := elem.Save(ctx, d, path, loaded, elem.Writer{}); err != nil { // over the file that it comes from
				t.Error(err)
			}
			if attrs, _ := stripes(t, d, path, "uns"); !cmp.Equal(wantAttrs, attrs) {
				t.Error(attrs)
			}
			if left := must(elem.Load(ctx, d, path, elem.Reader{Without: []string{"uns/stripes", "obsm/stripes"}})); left.Obsm().Has("stripes") {
				t.Error("it was not left out")
			}
		})
	}
}
