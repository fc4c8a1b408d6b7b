package exec

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// randomSparse keeps each place of a chunk with probability A, with a number from 0 up to and without 1. Both are functions of the seed and the place's
// position in the whole array.
func randomSparse(c *call, r *op.Random) (block.Block, error) {
	at := c.array.Grid().Offset(c.index)
	rows, cols := c.shape[0], c.shape[1]
	width := c.array.Shape()[1]
	seed := mix(r.Seed)
	limit := uint64(r.A * 0x1p53)
	likely := int(float64(rows) * float64(cols) * r.A)
	indptr := make([]int64, rows+1)
	indices := make([]int32, 0, likely+likely/50+16)
	values := make([]float64, 0, cap(indices))
	for row := range rows {
		if row%64 == 0 {
			if err := c.stop(); err != nil {
				return nil, err
			}
		}
		z := seed + uint64((at[0]+row)*width+at[1])*golden
		for col := range cols {
			z += golden
			bits := mix(z)
			if bits>>11 < limit {
				indices = append(indices, int32(col))
				values = append(values, fraction(mix(bits+gamma)))
			}
		}
		indptr[row+1] = int64(len(indices))
	}
	d, err := block.FromSlice([]int{len(values)}, values)
	if err != nil {
		return nil, err
	}
	return block.TrustedSparse(block.KindCSR, c.shape, indptr, indices, d), nil
}
