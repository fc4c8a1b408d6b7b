package lazy_test

import (
	"hash/fnv"
	"math/rand/v2"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// TestGoldenSlices: of whatever NumPy has made an array, any slice of ours has the elements that NumPy's has in these places.
func TestGoldenSlices(t *testing.T) {
	for _, r := range goldenRows(t) {
		by, want := someSlice(t, r.label, r.want)
		got, err := r.array.Slice(by...).Dense()
		if err != nil {
			t.Errorf("a slice of %s: %v", r.label, err)
			continue
		}
		if diff := differs(got, want, r.close); diff != "" {
			t.Errorf("a slice of %s: %s", r.label, diff)
		}
	}
}

// someSlice is indexes for a block, always the same for a label, and what they take of it.
func someSlice(t testing.TB, label string, whole *block.Dense) ([]lazy.Index, *block.Dense) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(label))
	rng := rand.New(rand.NewPCG(h.Sum64(), 0))
	var by []lazy.Index
	var places []lazy.Selection
	shape := []int{}
	for _, n := range whole.Shape() {
		i := someIndex(rng, n)
		s, err := i.Resolve(n)
		if err != nil {
			t.Fatal(err)
		}
		by, places, shape = append(by, i), append(places, s), append(shape, s.Len())
	}
	return by, gathered(whole, shape, func(at []int) []int {
		from := make([]int, len(at))
		for axis, i := range at {
			from[axis] = places[axis].At(i)
		}
		return from
	})
}

// someIndex is an index into an axis of n elements.
func someIndex(rng *rand.Rand, n int) lazy.Index {
	if n == 0 {
		return lazy.All
	}
	switch rng.IntN(5) {
	case 0:
		lo := rng.IntN(n)
		return lazy.Range(lo, lo+rng.IntN(n-lo)+1)
	case 1:
		return lazy.RangeStep(n-1, -n-1, -1-rng.IntN(3))
	case 2:
		at := make([]int, 1+rng.IntN(4))
		for i := range at {
			at[i] = rng.IntN(2*n) - n
		}
		return lazy.At(at...)
	case 3:
		mask := make([]bool, n)
		for i := range mask {
			mask[i] = rng.IntN(2) == 0
		}
		return lazy.Where(mask)
	}
	return lazy.All
}
