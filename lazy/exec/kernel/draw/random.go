package draw

import (
	"fmt"
	"math/rand/v2"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/splitmix"
	"github.com/lazycell/lazycell/lazy/op"
	"gonum.org/v1/gonum/stat/distuv"
)

// The numbers of an element are those of SplitMix64 (package splitmix) at the element's position in the array. A distribution that takes more than one
// number for an element takes them from a stream of its own that the element's first number seeds.

// Gamma is how far apart the states of a stream are: an odd number.
const Gamma = 0xd1342543de82ef95

// stream is the numbers of one element.
type stream struct{ state uint64 }

// Uint64 is the next number.
func (s *stream) Uint64() uint64 {
	s.state += Gamma
	return splitmix.Mix(s.state)
}

// filler writes the numbers of n elements whose first is at a position of the whole array.
type filler func(out *block.Dense, at, n int, position uint64)

// positioned makes the numbers of a chunk, tile by tile.
func positioned(fill filler, array *lazy.Array, index []int) func(t kernel.Tile, out *block.Dense) error {
	g := array.Grid()
	shape, offset := g.ChunkShape(index), g.Offset(index)
	if len(shape) == 0 {
		return func(_ kernel.Tile, out *block.Dense) error { fill(out, 0, 1, 0); return nil }
	}
	last := len(shape) - 1
	strides := make([]int, len(shape)) // of the whole array
	step, first := 1, 0
	for axis := last; axis >= 0; axis-- {
		strides[axis] = step
		first += offset[axis] * step
		step *= array.Shape()[axis]
	}
	w := kernel.WalkFrom(shape, 0)
	return func(t kernel.Tile, out *block.Dense) error {
		w.To(t.Row)
		for row := range t.Rows {
			fill(out, row*t.Cols, t.Cols, uint64(first+w.Dot(strides)+t.Col))
			w.Next()
		}
		return nil
	}
}

func fillerOf(r *op.Random, dtype block.DType) (filler, error) {
	seed := splitmix.Mix(r.Seed)
	want := block.Float64
	var fill filler
	switch r.Distribution {
	case "uniform":
		fill = func(out *block.Dense, at, n int, position uint64) {
			splitmix.Uniform(block.Values[float64](out)[at:at+n], seed+position*splitmix.Golden)
		}
	case "normal":
		fill = drawn(seed, func(rng *rand.Rand, _ *stream) float64 { return rng.NormFloat64() })
	case "exponential":
		fill = drawn(seed, func(rng *rand.Rand, _ *stream) float64 { return rng.ExpFloat64() })
	case "poisson":
		want = block.Int64
		fill = drawn(seed, func(_ *rand.Rand, s *stream) int64 { return int64(distuv.Poisson{Lambda: r.A, Src: s}.Rand()) })
	case "integers":
		want = block.Int64
		lo, width := int64(r.A), uint64(int64(r.B)-int64(r.A))
		fill = drawn(seed, func(rng *rand.Rand, _ *stream) int64 { return lo + int64(rng.Uint64N(width)) })
	case "binomial":
		want = block.Int64
		fill = drawn(seed, binomial(r.A, r.B))
	default:
		return nil, fmt.Errorf("there is no distribution %q", r.Distribution)
	}
	if dtype != want {
		return nil, fmt.Errorf("%s numbers are %v, the array has %v", r.Distribution, want, dtype)
	}
	return fill, nil
}

// drawn is the filler of a distribution that takes as many numbers for an element as it likes.
func drawn[T float64 | int64](seed uint64, draw func(*rand.Rand, *stream) T) filler {
	s := &stream{}
	rng := rand.New(s)
	return func(out *block.Dense, at, n int, position uint64) {
		row := block.Values[T](out)[at : at+n]
		for i := range row {
			s.state = splitmix.Mix(seed + (position+uint64(i)+1)*splitmix.Golden)
			row[i] = draw(rng, s)
		}
	}
}
