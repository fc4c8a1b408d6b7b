package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Quantile is the values along an axis below which a share q of them lies, between the two next ones in proportion (NumPy's method "linear"): 0 is
// the smallest, 1 the largest, NaN when a value is NaN or there is none. It is found as float64; float32 is made float32 again. It needs all values
// along the axis in one chunk, so the array is cut anew where it isn't, the other axes more finely in turn: the chunks grow only where the axis
// alone is longer than a chunk was large. It takes time in proportion to the number of values (Hoare's selection).
func (a *Array) Quantile(q float64, axis int) *Array {
	return a.quantile("quantile", []float64{q}, axis, true, false)
}

// Quantiles is Quantile for several shares, which are the first axis of the result.
func (a *Array) Quantiles(q []float64, axis int) *Array {
	return a.quantile("quantile", q, axis, false, false)
}

// Median is the value in the middle along an axis, Quantile of a half.
func (a *Array) Median(axis int) *Array {
	return a.quantile("median", []float64{0.5}, axis, true, false)
}

// NanQuantile is Quantile of what isn't NaN.
func (a *Array) NanQuantile(q float64, axis int) *Array {
	return a.quantile("nanquantile", []float64{q}, axis, true, true)
}

// NanMedian is Median of what isn't NaN.
func (a *Array) NanMedian(axis int) *Array {
	return a.quantile("nanmedian", []float64{0.5}, axis, true, true)
}

func (a *Array) quantile(f string, q []float64, axis int, single, skip bool) *Array {
	if a.err != nil {
		return a
	}
	axis, err := axisOf(axis, a.NDim())
	switch {
	case err != nil:
		return Failed(errorf("%s: %w", f, err))
	case a.dtype == Complex128:
		return Failed(errorf("%s of complex numbers is not defined", f))
	}
	for _, share := range q {
		if !(share >= 0 && share <= 1) {
			return Failed(errorf("%s: the share %v doesn't lie between 0 and 1", f, share))
		}
	}
	dtype := Float64
	if a.dtype == Float32 {
		dtype = Float32
	}
	x := a.together(axis)
	chunks := slices.Delete(slices.Clone(x.Chunks()), axis, axis+1)
	if !single {
		chunks = slices.Insert(chunks, 0, []int{len(q)})
	}
	return node(&op.Quantile{Axis: axis, Shares: slices.Clone(q), Single: single, SkipNaN: skip}, dtype, chunks, x)
}

// together is the array with an axis in one chunk, the others cut so that the chunks are no larger than before where that is possible.
func (a *Array) together(axis int) *Array {
	if len(a.Chunks()[axis]) == 1 {
		return a
	}
	largest := a.ChunkShape()
	n := a.Shape()[axis]
	room := max(block.Size(largest)/n, 1)
	chunks := slices.Clone(a.Chunks())
	chunks[axis] = []int{n}
	for k := a.NDim() - 1; k >= 0; k-- {
		if k == axis {
			continue
		}
		if largest[k] > room {
			chunks[k] = op.Even(a.Shape()[k], room)
		}
		room = max(room/max(min(largest[k], room), 1), 1)
	}
	return a.rechunked(chunks)
}

// TopK is the k largest values along an axis, the largest first; with a negative k the smallest ones, the smallest first. NaN counts as larger than
// any number. Chunks are searched alone, and what they keep is put together as a tree. It takes time in proportion to the number of values, and
// memory for k of each chunk.
func (a *Array) TopK(k, axis int) *Array {
	if a.err != nil {
		return a
	}
	axis, err := axisOf(axis, a.NDim())
	if err != nil {
		return Failed(errorf("topk: %w", err))
	}
	o := op.TopK{K: max(k, -k), Least: k < 0, Axis: axis, Every: 1}
	switch {
	case a.dtype == Complex128:
		return Failed(errorf("topk of complex numbers is not defined"))
	case o.K < 0 || o.K > a.Shape()[axis]:
		return Failed(errorf("topk: %d values along axis %d of an array of shape %v", o.K, axis, a.Shape()))
	}
	for x := a; ; o.Every = 4 {
		sizes := x.Chunks()[axis]
		if o.Every > 1 && len(sizes) == 1 {
			return x
		}
		var kept []int
		for part := range slices.Chunk(sizes, o.Every) {
			kept = append(kept, min(o.K, total(part)))
		}
		if o.K == 0 {
			kept = []int{0}
		}
		chunks := slices.Clone(x.Chunks())
		chunks[axis] = kept
		some := o
		x = node(&some, a.dtype, chunks, x)
	}
}
