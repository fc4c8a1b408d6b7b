package linalg

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/machine"
)

// holdLimit is how many bytes an array may have so that it is held between the passes over it.
var holdLimit = func() int64 { return machine.Memory() / 4 }

// pass is an array to go through once more: itself, or when it is too large to be held, one whose chunks are made anew. What is given as held is not made anew.
func pass(a *lazy.Array, held ...*lazy.Array) *lazy.Array {
	if a.NBytes() <= holdLimit() {
		return a
	}
	return a.MadeAnew(held...)
}
