package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Digitize is the interval that each element lies in, as int64: 0 below the first of the edges, which ascend, 1 from it up to and without the
// second, and as many as there are edges from the last on and for NaN. Elements are compared as float64, each with the logarithm of the number of edges.
func (a *Array) Digitize(edges []float64) *Array { return a.lookup("digitize", edges, false) }

// SearchSorted is before which of the ascending values each element would be put, as int64: before equal ones, or with behind behind them.
func (a *Array) SearchSorted(values []float64, behind bool) *Array {
	return a.lookup("searchsorted", values, !behind)
}

func (a *Array) lookup(f string, edges []float64, before bool) *Array {
	switch {
	case a.err != nil:
		return a
	case a.dtype == Complex128:
		return Failed(errorf("%s of complex numbers is not defined", f))
	}
	for i, e := range edges {
		if e != e || i > 0 && e < edges[i-1] {
			return Failed(errorf("%s: value %d is %v, which is less than the one before or no number", f, i, e))
		}
	}
	return node(&op.Digitize{Edges: slices.Clone(edges), Before: before}, Int64, a.grid.Chunks(), a)
}

// IsIn is true where the element is one of the values, which it is compared with as float64; NaN is none.
func (a *Array) IsIn(values ...float64) *Array {
	switch {
	case a.err != nil:
		return a
	case a.dtype == Complex128:
		return Failed(errorf("isin of complex numbers is not defined"))
	}
	sorted := slices.DeleteFunc(slices.Clone(values), func(v float64) bool { return v != v })
	slices.Sort(sorted)
	return node(&op.IsIn{Values: sorted}, Bool, a.grid.Chunks(), a)
}
