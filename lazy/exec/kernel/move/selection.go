package move

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// selection copies the selected places of each input chunk to where they belong.
func selection(c *kernel.Call, s *op.Select) (*block.Dense, error) {
	in, out := c.Grids[0], c.Array.Grid()
	at, shape := s.Within(out, c.Index)
	parts := make([][]op.Part, len(at))
	for axis, k := range at {
		parts[axis] = s.Parts(out, in, axis, k)
	}
	if len(c.In) == 1 && sameRun(parts, c.In[0].Shape()) {
		if s.Plain() {
			return c.In[0], nil
		}
		return c.In[0].Reshape(c.Shape)
	}
	result := c.Empty()
	if result.Len() == 0 {
		return result, nil
	}
	spans := make([][]Spans, len(parts))
	for axis := range parts {
		spans[axis] = SpansOf(parts[axis])
	}
	g := Gatherer{Out: kernel.Strides(shape)}
	for n, chunk := range c.In {
		if err := c.Stop(); err != nil {
			return nil, err
		}
		g.Axes = g.Axes[:0]
		for range parts {
			g.Axes = append(g.Axes, nil)
		}
		rest := n
		for axis := len(parts) - 1; axis >= 0; axis-- {
			g.Axes[axis] = spans[axis][rest%len(parts[axis])]
			rest /= len(parts[axis])
		}
		g.In = kernel.Strides(chunk.Shape())
		kernel.BySize(result, chunk,
			func(o, v []uint8) { Gather(&g, o, v, 0) },
			func(o, v []uint16) { Gather(&g, o, v, 0) },
			func(o, v []uint32) { Gather(&g, o, v, 0) },
			func(o, v []uint64) { Gather(&g, o, v, 0) },
			func(o, v []complex128) { Gather(&g, o, v, 0) })
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

type Spans []span

func SpansOf(parts []op.Part) []Spans {
	out := make([]Spans, len(parts))
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

// Gatherer is what is copied from one block into another: spans along each axis.
type Gatherer struct {
	Axes    []Spans
	Out, In []int // strides
}

// Gather copies the places from an axis on.
func Gather[T kernel.Word](g *Gatherer, out, in []T, axis int) {
	switch len(g.Axes) - axis {
	case 0:
		copy(out[:1], in)
		return
	case 1:
		for _, s := range g.Axes[axis] {
			if s.n == 1 {
				out[s.to] = in[s.from]
				continue
			}
			copy(out[s.to:s.to+s.n], in[s.from:s.from+s.n])
		}
		return
	}
	outer, inner := g.Out[axis], g.In[axis]
	whole := g.wholeBelow(axis)
	for _, s := range g.Axes[axis] {
		if whole {
			copy(out[s.to*outer:(s.to+s.n)*outer], in[s.from*inner:(s.from+s.n)*inner])
			continue
		}
		for i := range s.n {
			Gather(g, out[(s.to+i)*outer:], in[(s.from+i)*inner:], axis+1)
		}
	}
}

// wholeBelow says that the axes behind one are copied whole, so that their elements are one run of memory on both sides.
func (g *Gatherer) wholeBelow(axis int) bool {
	if g.Out[axis] != g.In[axis] {
		return false
	}
	for next := axis + 1; next < len(g.Axes); next++ {
		// The size of an axis on either side follows from the strides.
		s := g.Axes[next]
		if len(s) != 1 || s[0].to != 0 || s[0].from != 0 || s[0].n*g.Out[next] != g.Out[next-1] || s[0].n*g.In[next] != g.In[next-1] {
			return false
		}
	}
	return true
}
