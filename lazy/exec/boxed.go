package exec

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// boxed is places along each axis of an array that a source reads. For every chunk the box around its places is read.
type boxed struct {
	*op.File
	axes []op.Positions
}

// boxedAt is the places of an array of a file in chunks, or nil when that would read more than half of the chunks of the file's array.
func boxedAt(x *lazy.Array, axes []op.Positions, chunks [][]int) *lazy.Array {
	total := 1
	for axis, p := range axes {
		n, at := 0, 0
		for _, size := range chunks[axis] {
			lo, hi := p.Then(op.Positions{Start: at, Step: 1, Count: size}).Bounds()
			n, at = n+hi-lo+1, at+size
		}
		total *= n
	}
	if total*2 > touchedBy(&op.Select{Axes: axes}, x) {
		return nil
	}
	return lazy.Derive(&boxed{x.Op().(*op.File), axes}, x.DType(), chunks)
}

// readBox reads the box around the places of a chunk, and copies these out of it where they are not all there is.
func readBox(c *call, b *boxed) (*block.Dense, error) {
	offset, shape := make([]int, len(c.shape)), make([]int, len(c.shape))
	from := c.array.Grid().Offset(c.index)
	whole := true
	g := gatherer{axes: make([]spans, len(c.shape)), out: strides(c.shape)}
	for axis, n := range c.shape {
		p := b.axes[axis].Then(op.Positions{Start: from[axis], Step: 1, Count: n})
		lo, hi := p.Bounds()
		offset[axis], shape[axis] = lo, hi-lo+1
		part := op.Part{To: make([]int, n), From: make([]int, n)}
		for i := range n {
			part.To[i], part.From[i] = i, p.At(i)-lo
			whole = whole && part.From[i] == i
		}
		g.axes[axis] = spansOf([]op.Part{part})[0]
	}
	d, err := b.box(c, offset, shape)
	if err != nil || whole && slices.Equal(shape, c.shape) {
		return d, err
	}
	g.in = strides(shape)
	out := c.empty()
	moved(out, d,
		func(o, v []uint8) { gather(&g, o, v, 0) }, func(o, v []uint16) { gather(&g, o, v, 0) },
		func(o, v []uint32) { gather(&g, o, v, 0) }, func(o, v []uint64) { gather(&g, o, v, 0) },
		func(o, v []complex128) { gather(&g, o, v, 0) })
	return out, nil
}

// box reads a box and checks that it is what was asked for.
func (b *boxed) box(c *call, offset, shape []int) (*block.Dense, error) {
	read, err := b.Reader.ReadBlock(c.ctx, offset, shape)
	if err != nil {
		return nil, err
	}
	d := read.Dense()
	if d.DType() != c.array.DType() || !slices.Equal(d.Shape(), shape) {
		return nil, fmt.Errorf("%s: the source gave %v of %v, the array has %v of %v",
			b.Reader.Name(), lazy.Shape(d.Shape()), d.DType(), lazy.Shape(shape), c.array.DType())
	}
	return d, nil
}
