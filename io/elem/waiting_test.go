package elem

import (
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy/block"
)

// TestWaiting: chunks that come early come back as they were, from memory and from the file, whose room is used again.
func TestWaiting(t *testing.T) {
	chunk := func(n int) *block.Sparse {
		values, err := block.FromSlice([]int{n}, make([]float64, n))
		if err != nil {
			t.Fatal(err)
		}
		places := make([]int32, n)
		for i := range n {
			places[i], values.Data().([]float64)[i] = int32(i), float64(n+i)
		}
		s, err := block.NewSparse(block.KindCSR, []int{2, 100}, []int64{0, int64(n / 2), int64(n)}, places, values)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w := waiting{limit: 1000}
	defer w.close()
	for round := range 3 {
		for n := 1; n < 50; n++ {
			if err := w.add(n, chunk(n)); err != nil {
				t.Fatal(err)
			}
		}
		if w.bytes > w.limit || len(w.here) == 0 || len(w.away) == 0 {
			t.Fatalf("%d bytes in memory, %d chunks there and %d in the file", w.bytes, len(w.here), len(w.away))
		}
		for _, n := range []int{49, 1, 2, 25} {
			got, err := w.take(n)
			if err != nil || got == nil {
				t.Fatal(n, got, err)
			}
			want := chunk(n)
			if !slices.Equal(got.Indices(), want.Indices()) || !slices.Equal(got.Indptr(), want.Indptr()) || !slices.Equal(got.Values().Data().([]float64), want.Values().Data().([]float64)) {
				t.Errorf("round %d: chunk %d came back as another", round, n)
			}
		}
		for n := 1; n < 50; n++ {
			if _, err := w.take(n); err != nil {
				t.Fatal(err)
			}
		}
		if again, err := w.take(7); again != nil || err != nil || w.bytes != 0 {
			t.Errorf("chunk 7 was there twice (%v), or %d bytes are left", err, w.bytes)
		}
	}
	if w.end > 50*50*12 {
		t.Errorf("the file has %d bytes: its room isn't used again", w.end)
	}
}
