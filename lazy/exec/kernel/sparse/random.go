package sparse

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/draw"
	"github.com/lazycell/lazycell/lazy/exec/kernel/splitmix"
	"github.com/lazycell/lazycell/lazy/op"
)

// randomSparse keeps each place of a chunk with probability A, with a number from 0 up to and without 1. Both are functions of the seed and the place's
// position in the whole array.
func randomSparse(c *kernel.Call, r *op.Random) (block.Block, error) {
	at := c.Array.Grid().Offset(c.Index)
	rows, cols := c.Shape[0], c.Shape[1]
	width := c.Array.Shape()[1]
	seed := splitmix.Mix(r.Seed)
	limit := uint64(r.A * 0x1p53)
	likely := int(float64(rows) * float64(cols) * r.A)
	indptr := make([]int64, rows+1)
	indices := make([]int32, 0, likely+likely/50+16)
	values := make([]float64, 0, cap(indices))
	for row := range rows {
		if row%max(1<<18/max(cols, 1), 1) == 0 {
			if err := c.Stop(); err != nil {
				return nil, err
			}
		}
		z := seed + uint64((at[0]+row)*width+at[1])*splitmix.Golden
		for col := range cols {
			z += splitmix.Golden
			bits := splitmix.Mix(z)
			if bits>>11 < limit {
				indices = append(indices, int32(col))
				values = append(values, splitmix.Fraction(splitmix.Mix(bits+draw.Gamma)))
			}
		}
		indptr[row+1] = int64(len(indices))
	}
	d, err := block.FromSlice([]int{len(values)}, values)
	if err != nil {
		return nil, err
	}
	return block.TrustedSparse(block.KindCSR, c.Shape, indptr, indices, d), nil
}
