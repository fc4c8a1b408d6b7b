package lazy

import (
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Histogram counts the values in intervals of the same size between lo and hi, which belong to the first and the last; what lies outside, and NaN, is left
// out. The counts are int64, and the edges are one more than the intervals; values are compared with them as float64, where NumPy rounds the edges to
// the type of the values. Where lo and hi are the same they are moved a half apart each. Chunks are counted alone and the counts put together as
// a tree.
func (a *Array) Histogram(intervals int, lo, hi float64) (counts *Array, edges []float64) {
	switch {
	case a.err != nil:
		return a, nil
	case intervals < 1:
		return Failed(errorf("histogram: %d intervals; there is at least 1", intervals)), nil
	case !(lo <= hi) || math.IsInf(lo, 0) || math.IsInf(hi, 0):
		return Failed(errorf("histogram: from %v to %v is no range", lo, hi)), nil
	case lo == hi:
		lo, hi = lo-0.5, hi+0.5
	}
	edges = make([]float64, intervals+1)
	for i := range edges {
		edges[i] = lo + float64(float64(i)*((hi-lo)/float64(intervals)))
	}
	edges[intervals] = hi
	return a.histogram(edges, true), edges
}

// HistogramEdges counts the values in the intervals between neighbouring edges, which ascend: an interval has its lower edge and, the last one, also its
// upper edge. What lies outside, and NaN, is left out.
func (a *Array) HistogramEdges(edges []float64) *Array {
	switch {
	case a.err != nil:
		return a
	case len(edges) < 2:
		return Failed(errorf("histogram: %d edges; there are at least 2", len(edges)))
	}
	for i, e := range edges {
		if e != e || i > 0 && e < edges[i-1] {
			return Failed(errorf("histogram: edge %d is %v, which is less than the one before or no number", i, e))
		}
	}
	return a.histogram(slices.Clone(edges), false)
}

func (a *Array) histogram(edges []float64, even bool) *Array {
	if a.dtype == Complex128 {
		return Failed(errorf("histogram of complex numbers is not defined"))
	}
	return a.counted(&op.Histogram{Edges: edges, Even: even}, len(edges)-1)
}

// Bincount counts how often each number from 0 up to and without n occurs, as int64. Another number among the values is an error of the computation.
func (a *Array) Bincount(n int) *Array {
	switch {
	case a.err != nil:
		return a
	case n < 0:
		return Failed(errorf("bincount: %d numbers", n))
	case a.dtype != Bool && !a.dtype.IsInteger():
		return Failed(errorf("bincount of %v: only integers are counted; convert them with AsType", a.dtype))
	}
	return a.counted(&op.Bincount{N: n}, n)
}

// counted adds up what an operation counts in each chunk.
func (a *Array) counted(o op.Op, n int) *Array {
	x := node(o, Int64, [][]int{ones(a.NChunks()), {n}}, a)
	return tree(op.Reduce{Func: "sum", Axes: []int{0}, Every: every(1), Count: a.NChunks()}, x, Int64, [][]int{{n}})
}
