package lazy_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// TestAnyGraphOfRandomNumbers: numbers that are drawn where they are selected are those that are selected from drawn ones.
func TestAnyGraphOfRandomNumbers(t *testing.T) {
	t.Run("small", rapid.MakeCheck(func(t *rapid.T) {
		shape := shapes(t)
		graphOfRandomNumbers(t, shape, chunking(t, shape))
	}))
	t.Run("large", rapid.MakeCheck(func(t *rapid.T) {
		shape := large(t)
		graphOfRandomNumbers(t, shape, coarse(t, shape))
	}))
}

func graphOfRandomNumbers(t *rapid.T, shape []int, chunks [][]int) {
	x := random.New(rapid.Uint64().Draw(t, "seed")).Integers(-20, 20, shape...)
	held := lazy.FromBlock(dense(t, x)).RechunkTo(chunks)
	x = x.RechunkTo(chunks)
	if x.Err() != nil {
		t.Fatal(x.Err())
	}
	for range rapid.IntRange(1, 10).Draw(t, "steps") {
		f := moves(t, x)
		if rapid.Bool().Draw(t, "slice") {
			by := indexes(t, x.Shape())
			drop := rapid.Bool().Draw(t, "drop")
			f = func(x *array) *array {
				y := x.Slice(by...)
				if drop && y.NDim() > 0 && y.Shape()[0] > 0 {
					return y.Slice(lazy.I(0), lazy.NewAxis)
				}
				return y
			}
		}
		x, held = f(x), f(held)
	}
	equal(t, dense(t, x), dense(t, held))
}
