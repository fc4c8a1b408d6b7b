package random

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
)

// Sparse is float64 numbers from 0 up to and without 1 in compressed sparse rows: each place is kept with probability density, and zero otherwise. Which
// are kept, and the numbers, are functions of the seed and the place's position.
func (g *Generator) Sparse(density float64, rows, cols int) *lazy.Array {
	if !(density >= 0 && density <= 1) {
		return lazy.Failed(fmt.Errorf("random.Sparse: a density of %v: it lies between 0 and 1", density))
	}
	return g.array("sparse", lazy.Float64, density, 0, []int{rows, cols})
}

// Sparse is float64 numbers in compressed sparse rows, others in every array: see Generator.Sparse.
func Sparse(density float64, rows, cols int) *lazy.Array { return fresh().Sparse(density, rows, cols) }
