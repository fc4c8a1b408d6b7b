package draw

import (
	"fmt"
	"math/rand/v2"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel/splitmix"
	"github.com/lazycell/lazycell/lazy/op"
)

// binomial draws how many of n trials succeed.
func binomial(n, p float64) func(*rand.Rand, *stream) int64 {
	switch {
	case n == 0 || p == 0:
		return func(*rand.Rand, *stream) int64 { return 0 }
	case p == 1:
		return func(*rand.Rand, *stream) int64 { return int64(n) }
	}
	return func(_ *rand.Rand, s *stream) int64 { return int64(distuv.Binomial{N: n, P: p, Src: s}.Rand()) }
}

func choiceFiller(c *op.Choice, dtype block.DType) (filler, error) {
	switch {
	case dtype != block.Float64:
		return nil, fmt.Errorf("choice is float64, the array has %v", dtype)
	case len(c.Values) == 0 || c.Cumulative != nil && len(c.Cumulative) != len(c.Values):
		return nil, fmt.Errorf("choice has %d values and %d probabilities", len(c.Values), len(c.Cumulative))
	}
	seed := splitmix.Mix(c.Seed)
	if c.Cumulative == nil {
		n := uint64(len(c.Values))
		return drawn(seed, func(rng *rand.Rand, _ *stream) float64 { return c.Values[rng.Uint64N(n)] }), nil
	}
	last := len(c.Values) - 1
	return func(out *block.Dense, at, n int, position uint64) {
		z := seed + position*splitmix.Golden
		row := block.Values[float64](out)[at : at+n]
		for i := range row {
			z += splitmix.Golden
			u := splitmix.Fraction(splitmix.Mix(z))
			row[i] = c.Values[sort.Search(last, func(k int) bool { return c.Cumulative[k] > u })]
		}
	}, nil
}

// shuffled is up to which length a permutation is made as a whole by every chunk.
const shuffled = 4096

// permutationFiller finds the value at each position alone: a Feistel network, which is a permutation whatever its rounds compute (Luby and
// Rackoff, "How to construct pseudorandom permutations from pseudorandom functions", 1988), permutes the numbers below the next even power
// of 2; results that are N or more are permuted again until they are less (Black and Rogaway, "Ciphers with arbitrary finite domains",
// 2002), at most 4 times on average. Short ones are shuffled (Fisher and Yates), because networks over few bits don't reach every permutation
// alike.
func permutationFiller(p *op.Permutation, dtype block.DType) (filler, error) {
	if dtype != block.Int64 {
		return nil, fmt.Errorf("permutations are int64, the array has %v", dtype)
	}
	seed := splitmix.Mix(p.Seed)
	if p.N <= shuffled {
		order := rand.New(&stream{seed}).Perm(p.N)
		return func(out *block.Dense, at, n int, position uint64) {
			row := block.Values[int64](out)[at : at+n]
			for i := range row {
				row[i] = int64(order[position+uint64(i)])
			}
		}, nil
	}
	half := 1
	for 1<<(2*half) < p.N {
		half++
	}
	var keys [8]uint64
	s := stream{seed}
	for i := range keys {
		keys[i] = s.Uint64()
	}
	mask := uint64(1)<<half - 1
	return func(out *block.Dense, at, n int, position uint64) {
		row := block.Values[int64](out)[at : at+n]
		for i := range row {
			v := position + uint64(i)
			for {
				l, r := v>>half, v&mask
				for _, k := range keys {
					l, r = r, l^splitmix.Mix(r+k)&mask
				}
				if v = l<<half | r; v < uint64(p.N) {
					break
				}
			}
			row[i] = int64(v)
		}
	}, nil
}
