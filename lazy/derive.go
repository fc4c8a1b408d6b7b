package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Derive is the array that an operation of package op makes of inputs, in chunks of the given sizes along each axis; the first error
// that an input carries is its error. It is for packages that add operations: a kernel for the operation must be there
// when values are wanted.
func Derive(o op.Op, dtype DType, chunks [][]int, inputs ...*Array) *Array {
	for i, in := range inputs {
		if in == nil {
			return Failed(errorf("%s: array %d is nil", o.Name(), i))
		}
	}
	return node(o, dtype, chunks, inputs...)
}

// RechunkTo cuts the array into chunks of exactly these sizes along each axis.
func (a *Array) RechunkTo(chunks [][]int) *Array {
	if a.err != nil {
		return a
	}
	g, err := op.NewGrid(chunks)
	if err != nil {
		return Failed(errorf("rechunk: %w", err))
	}
	if !slices.Equal(g.Shape(), a.grid.Shape()) {
		return Failed(errorf("rechunk: the chunks make up shape %v, the array has %v", Shape(g.Shape()), a.Shape()))
	}
	return a.rechunked(g.Chunks())
}
