package rewrite

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// Places in no order would keep every chunk that they lie in until the last place of a chunk of the result is taken. So they are taken in order
// first, chunk by chunk, and what is taken is put in the wanted order then: memory holds what is selected, not where it was selected from.

// sortedFirst is a selection by lists in no order as two; nil where one is as good.
func (p *pusher) sortedFirst(x *lazy.Array, s *op.Select) *lazy.Array {
	in := x.Inputs()[0]
	if _, held := in.Op().(*op.Memory); held || x.Kind() != lazy.Dense || in.Kind() != lazy.Dense || x.Size() == 0 {
		return nil
	}
	first, second := slices.Clone(s.Axes), slices.Clone(s.Axes)
	any := false
	for axis, q := range s.Axes {
		first[axis], second[axis] = q, op.Whole(q.Len())
		if q.List == nil || slices.IsSorted(q.List) || len(in.Chunks()[axis]) == 1 {
			continue
		}
		list := slices.Clone(q.List)
		slices.Sort(list)
		list = slices.Compact(list)
		order := make([]int, len(q.List))
		for i, at := range q.List {
			order[i], _ = slices.BinarySearch(list, at)
		}
		first[axis], second[axis], any = op.Positions{List: list}, op.Positions{List: order}, true
	}
	if !any || x.Size()*2 > touchedBy(s, in) {
		return nil
	}
	chunks := make([][]int, len(first))
	for axis, q := range first {
		chunks[axis] = q.Chunked(in.Grid(), axis)
	}
	y := lazy.Derive(&op.Select{Axes: first}, x.DType(), chunks, in)
	if z := p.moved(y, y.Op().(*op.Select)); z != nil {
		y = z
	}
	return lazy.Derive(&op.Select{Axes: second, Drop: s.Drop, New: s.New}, x.DType(), x.Chunks(), y)
}

// sortedPoints is points in no order as points by the chunk they lie in, put in order then; nil where they lie in one chunk.
func sortedPoints(x *lazy.Array, o *op.Points) *lazy.Array {
	in := x.Inputs()[0]
	if _, held := in.Op().(*op.Memory); held || x.Size() == 0 {
		return nil
	}
	type point struct{ chunk, at int }
	points := make([]point, o.Len())
	g := in.Grid()
	for axis, list := range o.At {
		for i, at := range list {
			points[i].chunk = points[i].chunk*len(g.Chunks()[axis]) + g.Find(axis, at)
			points[i].at = i
		}
	}
	slices.SortFunc(points, func(a, b point) int {
		if a.chunk != b.chunk {
			return a.chunk - b.chunk
		}
		return a.at - b.at
	})
	var sizes []int
	order := make([]int, len(points))
	sorted := &op.Points{At: make([][]int, len(o.At))}
	for i, q := range points {
		if i == 0 || q.chunk != points[i-1].chunk {
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1]++
		order[q.at] = i
		for axis, list := range o.At {
			sorted.At[axis] = append(sorted.At[axis], list[q.at])
		}
	}
	if len(sizes) == 1 {
		return nil
	}
	chunks := slices.Clone(x.Chunks())
	chunks[0] = sizes
	axes := make([]op.Positions, x.NDim())
	for axis, n := range x.Shape() {
		axes[axis] = op.Whole(n)
	}
	axes[0] = op.Positions{List: order}
	return lazy.Derive(&op.Select{Axes: axes}, x.DType(), x.Chunks(), lazy.Derive(sorted, x.DType(), chunks, in))
}
