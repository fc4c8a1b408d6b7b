package lazy

import (
	"fmt"
	"hash"
	"hash/fnv"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
)

// layerKey is what layers have in common that have the same values: the operation with its parameters, how the array is cut, the layers it reads, and
// whether it was made anew.
type layerKey struct {
	own    [16]byte
	inputs string
	pass   uint64
}

// merged is the arrays over graphs in which every layer is there once: of layers that are the same, however often they were made, the first is taken. What was made
// anew (MadeAnew) stays apart. Values in memory are the same where they are the very blocks, so that nothing is read.
func merged(arrays []*Array) []*Array {
	layers := Layers(arrays...)
	to, known := make(map[*Array]*Array, len(layers)), make(map[layerKey]*Array, len(layers))
	numbers := make(map[*Array]uint32, len(layers))
	for _, x := range layers {
		inputs, changed := x.inputs, false
		var at []byte
		for i, in := range x.inputs {
			y := to[in]
			if y != in {
				if !changed {
					inputs, changed = slices.Clone(inputs), true
				}
				inputs[i] = y
			}
			n := numbers[y]
			at = append(at, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
		}
		key := layerKey{x.ownDigest(), string(at), x.pass}
		if y, ok := known[key]; ok {
			to[x] = y
			continue
		}
		y := x
		if changed {
			y = x.over(inputs)
		}
		to[x], known[key] = y, y
		numbers[y] = uint32(len(numbers))
	}
	out := make([]*Array, len(arrays))
	for i, a := range arrays {
		out[i] = to[a]
	}
	return out
}

// over is the same operation over other inputs, which are cut alike.
func (a *Array) over(inputs []*Array) *Array {
	return &Array{dtype: a.dtype, grid: a.grid, op: a.op, inputs: inputs, kind: a.kind, density: a.density, pass: a.pass}
}

// ownDigest is the digest of the layer without its inputs, blocks in memory by where they lie.
func (a *Array) ownDigest() [16]byte {
	a.digesting.Do(func() {
		h := fnv.New128a()
		a.digest(h, func(h hash.Hash, b block.Block) { fmt.Fprintf(h, "%p", b) })
		h.Sum(a.own[:0])
	})
	return a.own
}
