package fuse

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// Joining is how the inputs of a unit that puts many together can be put together one after the other, so that few are there at once.
type Joining struct {
	// Unit joins two partial results.
	Unit Unit
	// Pairs says that the unit makes a partial result of each pair of its inputs, and Unit the result of the last ones; else inputs are partial results
	// themselves, and the last two go into the unit.
	Pairs bool
}

// JoiningOf is nil for units that need all of their inputs together.
func JoiningOf(u *Unit) *Joining {
	x := u.Array
	switch o := x.Op().(type) {
	case *op.AddUp:
		return &Joining{Unit: *u}
	case *op.Reduce:
		switch o.Stage {
		case op.Combine:
			return &Joining{Unit: *u}
		case op.Aggregate:
			return joiningStates(u, o)
		}
	case *op.Contract:
		k, err := kernel.Of(&op.AddUp{})
		if err != nil {
			return nil
		}
		return &Joining{Unit: Unit{Array: x, kernel: k, Steps: []string{(&op.AddUp{}).Name()}}, Pairs: true}
	}
	return nil
}

// joiningStates joins partial results that stay partial.
func joiningStates(u *Unit, r *op.Reduce) *Joining {
	in := u.Array.Inputs()[0]
	chunks := slices.Clone(in.Chunks())
	combine := *r
	combine.Stage = op.Combine
	for _, axis := range r.Axes {
		combine.Every = max(combine.Every, len(chunks[axis]))
		chunks[axis] = []int{1}
	}
	x := lazy.Derive(&combine, in.DType(), chunks, in)
	k, err := kernel.Of(x.Op())
	if x.Err() != nil || err != nil || x.NChunks() != u.Array.NChunks() {
		return nil
	}
	return &Joining{Unit: Unit{Array: x, kernel: k, Steps: []string{combine.Name()}}}
}
