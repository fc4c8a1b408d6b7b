package lazy

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
	"github.com/lazycell/lazycell/lazy/repr"
)

// String writes an array in memory and a view as NumPy does, with the values: of a large one those in the corners, for which only the chunks
// under them are computed. A sparse one is written as SciPy does, with the number of values that it keeps. Other arrays are described as Summary does,
// and so are sparse views of more than about four million places that don't lie in memory, because counting would compute them.
func (a *Array) String() string {
	text, err := a.Text()
	if err != nil {
		return fmt.Sprintf("lazy.Array<error: %v>", err)
	}
	return text
}

// Text is String with options for what it computes; the error is that of the computation.
func (a *Array) Text(opts ...RunOption) (string, error) {
	switch {
	case a.err != nil || !a.ShowsValues():
		return a.Summary(), nil
	case a.isSparse():
		nnz, err := a.NNZ(opts...)
		return sparseText(a.kind, a.dtype, nnz, a.Shape()), err
	}
	kept := repr.Corners(a.Shape())
	index := make([]Index, len(kept))
	for axis, positions := range kept {
		index[axis] = All
		if len(positions) < a.Shape()[axis] {
			index[axis] = At(positions...)
		}
	}
	corners, err := a.Slice(index...).Dense(opts...)
	if err != nil {
		return "", err
	}
	return repr.Array("array", slices.Clone(a.Shape()), a.dtype.String(), corners.Data()), nil
}

// countedPlaces is how large a sparse view is at most whose values are computed to be counted.
const countedPlaces = 1 << 22

// ShowsValues reports whether String shows the array's values, or the number of a sparse one's, and not a description.
func (a *Array) ShowsValues() bool {
	if a.InMemory() || !a.IsView() {
		return a.InMemory()
	}
	if !a.isSparse() || a.Size() <= countedPlaces {
		return true
	}
	for x := a; ; x = x.inputs[0] {
		switch x.op.(type) {
		case *op.Select:
			continue
		case *op.Memory:
			return true
		}
		return false
	}
}

// Summary describes the array without values: operation, shape, type and chunks, and their kind when they are sparse.
func (a *Array) Summary() string {
	if a.err != nil {
		return fmt.Sprintf("lazy.Array<error: %v>", a.err)
	}
	kind := ""
	if a.isSparse() {
		kind = ", kind=" + a.kind
	}
	return fmt.Sprintf("lazy.Array<%s, shape=%v, dtype=%v, chunks=%v%s>", a.op.Name(), a.Shape(), a.dtype, a.ChunkShape(), kind)
}
