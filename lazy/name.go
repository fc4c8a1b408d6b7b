package lazy

import (
	"fmt"
	"hash"
	"hash/fnv"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/codec"
)

// Name is the operation and a digest of the whole graph: arrays of the same name have the same values. It depends on nothing but the operations, so it is
// the same in another process. For arrays in memory all values are read once, the first time that a name is asked for. Sources are told apart by their own
// names, and functions that aren't registered by when they were made, which means something in this process only.
func (a *Array) Name() string {
	for _, layer := range a.Layers() { // from the sources up, so that naming is no deep recursion
		layer.naming.Do(func() {
			h := fnv.New128a()
			layer.digest(h, codec.Content)
			for _, in := range layer.inputs {
				_, _ = h.Write([]byte(in.name))
			}
			layer.name = fmt.Sprintf("%s-%x", layer.op.Name(), h.Sum(nil)[:8])
		})
	}
	return a.name
}

// digest writes to a hash what the array is, but for its inputs.
func (a *Array) digest(h hash.Hash, blocks func(hash.Hash, block.Block)) {
	codec.Digest(h, a.op, blocks)
	fmt.Fprint(h, a.dtype, a.kind, len(a.inputs))
	for _, sizes := range a.grid.Chunks() {
		codec.Numbers(h, sizes)
	}
}
