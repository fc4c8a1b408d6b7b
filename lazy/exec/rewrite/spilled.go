package rewrite

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel/source"
	"github.com/lazycell/lazycell/lazy/op"
)

// Spilled is the arrays with one of their layers, x, replaced by a file of its chunks, from which selections read the boxes that they need.
func Spilled(arrays []*lazy.Array, x, file *lazy.Array) []*lazy.Array {
	to := map[*lazy.Array]*lazy.Array{}
	for _, y := range lazy.Layers(arrays...) {
		switch s, ok := y.Op().(*op.Select); {
		case y == x:
			to[y] = file
		case ok && y.Inputs()[0] == x:
			if to[y] = boxesOf(y, s, file); to[y] == nil {
				to[y] = rebuilt(y, to)
			}
		default:
			to[y] = rebuilt(y, to)
		}
	}
	out := make([]*lazy.Array, len(arrays))
	for i, y := range arrays {
		out[i] = to[y]
	}
	return out
}

// boxesOf is a selection of what a reader has as boxes that are read; nil where these would be more than twice what is selected.
func boxesOf(y *lazy.Array, s *op.Select, file *lazy.Array) *lazy.Array {
	chunks := chunksWithin(y, s)
	if y.Size() == 0 || file.Kind() != lazy.Dense || boxes(s.Axes, chunks) > 2*y.Size() {
		return nil
	}
	z := lazy.Derive(&source.Boxed{File: file.Op().(*op.File), Axes: s.Axes}, y.DType(), chunks)
	if s.Plain() {
		return z
	}
	return lazy.Derive(&op.Reshape{}, y.DType(), y.Chunks(), z)
}

// chunksWithin is the chunks of a selection along the axes of its input.
func chunksWithin(y *lazy.Array, s *op.Select) [][]int {
	chunks := make([][]int, len(s.Axes))
	for axis, k := range s.Kept() {
		chunks[axis] = []int{1}
		if k >= 0 {
			chunks[axis] = y.Chunks()[k]
		}
	}
	return chunks
}

// Cuts is, as sizes of pieces along each axis of x, where the boxes begin that selections of it will read, and whether there are any.
func Cuts(arrays []*lazy.Array, x *lazy.Array) (cuts [][]int, any bool) {
	cuts = make([][]int, x.NDim())
	for axis, n := range x.Shape() {
		cuts[axis] = []int{n}
	}
	for _, y := range lazy.Layers(arrays...) {
		s, ok := y.Op().(*op.Select)
		if !ok || y.Inputs()[0] != x {
			continue
		}
		any = true
		for axis, sizes := range chunksWithin(y, s) {
			p := s.Axes[axis]
			if p.List != nil || p.Len() == 0 {
				continue
			}
			begins := []int{0, x.Shape()[axis]}
			at := 0
			for _, size := range sizes {
				lo, hi := p.Then(op.Positions{Start: at, Step: 1, Count: size}).Bounds()
				begins = append(begins, lo, hi+1)
				at += size
			}
			slices.Sort(begins)
			begins = slices.Compact(begins)
			pieces := make([]int, 0, len(begins))
			for i := 1; i < len(begins); i++ {
				pieces = append(pieces, begins[i]-begins[i-1])
			}
			cuts[axis] = op.Refine(cuts[axis], pieces)
		}
	}
	return cuts, any
}
