package lazy

import (
	"encoding/binary"
	"fmt"
	"hash"
	"hash/fnv"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Name is the operation and a digest of the whole graph: arrays of the same name have the same values. Arrays in memory are told apart by
// where their values lie.
func (a *Array) Name() string {
	for _, layer := range a.Layers() { // from the sources up, so that naming is no deep recursion
		layer.naming.Do(func() { layer.name = layer.digest() })
	}
	return a.name
}

func (a *Array) digest() string {
	h := fnv.New128a()
	fmt.Fprint(h, a.op.Name(), a.dtype, len(a.inputs))
	if a.isSparse() {
		fmt.Fprint(h, a.kind)
	}
	for _, sizes := range a.grid.Chunks() {
		numbers(h, sizes)
	}
	for _, in := range a.inputs {
		_, _ = h.Write([]byte(in.name))
	}
	switch o := a.op.(type) {
	case *op.Memory:
		for _, b := range o.Blocks {
			fmt.Fprintf(h, "%p", block.Block(b))
		}
	case *op.File:
		fmt.Fprint(h, o.Reader.Name())
	case *op.Select:
		for _, p := range o.Axes {
			numbers(h, []int{p.Start, p.Step, p.Count})
			numbers(h, p.List)
		}
		numbers(h, o.Drop)
		numbers(h, o.New)
	case *op.GroupRows: // of as many codes as there are rows
		fmt.Fprint(h, o.Func, o.N)
		numbers(h, o.Codes)
	default:
		fmt.Fprintf(h, "%+v", o)
	}
	return fmt.Sprintf("%s-%x", a.op.Name(), h.Sum(nil)[:8])
}

func numbers(h hash.Hash, list []int) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(len(list)))
	_, _ = h.Write(b[:])
	for _, n := range list {
		binary.LittleEndian.PutUint64(b[:], uint64(n))
		_, _ = h.Write(b[:])
	}
}
