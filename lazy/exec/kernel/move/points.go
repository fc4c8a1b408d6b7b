package move

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// points copies single places of each input chunk to where they belong.
func points(c *kernel.Call, p *op.Points) (*block.Dense, error) {
	out := c.Empty()
	if out.Len() == 0 {
		return out, nil
	}
	in := c.Grids[0]
	nd := len(p.At)
	inner := block.Size(c.Shape[1:])
	lo := c.Array.Grid().Start(0, c.Index[0])
	for n, g := range p.Groups(c.Array.Grid(), in, c.Index[0]) {
		if err := c.Stop(); err != nil {
			return nil, err
		}
		chunk := c.In[n]
		from := make([]int, len(g.To))
		for axis := range nd {
			start, size := in.Start(axis, g.Index[axis]), chunk.Shape()[axis]
			for i, to := range g.To {
				from[i] = from[i]*size + p.At[axis][lo+to] - start
			}
		}
		kernel.BySize(out, chunk,
			func(o, v []uint8) { pick(o, v, g.To, from, inner) }, func(o, v []uint16) { pick(o, v, g.To, from, inner) },
			func(o, v []uint32) { pick(o, v, g.To, from, inner) }, func(o, v []uint64) { pick(o, v, g.To, from, inner) },
			func(o, v []complex128) { pick(o, v, g.To, from, inner) })
	}
	return out, nil
}

// pick copies rows of n elements.
func pick[T kernel.Word](out, in []T, to, from []int, n int) {
	if n == 1 {
		for i, k := range to {
			out[k] = in[from[i]]
		}
		return
	}
	for i, k := range to {
		copy(out[k*n:(k+1)*n], in[from[i]*n:(from[i]+1)*n])
	}
}
