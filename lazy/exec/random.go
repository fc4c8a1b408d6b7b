package exec

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), whose n-th number is a
// function of the seed and n: here n is the element's position in the array. A distribution that takes more than one number
// for an element takes them from a stream of its own that the element's first number seeds.
const (
	golden = 0x9e3779b97f4a7c15
	gamma  = 0xd1342543de82ef95 // odd, for the streams of elements
)

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit turns 64 random bits into a number in [0, 1) of 53 bits.
func unit(z uint64) float64 { return float64(z>>11) * 0x1p-53 }

// stream is the numbers of one element.
type stream struct{ state uint64 }

// Uint64 is the next number.
func (s *stream) Uint64() uint64 {
	s.state += gamma
	return mix(s.state)
}

func randomKernel(r *op.Random) (kernel, error) {
	switch r.Distribution {
	case "uniform":
		return func(c *call) (*block.Dense, error) { return uniform(c, r) }, nil
	case "normal":
		return drawn(r, func(rng *rand.Rand, _ *stream) float64 { return rng.NormFloat64() }), nil
	case "exponential":
		return drawn(r, func(rng *rand.Rand, _ *stream) float64 { return rng.ExpFloat64() }), nil
	case "poisson":
		return drawn(r, func(_ *rand.Rand, s *stream) int64 { return int64(distuv.Poisson{Lambda: r.A, Src: s}.Rand()) }), nil
	case "integers":
		lo, width := int64(r.A), uint64(r.B)-uint64(r.A)
		return drawn(r, func(rng *rand.Rand, _ *stream) int64 { return lo + int64(rng.Uint64N(width)) }), nil
	}
	return nil, fmt.Errorf("there is no distribution %q", r.Distribution)
}

func uniform(c *call, r *op.Random) (*block.Dense, error) {
	out := c.empty()
	values := block.Values[float64](out)
	seed := mix(r.Seed)
	err := eachRow(c, func(at, n int, position uint64) {
		z := seed + position*golden
		row := values[at : at+n]
		for i := range row {
			z += golden
			row[i] = unit(mix(z))
		}
	})
	return out, err
}

// drawn is the kernel of a distribution that takes as many numbers as it likes.
func drawn[T float64 | int64](r *op.Random, draw func(*rand.Rand, *stream) T) kernel {
	return func(c *call) (*block.Dense, error) {
		out := c.empty()
		values := block.Values[T](out)
		if values == nil {
			return nil, fmt.Errorf("%s numbers are %T, the array has %v", r.Distribution, *new(T), c.array.DType())
		}
		seed := mix(r.Seed)
		s := &stream{}
		rng := rand.New(s)
		err := eachRow(c, func(at, n int, position uint64) {
			for i := range n {
				s.state = mix(seed + (position+uint64(i)+1)*golden)
				values[at+i] = draw(rng, s)
			}
		})
		return out, err
	}
}

// eachRow calls f for every row of the chunk with where it begins in the chunk, its length, and its position in the whole array.
func eachRow(c *call, f func(at, n int, position uint64)) error {
	if len(c.shape) == 0 {
		f(0, 1, 0)
		return nil
	}
	last := len(c.shape) - 1
	n := c.shape[last]
	if block.Size(c.shape) == 0 {
		return nil
	}
	whole, offset := c.array.Shape(), c.array.Grid().Offset(c.index)
	index := make([]int, last)
	for row := range block.Size(c.shape[:last]) {
		position := uint64(0)
		for axis := range last {
			position = position*uint64(whole[axis]) + uint64(offset[axis]+index[axis])
		}
		f(row*n, n, position*uint64(whole[last])+uint64(offset[last]))
		for axis := last - 1; axis >= 0; axis-- {
			if index[axis]++; index[axis] < c.shape[axis] {
				break
			}
			index[axis] = 0
		}
		if row%64 == 63 {
			if err := c.stop(); err != nil {
				return err
			}
		}
	}
	return nil
}
