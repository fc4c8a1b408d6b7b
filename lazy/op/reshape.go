package op

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
)

// Reshape gives the elements another shape, in the same C order. The chunks of the input and of the result hold the same elements, in the same
// order of chunks: whoever makes the layer cuts both so that they do.
type Reshape struct{}

// Name is "reshape".
func (r *Reshape) Name() string { return "reshape" }

// Reads is the chunk of the same number.
func (r *Reshape) Reads(out *Grid, in []*Grid, index []int) []Read {
	return []Read{{0, in[0].Index(out.Linear(index))}}
}

// Check asks for as many elements in as many chunks. Whether chunks of the same number hold the same number of elements shows when they are made.
func (r *Reshape) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if block.Size(g.shape) != block.Size(out.Grid.shape) || g.Len() != out.Grid.Len() {
		return fmt.Errorf("shape %v in %d chunks can't become shape %v in %d chunks", ShapeText(g.shape), g.Len(), ShapeText(out.Grid.shape), out.Grid.Len())
	}
	return sameType(out, in)
}

// Broadcast repeats an array along axes where it has size 1, and along added first axes.
type Broadcast struct{}

// Name is "broadcast_to".
func (b *Broadcast) Name() string { return "broadcast_to" }

// Reads is the one chunk that is repeated.
func (b *Broadcast) Reads(out *Grid, in []*Grid, index []int) []Read {
	return (&Binary{}).Reads(out, in, index)
}

// Check says whether the input's axes are those of the result, or of size 1.
func (b *Broadcast) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	if err := repeatable(out, in, false); err != nil {
		return err
	}
	return sameType(out, in)
}
