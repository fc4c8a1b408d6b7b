// Package random makes lazy arrays of random numbers. Every element is a function of the generator's seed, of how many arrays the generator has
// made, and of the element's position: the same array has the same values in every view and file, for any chunks and number of workers.
package random

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
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
