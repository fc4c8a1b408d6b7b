package op

import "slices"

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
