package op

import (
	"fmt"
	"slices"
)

// Points takes single places along the first axes, which become one axis of the result, the first; axes behind them stay as they are.
type Points struct {
	At [][]int // along each of the first axes, as many places each
}

// Name is "vindex".
func (p *Points) Name() string { return "vindex" }

// Len is the number of points.
func (p *Points) Len() int { return len(p.At[0]) }

// Group is the points of one chunk of the result that lie in one chunk of the input.
type Group struct {
	Index []int // of the input's chunk along the first axes
	To    []int // which points they are within the result's chunk
}

// Groups tells where the points of a chunk of the result lie, whose number along the first axis is k, by chunk of the input in C order. It takes time in
// proportion to the points, times the logarithm of their number.
func (p *Points) Groups(out, in *Grid, k int) []Group {
	lo, hi := out.starts[0][k], out.starts[0][k+1]
	if lo == hi {
		return nil
	}
	nd := len(p.At)
	type point struct{ chunk, to int }
	points := make([]point, hi-lo)
	for i := range points {
		n := 0
		for axis := range nd {
			n = n*len(in.chunks[axis]) + in.Find(axis, p.At[axis][lo+i])
		}
		points[i] = point{n, i}
	}
	slices.SortFunc(points, func(a, b point) int {
		if a.chunk != b.chunk {
			return a.chunk - b.chunk
		}
		return a.to - b.to
	})
	var groups []Group
	last := -1
	for _, q := range points {
		if q.chunk != last {
			index, n := make([]int, nd), q.chunk
			for axis := nd - 1; axis >= 0; axis-- {
				index[axis] = n % len(in.chunks[axis])
				n /= len(in.chunks[axis])
			}
			groups, last = append(groups, Group{Index: index}), q.chunk
		}
		g := &groups[len(groups)-1]
		g.To = append(g.To, q.to)
	}
	return groups
}

// Reads is the chunks in which the points lie.
func (p *Points) Reads(out *Grid, in []*Grid, index []int) []Read {
	groups := p.Groups(out, in[0], index[0])
	reads := make([]Read, len(groups))
	for i, g := range groups {
		reads[i] = Read{0, slices.Concat(g.Index, index[1:])}
	}
	return reads
}

// Check says whether every point lies within the input.
func (p *Points) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g, nd := in[0].Grid, len(p.At)
	if nd == 0 || nd > g.NDim() {
		return fmt.Errorf("points along %d axes of an array of shape %v", nd, ShapeText(g.shape))
	}
	if err := axes("the result", out.Grid, 1+g.NDim()-nd); err != nil {
		return err
	}
	for axis, list := range p.At {
		if len(list) != out.Grid.shape[0] {
			return fmt.Errorf("%d places along axis %d for %d points", len(list), axis, out.Grid.shape[0])
		}
		for _, at := range list {
			if at < 0 || at >= g.shape[axis] {
				return fmt.Errorf("place %d lies outside axis %d of %d", at, axis, g.shape[axis])
			}
		}
	}
	for i, sizes := range out.Grid.chunks[1:] {
		if !sameSizes(sizes, g.chunks[nd+i]) {
			return fmt.Errorf("axis %d is cut otherwise than in the input", 1+i)
		}
	}
	return sameType(out, in)
}
