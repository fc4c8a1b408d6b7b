package lazy

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/repr"
)

// String writes an array in memory and a view as NumPy does, with the values: of a large one those in the corners, for which only the chunks
// under them are computed. Other arrays are described as Summary does.
func (a *Array) String() string {
	if a.err != nil || !a.InMemory() && !a.IsView() {
		return a.Summary()
	}
	kept := repr.Corners(a.Shape())
	index := make([]Index, len(kept))
	for axis, positions := range kept {
		index[axis] = All
		if len(positions) < a.Shape()[axis] {
			index[axis] = At(positions...)
		}
	}
	corners, err := a.Slice(index...).Dense()
	if err != nil {
		return fmt.Sprintf("lazy.Array<error: %v>", err)
	}
	return repr.Array("array", slices.Clone(a.Shape()), a.dtype.String(), corners.Data())
}

// Summary describes the array without values: operation, shape, type and chunks.
func (a *Array) Summary() string {
	if a.err != nil {
		return fmt.Sprintf("lazy.Array<error: %v>", a.err)
	}
	return fmt.Sprintf("lazy.Array<%s, shape=%v, dtype=%v, chunks=%v>", a.op.Name(), a.Shape(), a.dtype, a.ChunkShape())
}
