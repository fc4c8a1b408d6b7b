package draw

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// Picked is numbers of an array that comes out of nothing, at places along each of its axes.
type Picked struct {
	from *lazy.Array
	axes []op.Positions
}

// Name is that of what is drawn.
func (d *Picked) Name() string { return d.from.Op().Name() }

// Reads is nothing.
func (d *Picked) Reads(*op.Grid, []*op.Grid, []int) []op.Read { return nil }

// Drawable says that an array's numbers can be made one by one.
func Drawable(x *lazy.Array) bool {
	switch o := x.Op().(type) {
	case *op.Random:
		return x.Kind() == lazy.Dense
	case *op.Full:
		return o.Kind == ""
	case *Picked:
		return true
	}
	return false
}

// PickedAt is the numbers of an array at places, in chunks.
func PickedAt(x *lazy.Array, axes []op.Positions, chunks [][]int) *lazy.Array {
	switch o := x.Op().(type) {
	case *op.Full:
		return lazy.Derive(&op.Full{Value: o.Value}, x.DType(), chunks)
	case *Picked:
		composed := make([]op.Positions, len(axes))
		for axis, q := range axes {
			composed[axis] = o.axes[axis].Then(q)
		}
		return lazy.Derive(&Picked{o.from, composed}, x.DType(), chunks)
	}
	return lazy.Derive(&Picked{x, axes}, x.DType(), chunks)
}

// pickedFill makes the numbers of a chunk, tile by tile: neighbours together, others one by one.
func pickedFill(d *Picked, array *lazy.Array, index []int) func(t kernel.Tile, out *block.Dense) error {
	r, ok := d.from.Op().(*op.Random)
	if !ok {
		return Fill(d.from.Op(), array, index)
	}
	fill, err := fillerOf(r, array.DType())
	if err != nil {
		return func(kernel.Tile, *block.Dense) error { return err }
	}
	g := array.Grid()
	shape, offset := g.ChunkShape(index), g.Offset(index)
	if len(shape) == 0 {
		return func(_ kernel.Tile, out *block.Dense) error { fill(out, 0, 1, 0); return nil }
	}
	// How far each place of the chunk lies from the first element of the whole array.
	far := make([][]uint64, len(shape))
	for axis, step := range kernel.Strides(d.from.Shape()) {
		far[axis] = make([]uint64, shape[axis])
		for i := range far[axis] {
			far[axis][i] = uint64(d.axes[axis].At(offset[axis]+i) * step)
		}
	}
	last := far[len(far)-1]
	w := kernel.WalkFrom(shape, 0)
	return func(t kernel.Tile, out *block.Dense) error {
		w.To(t.Row)
		for row := range t.Rows {
			base := uint64(0)
			for axis, i := range w.Index {
				base += far[axis][i]
			}
			for at := 0; at < t.Cols; {
				first := last[t.Col+at]
				n := 1
				for at+n < t.Cols && last[t.Col+at+n] == first+uint64(n) {
					n++
				}
				fill(out, row*t.Cols+at, n, base+first)
				at += n
			}
			w.Next()
		}
		return nil
	}
}
