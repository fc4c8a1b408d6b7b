package sparse

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/op"
)

// sparseSelection puts the selected places of the input chunks together.
func sparseSelection(c *kernel.Call, s *op.Select) (block.Block, error) {
	kind := c.Array.Kind()
	if block.Size(c.Shape) == 0 {
		return block.EmptySparse(kind, c.Array.DType(), c.Shape), nil
	}
	var parts [2][]op.Part
	var places [2][]block.Places
	for axis := range parts {
		parts[axis] = s.Parts(c.Array.Grid(), c.Grids[0], axis, c.Index[axis])
		for _, p := range parts[axis] {
			places[axis] = append(places[axis], block.Places{To: p.To, From: p.From})
		}
	}
	first := c.Sparse[0]
	if len(c.Sparse) == 1 {
		m := first.Major()
		lines, across := parts[m][0], parts[1-m][0]
		if isRun(lines.From) && isRun(lines.To) && isRun(across.From) && isRun(across.To) && len(across.From) == first.Width() {
			lo := lines.From[0]
			if len(lines.From) == first.NLines() {
				return first, nil
			}
			part := first.Lines(lo, lo+len(lines.From))
			if _, held := c.Array.Inputs()[0].Op().(*op.Memory); !held { // a part would keep all of the chunk in memory
				part = part.Clone()
			}
			return part, nil
		}
	}
	return block.Assemble(kind, c.Array.DType(), c.Shape, places, c.Sparse), nil
}

// isRun says that positions follow each other.
func isRun(at []int) bool {
	for i := range at {
		if at[i] != at[0]+i {
			return false
		}
	}
	return true
}

// union computes a function of two sparse chunks, for which 0 and 0 give 0, on the places that either keeps. Zeros among the results aren't kept.
func union(c *kernel.Call, o *op.Binary) (block.Block, error) {
	a, b := c.Sparse[0], c.Sparse[1].AsKind(c.Sparse[0].Kind())
	both := block.Join(a, b)
	out := block.NewDense(c.Array.DType(), []int{both.A.Len()})
	for lo := 0; lo < out.Len(); lo += kernel.TileSize {
		if lo/kernel.TileSize%64 == 0 {
			if err := c.Stop(); err != nil {
				return nil, err
			}
		}
		hi := min(lo+kernel.TileSize, out.Len())
		if err := elementwise.Apply(o, out.Span(lo, hi), [3]*block.Dense{both.A.Span(lo, hi), both.B.Span(lo, hi)}); err != nil {
			return nil, err
		}
	}
	return block.TrustedSparse(a.Kind(), a.Shape(), both.Indptr, both.Indices, out).Pruned(), nil
}
