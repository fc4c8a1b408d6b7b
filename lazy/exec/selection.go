package exec

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// selection copies the selected places of each input chunk to where they belong.
func selection(c *call, s *op.Select) (*block.Dense, error) {
	in := c.grids[0]
	parts := make([][]op.Part, len(c.index))
	for axis, k := range c.index {
		parts[axis] = s.Parts(c.array.Grid(), in, axis, k)
	}
	if len(c.in) == 1 && sameRun(parts, c.in[0].Shape()) {
		return c.in[0], nil
	}
	out := c.empty()
	if out.Len() == 0 {
		return out, nil
	}
	chosen := make([]op.Part, len(parts))
	for n, chunk := range c.in {
		if err := c.stop(); err != nil {
			return nil, err
		}
		rest := n
		for axis := len(parts) - 1; axis >= 0; axis-- {
			chosen[axis] = parts[axis][rest%len(parts[axis])]
			rest /= len(parts[axis])
		}
		moved(out, chunk,
			func(o, v []uint8) { gather(o, v, c.shape, chunk.Shape(), chosen) },
			func(o, v []uint16) { gather(o, v, c.shape, chunk.Shape(), chosen) },
			func(o, v []uint32) { gather(o, v, c.shape, chunk.Shape(), chosen) },
			func(o, v []uint64) { gather(o, v, c.shape, chunk.Shape(), chosen) },
			func(o, v []complex128) { gather(o, v, c.shape, chunk.Shape(), chosen) })
	}
	return out, nil
}

// sameRun says that all of the only chunk is taken, in its order.
func sameRun(parts [][]op.Part, shape []int) bool {
	for axis, p := range parts {
		if len(p) != 1 || len(p[0].From) != shape[axis] {
			return false
		}
		for i, at := range p[0].From {
			if at != i || p[0].To[i] != i {
				return false
			}
		}
	}
	return true
}

// gather copies places of in to places of out, axis by axis.
func gather[T word](out, in []T, outShape, inShape []int, parts []op.Part) {
	if len(parts) == 0 {
		copy(out, in)
		return
	}
	p := parts[0]
	if len(parts) == 1 {
		for i := 0; i < len(p.To); {
			n := run(p, i)
			if n > 4 {
				copy(out[p.To[i]:p.To[i]+n], in[p.From[i]:p.From[i]+n])
				i += n
				continue
			}
			for range n {
				out[p.To[i]] = in[p.From[i]]
				i++
			}
		}
		return
	}
	outer, inner := block.Size(outShape[1:]), block.Size(inShape[1:])
	for i, to := range p.To {
		gather(out[to*outer:(to+1)*outer], in[p.From[i]*inner:(p.From[i]+1)*inner], outShape[1:], inShape[1:], parts[1:])
	}
}

// run is how many places from i on lie next to each other on both sides.
func run(p op.Part, i int) int {
	n := 1
	for i+n < len(p.To) && p.To[i+n] == p.To[i]+n && p.From[i+n] == p.From[i]+n {
		n++
	}
	return n
}
