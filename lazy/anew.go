package lazy

import (
	"slices"
	"sync/atomic"

	"github.com/lazycell/lazycell/lazy/op"
)

// passes counts the graphs that were made anew.
var passes atomic.Uint64

// MadeAnew is the same array, with a graph of its own: what reads both arrays has the chunks made once for each, instead of holding them in between. So a computation that
// goes through an array several times holds a few chunks of it only, for the price of reading or making them again. Arrays in memory, and those given as held, stay
// the same in both graphs.
func (a *Array) MadeAnew(held ...*Array) *Array {
	if a.err != nil {
		return a
	}
	pass := passes.Add(1)
	of := map[*Array]*Array{}
	for _, h := range held {
		for _, layer := range h.Layers() {
			of[layer] = layer
		}
	}
	for _, layer := range a.Layers() { // inputs come first
		if of[layer] != nil {
			continue
		}
		if _, ok := layer.op.(*op.Memory); ok {
			of[layer] = layer
			continue
		}
		inputs := slices.Clone(layer.inputs)
		for i, in := range inputs {
			inputs[i] = of[in]
		}
		of[layer] = layer.over(inputs)
		of[layer].pass = pass
	}
	return of[a]
}
