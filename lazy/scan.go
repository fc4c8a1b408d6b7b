package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// CumSum is the sums of everything up to each place along an axis. Integers are added up as int64 or uint64. The chunks along the axis are
// worked on at once: each is added up alone, and then told the sum of those before it, which is found in as many rounds as the logarithm of their
// number; what each chunk is made of is read, or made, twice.
func (a *Array) CumSum(axis int) *Array { return a.scan("cumsum", "sum", axis) }

// CumProd is the products of everything up to each place along an axis, in the way of CumSum.
func (a *Array) CumProd(axis int) *Array { return a.scan("cumprod", "prod", axis) }

// NanCumSum is CumSum with 0 in the place of NaN.
func (a *Array) NanCumSum(axis int) *Array { return a.nanAs(0).CumSum(axis) }

// NanCumProd is CumProd with 1 in the place of NaN.
func (a *Array) NanCumProd(axis int) *Array { return a.nanAs(1).CumProd(axis) }

func (a *Array) scan(f, total string, axis int) *Array {
	if a.err != nil {
		return a
	}
	axis, err := axisOf(axis, a.NDim())
	if err != nil {
		return Failed(errorf("%s: %w", f, err))
	}
	r := op.Reduce{Func: total, Axes: []int{axis}, Every: 2, Count: a.Shape()[axis]}
	wide, _, err := reducedTypes(r, a)
	if err != nil {
		return Failed(err)
	}
	n := len(a.Chunks()[axis])
	if n == 1 {
		return node(&op.Scan{Func: f, Axis: axis}, wide, a.Chunks(), a)
	}
	chunks := slices.Clone(a.Chunks())
	chunks[axis] = ones(n)
	before := node(&r, wide, chunks, a)
	for distance := 1; distance < n-1; distance *= 2 { // nobody asks for the last chunk's
		before = node(&op.Prefix{Func: f, Axis: axis, Distance: distance}, wide, chunks, before)
	}
	return node(&op.Scan{Func: f, Axis: axis}, wide, a.Chunks(), a, before)
}
