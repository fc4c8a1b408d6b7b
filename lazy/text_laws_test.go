package lazy_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/repr"
)

// TestTextDependsOnValuesOnly: a view is printed like the values themselves, whatever its chunks.
func TestTextDependsOnValuesOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := []int{rapid.IntRange(0, 60).Draw(t, "rows"), rapid.IntRange(0, 60).Draw(t, "columns")}
		d := numbers(t, shape)
		corners := []lazy.Index{}
		for _, positions := range repr.Corners(shape) {
			corners = append(corners, lazy.At(positions...))
		}
		want := repr.Array("array", shape, d.DType().String(), sliced(t, d, corners).Data())
		x := from(t, d, chunking(t, shape))
		if got := x.Slice(lazy.All).String(); got != want {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want)
		}
		held, err := x.Compute()
		if err != nil {
			t.Fatal(err)
		}
		if got := held.String(); got != want {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want)
		}
	})
}

// TestChunksFit: the chunks of any cutting add up to the shape, and none is larger than asked for.
func TestChunksFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := shapes(t)
		d := numbers(t, shape)
		sizes := make([]int, len(shape))
		for i := range sizes {
			sizes[i] = rapid.SampledFrom([]int{-1, 1, 2, 3, 7}).Draw(t, "size")
		}
		x := from(t, d, chunking(t, shape))
		if len(sizes) > 0 {
			x = x.Rechunk(sizes...)
		}
		n := 1
		for axis, chunks := range x.Chunks() {
			sum := 0
			for _, size := range chunks {
				sum += size
				if limit := sizes[axis]; limit > 0 && size > limit || size == 0 && shape[axis] > 0 {
					t.Fatalf("chunks %v of %v, asked for %v", x.Chunks(), shape, sizes)
				}
			}
			if sum != shape[axis] {
				t.Fatalf("chunks %v of %v", x.Chunks(), shape)
			}
			n *= len(chunks)
		}
		if n != x.NChunks() {
			t.Fatalf("%d chunks, not %d", x.NChunks(), n)
		}
		equal(t, dense(t, x), d)
	})
}
