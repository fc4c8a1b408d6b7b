package zarr

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/io/zarr/meta"
	"github.com/lazycell/lazycell/io/zarr/storage"
)

var ctx = context.Background()

// writeStore writes a store of one array and gives its root before it is closed.
func writeStore(t *testing.T, path string, values []float64, opts ...Option) *root {
	t.Helper()
	o, err := newOptions(opts)
	if err != nil {
		t.Fatal(err)
	}
	r, err := createRoot(ctx, path, o)
	if err != nil {
		t.Fatal(err)
	}
	dt, err := meta.ParseType("float64")
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.createArray("layers/x", meta.Spec{Shape: []int{len(values)}, Type: dt})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SetAttrs(map[string]any{"encoding-type": "array", "sizes": []int64{1, 2}}); err != nil {
		t.Fatal(err)
	}
	if err := a.WriteRegion(ctx, []int{0}, []int{len(values)}, values); err != nil {
		t.Fatal(err)
	}
	return r
}

func readStore(t *testing.T, path string) []float64 {
	t.Helper()
	r, err := openRoot(ctx, path, options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	g, err := r.openGroup("layers")
	if err != nil {
		t.Fatal(err)
	}
	a, err := g.openArray("x")
	if err != nil {
		t.Fatal(err)
	}
	attrs, err := a.Attrs()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]any{"encoding-type": "array", "sizes": []int64{1, 2}}, attrs); d != "" {
		t.Error(d)
	}
	out, err := a.ReadRegion(ctx, []int{0}, a.Shape())
	if err != nil {
		t.Fatal(err)
	}
	return out.([]float64)
}

func only(t *testing.T, parent, name string) {
	t.Helper()
	entries, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != name {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestStoreLife(t *testing.T) {
	for _, format := range []int{2, 3} {
		parent := t.TempDir()
		path := filepath.Join(parent, "a.zarr")
		r := writeStore(t, path, []float64{1, 2}, Format(format))
		if _, err := os.Stat(path); err == nil {
			t.Error("the store has its name before it is complete")
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]float64{1, 2}, readStore(t, path)); d != "" {
			t.Error(d)
		}
		// A store that is given up leaves the old one.
		r = writeStore(t, path, []float64{3}, Format(format))
		if err := r.Abort(); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]float64{1, 2}, readStore(t, path)); d != "" {
			t.Error(d)
		}
		// A complete one takes its place, and one that was open before says that it is gone or still reads what it was.
		old, err := openRoot(ctx, path, options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := writeStore(t, path, []float64{4, 5, 6}, Format(format)).Close(); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]float64{4, 5, 6}, readStore(t, path)); d != "" {
			t.Error(d)
		}
		a, err := old.openArray("layers/x")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.ReadRegion(ctx, []int{0}, []int{2}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("read from a replaced store: %v", err)
		}
		if err := a.WriteRegion(ctx, []int{0}, []int{1}, []float64{1}); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("write to a store open for reading: %v", err)
		}
		if err := old.Close(); err != nil {
			t.Error(err)
		}
		only(t, parent, "a.zarr")
	}
}

func TestStoreRefusals(t *testing.T) {
	parent := t.TempDir()
	file, folder := filepath.Join(parent, "file"), filepath.Join(parent, "folder")
	if err := os.WriteFile(file, []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "thesis.txt"), []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	o, err := newOptions(nil)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		file:   "there is a file of that name",
		folder: "no Zarr store",
		filepath.Join(parent, "missing", "a.zarr"): "no such file",
	} {
		if _, err := createRoot(ctx, path, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("write to %s: %v, want %q", path, err, want)
		}
	}
	for path, want := range map[string]string{
		filepath.Join(parent, "none"): "no such folder",
		folder:                        "no Zarr metadata",
		file:                          "it is a file, not a folder",
		fixtures + "v3.zarr/float64":  "single array",
	} {
		if _, err := openRoot(ctx, path, options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("open %s: %v, want %q", path, err, want)
		}
	}
	if _, err := newOptions([]Option{Format(4)}); err == nil {
		t.Error("format 4 was taken")
	}
	if text, err := os.ReadFile(filepath.Join(folder, "thesis.txt")); err != nil || string(text) != "x" {
		t.Errorf("a file of the user's: %q, %v", text, err)
	}
	r := writeStore(t, filepath.Join(parent, "b.zarr"), []float64{1})
	defer r.Abort()
	if _, err := r.createGroup("layers/x/deeper"); err == nil || !strings.Contains(err.Error(), "is an array") {
		t.Error(err)
	}
	if _, err := r.createGroup(".."); !errors.Is(err, storage.ErrKey) {
		t.Error(err)
	}
	if _, err := r.openGroup("layers/x"); err == nil || !strings.Contains(err.Error(), "an array, not a group") {
		t.Error(err)
	}
	if _, err := r.openArray("layers"); err == nil || !strings.Contains(err.Error(), "a group, not an array") {
		t.Error(err)
	}
}

func TestChooseChunks(t *testing.T) {
	for _, c := range []struct {
		shape, asked, want []int
		elem               int
	}{
		{nil, nil, []int{}, 8},
		{[]int{0}, nil, []int{1}, 8},
		{[]int{100, 100}, nil, []int{100, 100}, 8},
		{[]int{10000, 10000}, nil, []int{419, 10000}, 8},
		{[]int{2, 100 << 20}, nil, []int{1, 4 << 20}, 8},
		{[]int{100, 100}, []int{30, 1000}, []int{30, 100}, 8},
	} {
		got, err := chooseChunks(c.shape, c.asked, c.elem)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("shape %v:\n%s", c.shape, d)
		}
	}
	for _, asked := range [][]int{{1}, {0, 1}, {-1, 1}} {
		if _, err := chooseChunks([]int{2, 2}, asked, 8); err == nil {
			t.Errorf("chunks %v were taken", asked)
		}
	}
}
