package exec

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// windows copies what lies under a chunk's window out of the chunks that it reads.
func windows(c *call, w *op.Windows) (*block.Dense, error) {
	at := w.At(c.index)
	reads := w.Reads(c.array.Grid(), c.grids, c.index)
	if len(reads) == 1 && slices.Equal(c.in[0].Shape(), c.shape) {
		return c.in[0], nil
	}
	out := c.empty()
	for i, r := range reads {
		if err := c.stop(); err != nil {
			return nil, err
		}
		offset := c.grids[0].Offset(r.Index)
		to, from, shape := make([]int, len(at)), make([]int, len(at)), make([]int, len(at))
		for axis := range at {
			lo := max(at[axis], offset[axis])
			hi := min(at[axis]+c.shape[axis], offset[axis]+c.in[i].Shape()[axis])
			to[axis], from[axis], shape[axis] = lo-at[axis], lo-offset[axis], hi-lo
		}
		block.CopyBox(out, to, c.in[i], from, shape)
	}
	return out, nil
}
