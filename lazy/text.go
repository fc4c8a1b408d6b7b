package lazy

import (
	"fmt"
)

// String writes an array in memory and a view as NumPy does, with the values: of a large one those in the corners, for which only the chunks
// under them are computed. Other arrays are described as Summary does.
func (a *Array) String() string {
	if a.err != nil || !a.InMemory() && !a.IsView() {
		return a.Summary()
	}
	d, err := a.Dense()
	if err != nil {
		return fmt.Sprintf("lazy.Array<error: %v>", err)
	}
	return fmt.Sprintf("array(%v)", d.Data())
}

// Summary describes the array without values: operation, shape, type and chunks.
func (a *Array) Summary() string {
	if a.err != nil {
		return fmt.Sprintf("lazy.Array<error: %v>", a.err)
	}
	return fmt.Sprintf("lazy.Array<%s, shape=%v, dtype=%v, chunks=%v>", a.op.Name(), a.Shape(), a.dtype, a.ChunkShape())
}
