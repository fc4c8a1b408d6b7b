package source

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/move"
	"github.com/lazycell/lazycell/lazy/op"
)

// Boxed is places along each axis of an array that a source reads. For every chunk the box around its places is read.
type Boxed struct {
	*op.File
	Axes []op.Positions
}

// Box is the shape of the box around the places of a chunk.
func (b *Boxed) Box(offset, shape []int) []int {
	box := make([]int, len(shape))
	for axis, n := range shape {
		lo, hi := b.Axes[axis].Then(op.Positions{Start: offset[axis], Step: 1, Count: n}).Bounds()
		box[axis] = hi - lo + 1
	}
	return box
}

// readBox reads the box around the places of a chunk, and copies these out of it where they are not all there is.
func readBox(c *kernel.Call, b *Boxed) (*block.Dense, error) {
	offset, shape := make([]int, len(c.Shape)), make([]int, len(c.Shape))
	from := c.Array.Grid().Offset(c.Index)
	whole := true
	g := move.Gatherer{Axes: make([]move.Spans, len(c.Shape)), Out: kernel.Strides(c.Shape)}
	for axis, n := range c.Shape {
		p := b.Axes[axis].Then(op.Positions{Start: from[axis], Step: 1, Count: n})
		lo, hi := p.Bounds()
		offset[axis], shape[axis] = lo, hi-lo+1
		part := op.Part{To: make([]int, n), From: make([]int, n)}
		for i := range n {
			part.To[i], part.From[i] = i, p.At(i)-lo
			whole = whole && part.From[i] == i
		}
		g.Axes[axis] = move.SpansOf([]op.Part{part})[0]
	}
	whole = whole && slices.Equal(shape, c.Shape)
	var d *block.Dense
	var err error
	if r, ok := b.Reader.(op.IntoReader); ok {
		d = c.Pool.Take(c.Array.DType(), shape)
		if !whole {
			defer c.Pool.Put(d)
		}
		err = r.ReadInto(c.Ctx, offset, d)
	} else {
		d, err = b.box(c, offset, shape)
	}
	if err != nil || whole {
		return d, err
	}
	g.In = kernel.Strides(shape)
	out := c.Empty()
	kernel.BySize(out, d,
		func(o, v []uint8) { move.Gather(&g, o, v, 0) }, func(o, v []uint16) { move.Gather(&g, o, v, 0) },
		func(o, v []uint32) { move.Gather(&g, o, v, 0) }, func(o, v []uint64) { move.Gather(&g, o, v, 0) },
		func(o, v []complex128) { move.Gather(&g, o, v, 0) })
	return out, nil
}

// box reads a box and checks that it is what was asked for.
func (b *Boxed) box(c *kernel.Call, offset, shape []int) (*block.Dense, error) {
	read, err := b.Reader.ReadBlock(c.Ctx, offset, shape)
	if err != nil {
		return nil, err
	}
	d := read.Dense()
	if d.DType() != c.Array.DType() || !slices.Equal(d.Shape(), shape) {
		return nil, fmt.Errorf("%s: the source gave %v of %v, the array has %v of %v",
			b.Reader.Name(), lazy.Shape(d.Shape()), d.DType(), lazy.Shape(shape), c.Array.DType())
	}
	return d, nil
}
