package rewrite

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel/source"
	"github.com/lazycell/lazycell/lazy/op"
)

// boxedAt is the places of an array of a file in chunks, or nil when that would read more than half of the chunks of the file's array.
func boxedAt(x *lazy.Array, axes []op.Positions, chunks [][]int) *lazy.Array {
	if boxes(axes, chunks)*2 > touchedBy(&op.Select{Axes: axes}, x) {
		return nil
	}
	return lazy.Derive(&source.Boxed{File: x.Op().(*op.File), Axes: axes}, x.DType(), chunks)
}

// boxes is how many elements the boxes around the places of each chunk have.
func boxes(axes []op.Positions, chunks [][]int) int {
	total := 1
	for axis, p := range axes {
		n, at := 0, 0
		for _, size := range chunks[axis] {
			lo, hi := p.Then(op.Positions{Start: at, Step: 1, Count: size}).Bounds()
			n, at = n+hi-lo+1, at+size
		}
		total *= n
	}
	return total
}
