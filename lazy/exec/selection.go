package exec

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// selection copies the selected places of each input chunk to where they belong.
func selection(c *call, s *op.Select) (*block.Dense, error) {
	in, out := c.grids[0], c.array.Grid()
	at, shape := s.Within(out, c.index)
	parts := make([][]op.Part, len(at))
	for axis, k := range at {
		parts[axis] = s.Parts(out, in, axis, k)
	}
	if len(c.in) == 1 && sameRun(parts, c.in[0].Shape()) {
		if s.Plain() {
			return c.in[0], nil
		}
		return c.in[0].Reshape(c.shape)
	}
	result := c.empty()
	if result.Len() == 0 {
		return result, nil
	}
	spans := make([][]spans, len(parts))
	for axis := range parts {
		spans[axis] = spansOf(parts[axis])
	}
	g := gatherer{out: strides(shape)}
	for n, chunk := range c.in {
		if err := c.stop(); err != nil {
			return nil, err
		}
		g.axes = g.axes[:0]
		for range parts {
			g.axes = append(g.axes, nil)
		}
		rest := n
		for axis := len(parts) - 1; axis >= 0; axis-- {
			g.axes[axis] = spans[axis][rest%len(parts[axis])]
			rest /= len(parts[axis])
		}
		g.in = strides(chunk.Shape())
		moved(result, chunk,
			func(o, v []uint8) { gather(&g, o, v, 0) },
			func(o, v []uint16) { gather(&g, o, v, 0) },
			func(o, v []uint32) { gather(&g, o, v, 0) },
			func(o, v []uint64) { gather(&g, o, v, 0) },
			func(o, v []complex128) { gather(&g, o, v, 0) })
	}
	return result, nil
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

// span is places that lie next to each other on both sides.
type span struct{ to, from, n int }

type spans []span

func spansOf(parts []op.Part) []spans {
	out := make([]spans, len(parts))
	for k, p := range parts {
		for i := 0; i < len(p.To); {
			n := 1
			for i+n < len(p.To) && p.To[i+n] == p.To[i]+n && p.From[i+n] == p.From[i]+n {
				n++
			}
			out[k] = append(out[k], span{p.To[i], p.From[i], n})
			i += n
		}
	}
	return out
}

// strides is how many elements lie between neighbours along each axis in C order.
func strides(shape []int) []int {
	out := make([]int, len(shape))
	step := 1
	for axis := len(shape) - 1; axis >= 0; axis-- {
		out[axis] = step
		step *= shape[axis]
	}
	return out
}

// gatherer is what is copied from one block into another: spans along each axis.
type gatherer struct {
	axes    []spans
	out, in []int // strides
}

// gather copies the places from an axis on.
func gather[T word](g *gatherer, out, in []T, axis int) {
	switch len(g.axes) - axis {
	case 0:
		copy(out[:1], in)
		return
	case 1:
		for _, s := range g.axes[axis] {
			if s.n == 1 {
				out[s.to] = in[s.from]
				continue
			}
			copy(out[s.to:s.to+s.n], in[s.from:s.from+s.n])
		}
		return
	}
	outer, inner := g.out[axis], g.in[axis]
	whole := g.wholeBelow(axis)
	for _, s := range g.axes[axis] {
		if whole {
			copy(out[s.to*outer:(s.to+s.n)*outer], in[s.from*inner:(s.from+s.n)*inner])
			continue
		}
		for i := range s.n {
			gather(g, out[(s.to+i)*outer:], in[(s.from+i)*inner:], axis+1)
		}
	}
}

// wholeBelow says that the axes behind one are copied whole, so that their elements are one run of memory on both sides.
func (g *gatherer) wholeBelow(axis int) bool {
	if g.out[axis] != g.in[axis] {
		return false
	}
	for next := axis + 1; next < len(g.axes); next++ {
		// The size of an axis on either side follows from the strides.
		s := g.axes[next]
		if len(s) != 1 || s[0].to != 0 || s[0].from != 0 || s[0].n*g.out[next] != g.out[next-1] || s[0].n*g.in[next] != g.in[next-1] {
			return false
		}
	}
	return true
}
