package op

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
)

// Choose takes each element from the second input where the first, of booleans, is true, and from the third elsewhere. Axes of size 1
// are repeated, missing first axes are added, in all three.
type Choose struct{}

// Name is "where".
func (c *Choose) Name() string { return "where" }

// Reads is one chunk of each input.
func (c *Choose) Reads(out *Grid, in []*Grid, index []int) []Read { return spread(out, in, index) }

// Check asks for a condition and two inputs of the result's type.
func (c *Choose) Check(out Node, in []Node) error {
	if err := takes(in, 3); err != nil {
		return err
	}
	if err := typed("the condition", in[0].DType, block.Bool); err != nil {
		return err
	}
	if err := sameType(out, in[1:]); err != nil {
		return err
	}
	return repeatable(out, in, true)
}

// Replace puts numbers in the place of NaN and of the infinities in an array of floats.
type Replace struct {
	NaN, Inf, NegInf float64
	Keep             bool // infinities stay what they are
}

// Name is "nan_to_num".
func (r *Replace) Name() string { return "nan_to_num" }

// Reads is the chunk in the same place.
func (r *Replace) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Check asks for an input of floats.
func (r *Replace) Check(out Node, in []Node) error {
	if !out.DType.IsFloat() {
		return fmt.Errorf("it is not defined for %v", out.DType)
	}
	if err := sameType(out, in); err != nil {
		return err
	}
	return sameGrid(out, in)
}
