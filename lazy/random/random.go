// Package random makes lazy arrays of random numbers. Every element is a function of the generator's seed, of how many arrays the generator has
// made, and of the element's position: the same array has the same values in every view and file, for any chunks and number of workers.
package random

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// Generator makes arrays of random numbers, each with values of its own. It is safe for concurrent use.
type Generator struct {
	mu     sync.Mutex
	seed   uint64
	made   uint64
	chunks []int
}

// New is a generator whose arrays are the same in every program that makes them in the same order.
func New(seed uint64) *Generator { return &Generator{seed: seed} }

// Chunks is a generator with the same seed whose arrays have chunks of the given size along each axis; one size counts for all axes.
func (g *Generator) Chunks(sizes ...int) *Generator {
	g.mu.Lock()
	defer g.mu.Unlock()
	return &Generator{seed: g.seed, made: g.made, chunks: sizes}
}

// next is the seed of another array.
func (g *Generator) next() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.made++
	return g.seed + g.made*0xa0761d6478bd642f // odd, so that no two of them meet
}

func (g *Generator) array(distribution string, dtype lazy.DType, a, b float64, shape []int) *lazy.Array {
	return lazy.Generate(&op.Random{Distribution: distribution, Seed: g.next(), A: a, B: b}, dtype, shape, g.chunks...)
}

// Uniform is float64 numbers from 0 up to and without 1.
func (g *Generator) Uniform(shape ...int) *lazy.Array {
	return g.array("uniform", lazy.Float64, 0, 1, shape)
}

// Normal is float64 numbers of mean 0 and standard deviation 1.
func (g *Generator) Normal(shape ...int) *lazy.Array {
	return g.array("normal", lazy.Float64, 0, 1, shape)
}

// Exponential is float64 numbers of rate 1.
func (g *Generator) Exponential(shape ...int) *lazy.Array {
	return g.array("exponential", lazy.Float64, 1, 0, shape)
}

// Integers is int64 numbers from lo up to and without hi.
func (g *Generator) Integers(lo, hi int, shape ...int) *lazy.Array {
	const exact = 1 << 53
	if lo >= hi || lo < -exact || hi > exact {
		return lazy.Failed(fmt.Errorf("random.Integers: from %d up to and without %d: give a range that isn't empty, within ±2^53", lo, hi))
	}
	return g.array("integers", lazy.Int64, float64(lo), float64(hi), shape)
}

// Poisson is int64 counts of the given mean.
func (g *Generator) Poisson(mean float64, shape ...int) *lazy.Array {
	if !(mean > 0) || math.IsInf(mean, 1) {
		return lazy.Failed(errors.New("random.Poisson: the mean must be a number above 0"))
	}
	return g.array("poisson", lazy.Int64, mean, 0, shape)
}

// Binomial is int64 counts of how many of n trials succeed, each with probability p.
func (g *Generator) Binomial(n int, p float64, shape ...int) *lazy.Array {
	if n < 0 || n > 1<<53 || !(p >= 0 && p <= 1) {
		return lazy.Failed(fmt.Errorf("random.Binomial: %d trials of probability %v: give at least 0, and a probability from 0 to 1", n, p))
	}
	return g.array("binomial", lazy.Int64, float64(n), p, shape)
}

// Choice is float64 numbers drawn from values, with replacement. The probabilities are those of the values, and add up to 1; nil makes all the same.
func (g *Generator) Choice(values, probabilities []float64, shape ...int) *lazy.Array {
	o := &op.Choice{Values: slices.Clone(values)}
	switch {
	case len(values) == 0:
		return lazy.Failed(errors.New("random.Choice: there are no values"))
	case probabilities != nil && len(probabilities) != len(values):
		return lazy.Failed(fmt.Errorf("random.Choice: %d probabilities for %d values", len(probabilities), len(values)))
	case probabilities != nil:
		sum := 0.0
		for i, p := range probabilities {
			if !(p >= 0) {
				return lazy.Failed(fmt.Errorf("random.Choice: the probability of value %d is %v", i, p))
			}
			sum += p
			o.Cumulative = append(o.Cumulative, sum)
		}
		if !(math.Abs(sum-1) < 1e-8) {
			return lazy.Failed(fmt.Errorf("random.Choice: the probabilities add up to %v, not 1", sum))
		}
		for i := range o.Cumulative {
			o.Cumulative[i] /= sum
		}
	}
	o.Seed = g.next()
	return lazy.Generate(o, lazy.Float64, shape, g.chunks...)
}

// Permutation is the numbers from 0 up to and without n in random order, as int64. Each element is found from its position alone, so a permutation
// of any length takes no memory but that of the chunks at work.
func (g *Generator) Permutation(n int) *lazy.Array {
	return lazy.Generate(&op.Permutation{Seed: g.next(), N: n}, lazy.Int64, []int{n}, g.chunks...)
}

// fresh is the generator of the package's own functions, seeded by the system.
var fresh = sync.OnceValue(func() *Generator {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails on the systems that Go supports
	return New(binary.LittleEndian.Uint64(b[:]))
})

// Uniform is float64 numbers from 0 up to and without 1, others in every array.
func Uniform(shape ...int) *lazy.Array { return fresh().Uniform(shape...) }

// Normal is float64 numbers of mean 0 and standard deviation 1.
func Normal(shape ...int) *lazy.Array { return fresh().Normal(shape...) }

// Exponential is float64 numbers of rate 1.
func Exponential(shape ...int) *lazy.Array { return fresh().Exponential(shape...) }

// Integers is int64 numbers from lo up to and without hi.
func Integers(lo, hi int, shape ...int) *lazy.Array { return fresh().Integers(lo, hi, shape...) }

// Poisson is int64 counts of the given mean.
func Poisson(mean float64, shape ...int) *lazy.Array { return fresh().Poisson(mean, shape...) }

// Binomial is int64 counts of how many of n trials succeed, each with probability p.
func Binomial(n int, p float64, shape ...int) *lazy.Array { return fresh().Binomial(n, p, shape...) }

// Choice is float64 numbers drawn from values; nil as probabilities makes all the same.
func Choice(values, probabilities []float64, shape ...int) *lazy.Array {
	return fresh().Choice(values, probabilities, shape...)
}

// Permutation is the numbers from 0 up to and without n in random order, as int64.
func Permutation(n int) *lazy.Array { return fresh().Permutation(n) }
