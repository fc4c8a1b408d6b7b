package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Groups is the rows of an array in groups, to be reduced. Its methods give arrays whose first axis is the groups, and whose other axes are those of the
// array.
type Groups struct {
	rows   *Array
	codes  []int
	counts []int64
	err    error
}

// GroupBy puts the rows (the places along axis 0) of the array into groups: the codes tell for every row which one from 0 up to and without
// groups it belongs to, or with a number below 0 that it is left out. Chunks of rows are reduced alone and put together as a tree, so that besides
// the chunks at work memory holds a few blocks of groups × columns of a chunk.
func (a *Array) GroupBy(codes []int, groups int) *Groups {
	g := &Groups{rows: a, err: a.err}
	switch {
	case g.err != nil:
		return g
	case a.NDim() == 0:
		g.err = errorf("GroupBy: an array of no dimensions has no rows")
		return g
	case len(codes) != a.Shape()[0]:
		g.err = errorf("GroupBy: %d codes for the rows of an array of shape %v", len(codes), a.Shape())
		return g
	case groups < 0:
		g.err = errorf("GroupBy: %d groups", groups)
		return g
	}
	g.codes, g.counts = slices.Clone(codes), make([]int64, groups)
	for i, c := range codes {
		if c >= groups {
			g.err = errorf("GroupBy: row %d belongs to group %d; there are %d groups", i, c, groups)
			return g
		}
		if c >= 0 {
			g.counts[c]++
		}
	}
	return g
}

// Count is how many rows each group has, as int64 of one dimension.
func (g *Groups) Count() *Array {
	if g.err != nil {
		return Failed(g.err)
	}
	return FromSlice(slices.Clone(g.counts))
}

// Sum adds up the rows of each group; of no rows it is 0. Integers are added up as int64 or uint64.
func (g *Groups) Sum() *Array { return g.reduce("sum", 0, false) }

// Mean is the average of the rows of each group; of no rows it is NaN.
func (g *Groups) Mean() *Array { return g.reduce("sum", 0, true) }

// Var is the variance within each group with the divisor n - ddof; of no rows it is NaN.
func (g *Groups) Var(ddof int) *Array { return g.reduce("var", ddof, false) }

// Std is the root of Var.
func (g *Groups) Std(ddof int) *Array { return g.reduce("std", ddof, false) }

// Min is the smallest value of each group; NaN when one is or there are no rows, which integers refuse.
func (g *Groups) Min() *Array { return g.reduce("min", 0, false) }

// Max is the largest value of each group; NaN when one is or there are no rows, which integers refuse.
func (g *Groups) Max() *Array { return g.reduce("max", 0, false) }

func (g *Groups) reduce(f string, ddof int, mean bool) *Array {
	if g.err != nil {
		return Failed(g.err)
	}
	a := g.rows
	r := op.Reduce{Func: f, Axes: []int{0}, Every: every(1), Count: 1, Freedom: ddof}
	state, result, err := reducedTypes(r, a)
	if err != nil {
		return Failed(err)
	}
	if mean && state != Complex128 {
		state, result = Float64, Float64
	}
	n := len(g.counts)
	empty := slices.Index(g.counts, 0)
	if (f == "min" || f == "max") && empty >= 0 && !a.dtype.IsFloat() {
		return Failed(errorf("%s of %v: group %d has no rows", f, a.dtype, empty))
	}
	chunks := [][]int{ones(len(a.Chunks()[0])), {n}}
	chunks = append(chunks, a.Chunks()[1:]...)
	if r.State() > 0 {
		chunks = append(chunks, []int{r.State()})
	}
	final := slices.Clone(a.Chunks())
	final[0] = []int{n}
	name := f
	if f == "std" {
		name = "var"
	}
	x := tree(r, node(&op.GroupRows{Func: name, Codes: g.codes, N: n}, state, chunks, a), result, final)
	switch {
	case mean:
		x = x.Div(g.column())
		if a.dtype == Float32 {
			x = x.AsType(Float32)
		}
	case (f == "min" || f == "max") && empty >= 0: // there the result is infinite so far, and its distance to itself is NaN
		x = g.column().GtScalar(0).Choose(x, x.Sub(x))
	}
	return x
}

// column is the counts as an array that goes with the results.
func (g *Groups) column() *Array {
	shape := make([]int, g.rows.NDim())
	for i := range shape {
		shape[i] = 1
	}
	shape[0] = len(g.counts)
	b, err := block.FromSlice(shape, slices.Clone(g.counts))
	if err != nil {
		return Failed(errorf("GroupBy: %w", err))
	}
	return FromBlock(b)
}
