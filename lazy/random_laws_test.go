package lazy_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy/random"
)

// TestRandomIsAFunctionOfPlace: random numbers are the same in any chunks, by any number of workers, in a slice and in the whole.
func TestRandomIsAFunctionOfPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		most := rapid.SampledFrom([]int{20, 20, 20, 5000}).Draw(t, "most")
		rows, columns := rapid.IntRange(1, 20).Draw(t, "rows"), rapid.IntRange(1, most).Draw(t, "columns")
		want := dense(t, random.New(seed).Uniform(rows, columns))
		x := random.New(seed).Chunks(rapid.IntRange(1, 20).Draw(t, "down"), rapid.IntRange(most/20, most).Draw(t, "across")).Uniform(rows, columns)
		equal(t, dense(t, x), want)
		by := indexes(t, want.Shape())
		equal(t, dense(t, x.Slice(by...)), sliced(t, want, by))
	})
}
