package zarr

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

// TestArrays: arrays that are computed in one pass are read by Python, and what Python adds is read here; graphs over them can be written.
func TestArrays(t *testing.T) {
	for _, format := range []int{2, 3} {
		path := filepath.Join(t.TempDir(), "a.zarr")
		x := lazy.Arange(0, 60, 1).Reshape(12, 5).Rechunk(5, 5)
		err := WriteArrays(path, map[string]*lazy.Array{
			"x": x, "rows": x.Sum(1), "single": x.Max(), "empty": lazy.Zeros(lazy.Float32, 0, 3), "sparse": x.AsType(lazy.Float64).ToCSR(),
		}, Format(format), Chunks(5, 5))
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(python(t), "../../testdata/zarr/arrays.py", path).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, want := range []string{"x int64 (12, 5) (5, 5) 1770", "rows int64 (12,) (12,) 1770", "single int64 () () 59", "empty float32 (0, 3)", "sparse float64 (12, 5) (5, 5) 1770.0"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("format %d: Python reads %s, without %s", format, out, want)
			}
		}
		arrays, err := OpenArrays(path)
		if err != nil {
			t.Fatal(err)
		}
		if names := arrays.Names(); !slices.Equal(names, []string{"empty", "python", "rows", "single", "sparse", "x"}) {
			t.Errorf("the names are %v", names)
		}
		sums := arrays.Get("python").Sum(0)
		if v, err := sums.Float64s(); err != nil || !slices.Equal(v, []float64{12, 15, 18, 21}) {
			t.Errorf("the sums are %v, %v", v, err)
		}
		var data bytes.Buffer
		if err := lazy.Encode(&data, sums); err != nil {
			t.Fatal(err)
		}
		if arrays.Get("other").Err() == nil {
			t.Error("there is an array that nobody has written")
		}
		if err := arrays.Close(); err != nil {
			t.Fatal(err)
		}
		back, err := lazy.Decode(&data)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := back[0].Float64s(); err != nil || !slices.Equal(v, []float64{12, 15, 18, 21}) {
			t.Errorf("of a written graph the sums are %v, %v", v, err)
		}
	}
}

// What can't be computed leaves nothing.
func TestArraysThatFail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zarr")
	x := lazy.FromSlice([]int64{1, 2, 9})
	for name, bad := range map[string]*lazy.Array{"failed": x.Sum(3), "nil": nil, "computed": x.Bincount(3)} {
		if err := WriteArrays(path, map[string]*lazy.Array{"good": x, name: bad}); err == nil || !strings.HasPrefix(err.Error(), "write "+path) {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
			t.Errorf("%s: %v is left, %v", name, left, err)
		}
	}
	if _, err := OpenArrays(path); err == nil {
		t.Error("a store that isn't there was opened")
	}
}
