package zarr

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

// An array that grew is read as one that was made so long, and only arrays that are being written grow.
func TestGrow(t *testing.T) {
	for _, format := range []int{2, 3} {
		path := filepath.Join(t.TempDir(), "a.zarr")
		o, err := newOptions([]Option{Format(format)})
		if err != nil {
			t.Fatal(err)
		}
		r, err := createRoot(ctx, path, o)
		if err != nil {
			t.Fatal(err)
		}
		made, err := r.CreateArray("x", store.ArraySpec{DType: store.Numeric(block.Int32), Shape: []int{0}, Chunks: []int{4}, Growable: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := made.SetAttrs(map[string]any{"a": "b"}); err != nil {
			t.Fatal(err)
		}
		g := made.(store.Growable)
		var want []int32
		for _, n := range []int{3, 5, 1, 9} {
			at := len(want)
			part := make([]int32, n)
			for i := range part {
				part[i] = int32(at + i + 1)
			}
			want = append(want, part...)
			if err := g.Grow(len(want)); err != nil {
				t.Fatal(err)
			}
			if err := g.WriteRegion(ctx, []int{at}, []int{n}, part); err != nil {
				t.Fatal(err)
			}
		}
		if err := g.Grow(1); err == nil {
			t.Error("it was cut")
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		back, err := openRoot(ctx, path, options{})
		if err != nil {
			t.Fatal(err)
		}
		x, err := back.Array("x")
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.ReadRegion(ctx, []int{0}, []int{len(want)})
		if err != nil || !slices.Equal(got.([]int32), want) || !slices.Equal(x.Chunks(), []int{4}) || !slices.Equal(x.Shape(), []int{len(want)}) {
			t.Errorf("format %d: %v in chunks of %v, %v", format, got, x.Chunks(), err)
		}
		if attributes, err := x.Attrs(); err != nil || attributes["a"] != "b" {
			t.Errorf("attributes %v, %v", attributes, err)
		}
		if err := x.(store.Growable).Grow(99); err == nil {
			t.Error("an array that is read grew")
		}
		if err := back.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
