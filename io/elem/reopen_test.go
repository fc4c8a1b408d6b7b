package elem_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/lazy"
)

// TestGraphsOverFilesAreWritten: a graph over matrices of a file is read and computed after the file was closed, from another folder, with the
// same names and kinds. A file that is gone is an error that names it.
func TestGraphsOverFilesAreWritten(t *testing.T) {
	for _, f := range formats {
		a := must(anndata.New(anndata.Data{
			X:      lazy.FromSlice(counted(12), 3, 4),
			Layers: map[string]*lazy.Array{"counts": lazy.FromSlice(counted(12), 3, 4).ToCSR()},
			Obsm:   map[string]any{"X_pca": lazy.FromSlice(counted(6), 3, 2)},
		}))
		name := "a." + f.suffix
		folder := t.TempDir()
		path := filepath.Join(folder, name)
		t.Chdir(folder)
		if err := f.write(name, a); err != nil {
			t.Fatal(err)
		}
		file, err := f.open(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Chdir(t.TempDir())
		arrays := []*lazy.Array{file.X().AddScalar(1).Sum(0), file.Layers().Get("counts").MulScalar(2), file.Obsm().Get("X_pca")}
		var data bytes.Buffer
		if err := lazy.Encode(&data, arrays...); err != nil {
			t.Fatal(err)
		}
		want := make([][]float64, len(arrays))
		for i, x := range arrays {
			want[i] = must(x.Float64s())
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		t.Chdir(t.TempDir())
		back, err := lazy.Decode(bytes.NewReader(data.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range back {
			if x.Name() != arrays[i].Name() || x.Kind() != arrays[i].Kind() || x.NBytes() != arrays[i].NBytes() {
				t.Errorf("%s: %v, %s of %d bytes became %v, %s of %d bytes", f.suffix, arrays[i].Name(), arrays[i].Kind(), arrays[i].NBytes(), x.Name(), x.Kind(), x.NBytes())
			}
			if got := must(x.Float64s()); !slices.Equal(got, want[i]) {
				t.Errorf("%s: array %d is %v, want %v", f.suffix, i, got, want[i])
			}
		}
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		gone := must(lazy.Decode(&data))
		if _, err := gone[0].Float64s(); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: a file that is gone: %v", f.suffix, err)
		}
	}
}
