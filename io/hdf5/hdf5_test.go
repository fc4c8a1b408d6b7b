package hdf5

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/io/sibling"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

var background = context.Background()

// written makes a file, fills it, closes it and opens it again.
func written(t *testing.T, fill func(g store.Group)) store.Root {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.h5")
	w, err := Driver{}.Open(background, path, store.Create)
	if err != nil {
		t.Fatal(err)
	}
	fill(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Driver{}.Open(background, path, store.Read)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// put makes an array and writes all of it.
func put(t *testing.T, g store.Group, name string, spec store.ArraySpec, data any) store.Array {
	t.Helper()
	a, err := g.CreateArray(name, spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.WriteRegion(background, make([]int, len(spec.Shape)), spec.Shape, data); err != nil {
		t.Fatal(err)
	}
	return a
}

func get(t *testing.T, g store.Group, name string) store.Array {
	t.Helper()
	a, err := g.Array(name)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func values(t *testing.T, a store.Array, offset, shape []int) any {
	t.Helper()
	got, err := a.ReadRegion(background, offset, shape)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTypes(t *testing.T) {
	cases := map[string]any{
		"bool":       []bool{true, false, true, true, false, false},
		"int8":       []int8{-128, 127, 0, 1, 2, 3},
		"int16":      []int16{-32768, 32767, 0, 1, 2, 3},
		"int32":      []int32{-1 << 31, 1<<31 - 1, 0, 1, 2, 3},
		"int64":      []int64{-1 << 63, 1<<63 - 1, 0, 1, 2, 3},
		"uint8":      []uint8{255, 1, 2, 3, 4, 5},
		"uint16":     []uint16{65535, 1, 2, 3, 4, 5},
		"uint32":     []uint32{1<<32 - 1, 1, 2, 3, 4, 5},
		"uint64":     []uint64{1<<64 - 1, 1, 2, 3, 4, 5},
		"float32":    []float32{1.5, -2, 0, 1, 2, 3},
		"float64":    []float64{0.1, -2, 0, 1, 2, 3e300},
		"complex128": []complex128{1 + 2i, -3i, 0, 1, 2, 3},
		"string":     []string{"", "a", "žluťoučký", "日本語", strings.Repeat("long", 1000), "z"},
	}
	layouts := map[string]store.ArraySpec{
		"plain":   {Shape: []int{2, 3}},
		"flat":    {Shape: []int{6}},
		"chunked": {Shape: []int{3, 2}, Chunks: []int{2, 2}},
		"gzip":    {Shape: []int{2, 3}, Compression: "gzip", Level: 4},
	}
	r := written(t, func(g store.Group) {
		for name, data := range cases {
			for layout, spec := range layouts {
				var err error
				if spec.DType, err = store.TypeOf(data); err != nil {
					t.Fatal(err)
				}
				put(t, g, name+"-"+layout, spec, data)
			}
		}
	})
	for name, data := range cases {
		for layout, spec := range layouts {
			t.Run(name+"/"+layout, func(t *testing.T) {
				a := get(t, r, name+"-"+layout)
				if a.Type().String() != name {
					t.Errorf("type %v", a.Type())
				}
				if diff := cmp.Diff(spec.Shape, a.Shape()); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(data, values(t, a, make([]int, len(spec.Shape)), spec.Shape)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestRegions(t *testing.T) {
	data := make([]int32, 7*5)
	for i := range data {
		data[i] = int32(i)
	}
	r := written(t, func(g store.Group) {
		for name, chunks := range map[string][]int{"plain": nil, "chunked": {3, 2}} {
			a, err := g.CreateArray(name, store.ArraySpec{DType: store.Numeric(block.Int32), Shape: []int{7, 5}, Chunks: chunks})
			if err != nil {
				t.Fatal(err)
			}
			for row := range 7 { // in pieces
				if err := a.WriteRegion(background, []int{row, 0}, []int{1, 5}, data[5*row:5*row+5]); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	cases := []struct {
		name          string
		offset, shape []int
		want          []int32
	}{
		{"one", []int{3, 2}, []int{1, 1}, []int32{17}},
		{"corner", []int{5, 3}, []int{2, 2}, []int32{28, 29, 33, 34}},
		{"column", []int{0, 4}, []int{7, 1}, []int32{4, 9, 14, 19, 24, 29, 34}},
		{"nothing", []int{7, 0}, []int{0, 5}, []int32{}},
		{"all", []int{0, 0}, []int{7, 5}, data},
	}
	for _, c := range cases {
		for _, name := range []string{"plain", "chunked"} {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				if diff := cmp.Diff(c.want, values(t, get(t, r, name), c.offset, c.shape)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
	outside := [][2][]int{{{0, 0}, {8, 5}}, {{-1, 0}, {1, 1}}, {{0}, {7}}, {{6, 4}, {1, 2}}, {{1 << 62, 0}, {1 << 62, 1}}, {{0, 0}, {-1, 1}}}
	for _, c := range outside {
		if got, err := get(t, r, "plain").ReadRegion(background, c[0], c[1]); err == nil {
			t.Errorf("region %v of %v gave %v", c[0], c[1], got)
		}
	}
}

func TestSingleAndNullArrays(t *testing.T) {
	r := written(t, func(g store.Group) {
		put(t, g, "number", store.ArraySpec{DType: store.Numeric(block.Float64)}, []float64{2.5})
		put(t, g, "text", store.ArraySpec{DType: store.String}, []string{"čeština"})
		put(t, g, "empty", store.ArraySpec{DType: store.String, Shape: []int{0}}, []string{})
		if _, err := g.CreateArray("null", store.ArraySpec{DType: store.Numeric(block.Float32), Null: true}); err != nil {
			t.Fatal(err)
		}
	})
	if diff := cmp.Diff([]float64{2.5}, values(t, get(t, r, "number"), nil, nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"čeština"}, values(t, get(t, r, "text"), nil, nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{}, values(t, get(t, r, "empty"), []int{0}, []int{0})); diff != "" {
		t.Error(diff)
	}
	if _, err := get(t, r, "null").ReadRegion(background, nil, nil); err == nil {
		t.Error("an array without elements was read")
	}
}

func TestGrow(t *testing.T) {
	r := written(t, func(g store.Group) {
		a, err := g.CreateArray("a", store.ArraySpec{DType: store.Numeric(block.Int64), Shape: []int{0}, Growable: true, Compression: "gzip", Level: 1})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if err := a.(store.Growable).Grow(2 * (i + 1)); err != nil {
				t.Fatal(err)
			}
			if err := a.WriteRegion(background, []int{2 * i}, []int{2}, []int64{int64(i), int64(-i)}); err != nil {
				t.Fatal(err)
			}
		}
	})
	if diff := cmp.Diff([]int64{0, 0, 1, -1, 2, -2}, values(t, get(t, r, "a"), []int{0}, []int{6})); diff != "" {
		t.Error(diff)
	}
}

func TestAttributes(t *testing.T) {
	want := map[string]any{
		"string": "ěšč", "empty": "", "bool": true, "int": int64(-5), "float": 0.25, "nil": nil,
		"strings": []string{"a", "", "ů"}, "none": []string{}, "bools": []bool{true, false},
		"ints": []int64{3, 4}, "floats": []float64{0.5},
	}
	r := written(t, func(g store.Group) {
		if err := g.SetAttrs(map[string]any{"int": "replaced below"}); err != nil {
			t.Fatal(err)
		}
		sub, err := g.CreateGroup("sub")
		if err != nil {
			t.Fatal(err)
		}
		a := put(t, sub, "a", store.ArraySpec{DType: store.Numeric(block.Int8), Shape: []int{1}}, []int8{1})
		for _, x := range []interface{ SetAttrs(map[string]any) error }{g, sub, a} {
			if err := x.SetAttrs(want); err != nil {
				t.Fatal(err)
			}
		}
	})
	sub, err := r.Group("sub")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []interface {
		Attrs() (map[string]any, error)
	}{r, sub, get(t, sub, "a")} {
		got, err := x.Attrs()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestMembers(t *testing.T) {
	r := written(t, func(g store.Group) {
		for _, name := range []string{"b", "a"} {
			if _, err := g.CreateGroup(name); err != nil {
				t.Fatal(err)
			}
		}
		put(t, g, "c", store.ArraySpec{DType: store.Numeric(block.Int8), Shape: []int{1}}, []int8{1})
		if _, err := g.CreateGroup("c"); !errors.Is(err, store.ErrExist) {
			t.Errorf("a group over an array: %v", err)
		}
		for _, name := range []string{"", ".", "..", "x/y", "x\x00y"} {
			if _, err := g.CreateGroup(name); err == nil {
				t.Errorf("a group was named %q", name)
			}
		}
	})
	list, err := r.Children()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, list); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]store.Kind{"a": store.KindGroup, "c": store.KindArray, "d": store.Missing, "a/b": store.Missing} {
		if kind, err := r.Kind(name); err != nil || kind != want {
			t.Errorf("%s is a %v, %v", name, kind, err)
		}
	}
	if _, err := r.Group("d"); !errors.Is(err, store.ErrNotExist) {
		t.Errorf("a missing group: %v", err)
	}
	if _, err := r.Array("a"); err == nil || !strings.Contains(err.Error(), "a: found a group where the array was expected") {
		t.Errorf("a group opened as an array: %v", err)
	}
	if _, err := r.CreateGroup("x"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a group in a file open for reading: %v", err)
	}
}

func TestReplacing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.h5")
	if err := os.WriteFile(path, []byte("the old content"), 0o640); err != nil {
		t.Fatal(err)
	}
	leftover := sibling.Prefix(path) + "999999999-abc"
	if err := os.WriteFile(leftover, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	alone := func(want string) {
		t.Helper()
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 {
			t.Errorf("in the folder are %v, %v", entries, err)
		}
		got, err := os.ReadFile(path)
		if err != nil || !strings.HasPrefix(string(got), want) {
			t.Errorf("the file is %.20q, %v", got, err)
		}
	}
	w, err := Driver{}.Open(background, path, store.Create)
	if err != nil {
		t.Fatal(err)
	}
	put(t, w, "a", store.ArraySpec{DType: store.Numeric(block.Float64), Shape: []int{1 << 16}}, make([]float64, 1<<16))
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	alone("the old content")
	if w, err = (Driver{}).Open(background, path, store.Create); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Errorf("abort after close: %v", err)
	}
	alone("\x89HDF")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the new file's mode is %v, %v", info.Mode(), err)
	}
}

func TestBadFiles(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.h5")
	w, err := Driver{}.Open(background, whole, store.Create)
	if err != nil {
		t.Fatal(err)
	}
	put(t, w, "a", store.ArraySpec{DType: store.Numeric(block.Float64), Shape: []int{1000}}, make([]float64, 1000))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "none.h5"), "there is no such file"},
		{"folder", dir, "it is a folder, not a file: is it a Zarr store?"},
		{"empty", file("empty.h5", nil), "it is empty"},
		{"text", file("text.h5", []byte("a,b\n1,2\n")), "it is no HDF5 file"},
		{"truncated", file("cut.h5", content[:len(content)/2]), "truncated file"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Driver{}.Open(background, c.path, store.Read)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestClosed(t *testing.T) {
	r := written(t, func(g store.Group) {
		put(t, g, "a", store.ArraySpec{DType: store.Numeric(block.Int8), Shape: []int{1}}, []int8{1})
	})
	a := get(t, r, "a")
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ReadRegion(background, []int{0}, []int{1}); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("reading after closing: %v", err)
	}
	stopped, cancel := context.WithCancel(background)
	cancel()
	if _, err := (Driver{}).Open(stopped, "x", store.Read); !errors.Is(err, context.Canceled) {
		t.Errorf("opening with a stopped context: %v", err)
	}
}

func TestWrongWrites(t *testing.T) {
	written(t, func(g store.Group) {
		a, err := g.CreateArray("a", store.ArraySpec{DType: store.Numeric(block.Float64), Shape: []int{2}})
		if err != nil {
			t.Fatal(err)
		}
		s, err := g.CreateArray("s", store.ArraySpec{DType: store.String, Shape: []int{1}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			a    store.Array
			n    int
			data any
			want string
		}{
			{a, 2, []float32{1, 2}, "the array's type is float64"},
			{a, 2, []float64{1}, "1 values for a region of 2"},
			{a, 3, []float64{1, 2, 3}, "not within the shape"},
			{s, 1, []string{"a\x00b"}, "NUL"},
			{a, 2, 5, "can't hold a int"},
		} {
			if err := c.a.WriteRegion(background, []int{0}, []int{c.n}, c.data); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("writing %v: %v", c.data, err)
			}
		}
		for _, spec := range []store.ArraySpec{
			{DType: store.Numeric(block.Int8), Shape: []int{-1}},
			{DType: store.Numeric(block.Int8), Shape: []int{4}, Compression: "zstd"},
			{DType: store.Numeric(block.Int8), Shape: []int{4}, Compression: "gzip", Level: 12},
			{DType: store.Numeric(block.Int8), Shape: []int{4}, Chunks: []int{0}},
			{DType: store.Numeric(block.Int8), Shape: []int{4}, Chunks: []int{1, 1}},
			{DType: store.Type(200), Shape: []int{4}},
		} {
			if _, err := g.CreateArray("wrong", spec); err == nil {
				t.Errorf("made an array of %+v", spec)
			}
		}
	})
}

// TestChunksThatNobodyWrote: they are zeros, beside those that were written whole, in parts, and over the edge.
func TestChunksThatNobodyWrote(t *testing.T) {
	want := make([]int32, 10*7)
	r := written(t, func(g store.Group) {
		spec := store.ArraySpec{DType: store.Numeric(block.Int32), Shape: []int{10, 7}, Chunks: []int{4, 3}, Compression: "gzip", Level: 6}
		a, err := g.CreateArray("a", spec)
		if err != nil {
			t.Fatal(err)
		}
		for _, box := range [][4]int{{4, 3, 4, 3}, {8, 6, 2, 1}, {1, 1, 2, 4}, {0, 0, 4, 3}} {
			data := make([]int32, box[2]*box[3])
			for i := range data {
				data[i] = int32(1 + i + box[0])
				want[(box[0]+i/box[3])*7+box[1]+i%box[3]] = data[i]
			}
			if err := a.WriteRegion(background, box[:2], box[2:], data); err != nil {
				t.Fatal(err)
			}
		}
	})
	a := get(t, r, "a")
	if diff := cmp.Diff(want, values(t, a, []int{0, 0}, []int{10, 7})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int32{want[3*7+2], want[3*7+3], want[4*7+2], want[4*7+3]}, values(t, a, []int{3, 2}, []int{2, 2})); diff != "" {
		t.Error(diff)
	}
}

// TestRuns moves parts of arrays that are large enough to be moved without libhdf5.
func TestRuns(t *testing.T) {
	const rows, cols, deep = 40, 30, 20
	want := make([]float32, rows*cols*deep)
	for i := range want {
		want[i] = float32(i)
	}
	shape := []int{rows, cols, deep}
	all, err := block.FromData(shape, want)
	if err != nil {
		t.Fatal(err)
	}
	boxes := [][2][]int{{{0, 0, 0}, shape}, {{3, 0, 0}, {5, cols, deep}}, {{3, 4, 0}, {5, 6, deep}}, {{1, 2, 3}, {4, 5, 6}}, {{39, 29, 19}, {1, 1, 1}}, {{0, 7, 0}, {rows, 1, deep}},
		{{0, 0, 9}, {rows, cols, 1}}, {{5, 5, 5}, {0, 3, 3}}}
	r := written(t, func(g store.Group) {
		a, err := g.CreateArray("a", store.ArraySpec{DType: store.Numeric(block.Float32), Shape: shape})
		if err != nil {
			t.Fatal(err)
		}
		if a.(*array).run == 0 {
			t.Error("the array is left to libhdf5")
		}
		for i := len(boxes) - 1; i >= 0; i-- {
			b, err := all.Region(boxes[i][0], boxes[i][1])
			if err == nil {
				err = a.WriteRegion(background, boxes[i][0], boxes[i][1], b.Data())
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		put(t, g, "after", store.ArraySpec{DType: store.String, Shape: []int{2}}, []string{"a", "b"})
	})
	a := get(t, r, "a")
	for _, box := range boxes {
		b, err := all.Region(box[0], box[1])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b.Data(), values(t, a, box[0], box[1])); diff != "" {
			t.Errorf("%v: %s", box, diff)
		}
	}
	if diff := cmp.Diff([]string{"a", "b"}, values(t, get(t, r, "after"), []int{0}, []int{2})); diff != "" {
		t.Error(diff)
	}
}
