package exec

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// picked is numbers of an array that comes out of nothing, at places along each of its axes.
type picked struct {
	from *lazy.Array
	axes []op.Positions
}

// Name is that of what is drawn.
func (d *picked) Name() string { return d.from.Op().Name() }

// Reads is nothing.
func (d *picked) Reads(*op.Grid, []*op.Grid, []int) []op.Read { return nil }

// drawable says that an array's numbers can be made one by one.
func drawable(x *lazy.Array) bool {
	switch o := x.Op().(type) {
	case *op.Random:
		return x.Kind() == lazy.Dense
	case *op.Full:
		return o.Kind == ""
	case *picked:
		return true
	}
	return false
}

// pickedAt is the numbers of an array at places, in chunks.
func pickedAt(x *lazy.Array, axes []op.Positions, chunks [][]int) *lazy.Array {
	switch o := x.Op().(type) {
	case *op.Full:
		return lazy.Derive(&op.Full{Value: o.Value}, x.DType(), chunks)
	case *picked:
		composed := make([]op.Positions, len(axes))
		for axis, q := range axes {
			composed[axis] = o.axes[axis].Then(q)
		}
		return lazy.Derive(&picked{o.from, composed}, x.DType(), chunks)
	}
	return lazy.Derive(&picked{x, axes}, x.DType(), chunks)
}

// pickedFill makes the numbers of a chunk, tile by tile: neighbours together, others one by one.
func pickedFill(d *picked, array *lazy.Array, index []int) func(t tile, out *block.Dense) error {
	r, ok := d.from.Op().(*op.Random)
	if !ok {
		return sourceFill(d.from.Op(), array, index)
	}
	fill, err := fillerOf(r, array.DType())
	if err != nil {
		return func(tile, *block.Dense) error { return err }
	}
	g := array.Grid()
	shape, offset := g.ChunkShape(index), g.Offset(index)
	if len(shape) == 0 {
		return func(_ tile, out *block.Dense) error { fill(out, 0, 1, 0); return nil }
	}
	// How far each place of the chunk lies from the first element of the whole array.
	far := make([][]uint64, len(shape))
	for axis, step := range strides(d.from.Shape()) {
		far[axis] = make([]uint64, shape[axis])
		for i := range far[axis] {
			far[axis][i] = uint64(d.axes[axis].At(offset[axis]+i) * step)
		}
	}
	last := far[len(far)-1]
	return func(t tile, out *block.Dense) error {
		w := walkFrom(shape, t.row)
		for row := range t.rows {
			base := uint64(0)
			for axis, i := range w.index {
				base += far[axis][i]
			}
			for at := 0; at < t.cols; {
				first := last[t.col+at]
				n := 1
				for at+n < t.cols && last[t.col+at+n] == first+uint64(n) {
					n++
				}
				fill(out, row*t.cols+at, n, base+first)
				at += n
			}
			w.next()
		}
		return nil
	}
}
