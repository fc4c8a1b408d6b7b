package op

import (
	"fmt"
	"slices"
)

// Quantile finds values below which a share of those along an axis lie. The axis is in one chunk; in its place the result has none, and in front an
// axis of as many as there are shares, unless there is a single one.
type Quantile struct {
	Axis    int
	Shares  []float64
	Single  bool
	SkipNaN bool
}

// Name is "quantile".
func (q *Quantile) Name() string { return "quantile" }

// Reads is the chunk of the other axes.
func (q *Quantile) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	if !q.Single {
		index = index[1:]
	}
	return []Read{{0, slices.Insert(slices.Clone(index), q.Axis, 0)}}
}

// Check asks for shares between 0 and 1 and an axis in one chunk.
func (q *Quantile) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if err := inRange(q.Axis, g.NDim()); err != nil {
		return err
	}
	if err := g.oneChunk("the input", q.Axis); err != nil {
		return err
	}
	for _, share := range q.Shares {
		if !(share >= 0 && share <= 1) {
			return fmt.Errorf("the share %v doesn't lie between 0 and 1", share)
		}
	}
	first := 1
	if q.Single {
		if first = 0; len(q.Shares) != 1 {
			return fmt.Errorf("%d shares where there is a single one", len(q.Shares))
		}
	}
	if err := axes("the result", out.Grid, g.NDim()-1+first); err != nil {
		return err
	}
	if first == 1 {
		if err := out.Grid.cutAs(0, len(q.Shares)); err != nil {
			return err
		}
	}
	for axis, sizes := range slices.Delete(slices.Clone(g.chunks), q.Axis, q.Axis+1) {
		if !sameSizes(sizes, out.Grid.chunks[axis+first]) {
			return fmt.Errorf("axis %d is cut otherwise than in the input", axis+first)
		}
	}
	if !out.DType.IsFloat() {
		return fmt.Errorf("the result is of %v, not of floats", out.DType)
	}
	return realInput(in)
}

// TopK keeps the largest values along an axis, the largest first, of some chunks at a time.
type TopK struct {
	K     int
	Least bool // keep the smallest, the smallest first
	Axis  int
	Every int // chunks along the axis that are put together
}

// Name is "topk".
func (t *TopK) Name() string { return "topk" }

// Reads is the chunks along the axis that are put together.
func (t *TopK) Reads(_ *Grid, in []*Grid, index []int) []Read {
	lo, n := slices.Clone(index), make([]int, len(index))
	for axis := range n {
		n[axis] = 1
	}
	lo[t.Axis] *= t.Every
	n[t.Axis] = min(t.Every, len(in[0].chunks[t.Axis])-lo[t.Axis])
	return box(lo, n)
}

// Check says whether there are so many values in the chunks of the result.
func (t *TopK) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if err := inRange(t.Axis, g.NDim()); err != nil {
		return err
	}
	if err := axes("the result", out.Grid, g.NDim()); err != nil {
		return err
	}
	if t.K < 0 || t.Every < 1 {
		return fmt.Errorf("%d values of %d chunks at a time", t.K, t.Every)
	}
	for axis, sizes := range g.chunks {
		want := sizes
		if axis == t.Axis {
			want = nil
			for part := range slices.Chunk(sizes, t.Every) {
				n := 0
				for _, size := range part {
					n += size
				}
				want = append(want, min(t.K, n))
			}
		}
		if err := out.Grid.cutAs(axis, want...); err != nil {
			return err
		}
	}
	if err := realInput(in); err != nil {
		return err
	}
	return sameType(out, in)
}
