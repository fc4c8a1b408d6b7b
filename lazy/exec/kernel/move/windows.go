package move

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// windows copies what lies under a chunk's window out of the chunks that it reads.
func windows(c *kernel.Call, w *op.Windows) (*block.Dense, error) {
	at := w.At(c.Index)
	reads := w.Reads(c.Array.Grid(), c.Grids, c.Index)
	if len(reads) == 1 && slices.Equal(c.In[0].Shape(), c.Shape) {
		return c.In[0], nil
	}
	out := c.Empty()
	for i, r := range reads {
		if err := c.Stop(); err != nil {
			return nil, err
		}
		offset := c.Grids[0].Offset(r.Index)
		to, from, shape := make([]int, len(at)), make([]int, len(at)), make([]int, len(at))
		for axis := range at {
			lo := max(at[axis], offset[axis])
			hi := min(at[axis]+c.Shape[axis], offset[axis]+c.In[i].Shape()[axis])
			to[axis], from[axis], shape[axis] = lo-at[axis], lo-offset[axis], hi-lo
		}
		block.CopyBox(out, to, c.In[i], from, shape)
	}
	return out, nil
}
