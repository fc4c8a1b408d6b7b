package op

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
)

// Unary is a function of one array, element by element.
type Unary struct {
	Func string // "neg", "sqrt", …
}

// Name is the function.
func (u *Unary) Name() string { return u.Func }

// Reads is the chunk in the same place.
func (u *Unary) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Check says whether there is such a function of the input's type.
func (u *Unary) Check(out Node, in []Node) error {
	if err := sameGrid(out, in); err != nil {
		return err
	}
	d, err := UnaryType(u.Func, in[0].DType)
	if err != nil {
		return err
	}
	return typed("the result", out.DType, d)
}

// Scalar is a function of an array's elements and a number.
type Scalar struct {
	Func    string // "add", "pow", …
	Value   float64
	Swapped bool // the number comes first
}

// Name is the function.
func (s *Scalar) Name() string { return s.Func }

// Reads is the chunk in the same place.
func (s *Scalar) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Check says whether there is such a function of the input's type, which is the result's unless that is a comparison.
func (s *Scalar) Check(out Node, in []Node) error {
	if err := sameGrid(out, in); err != nil {
		return err
	}
	d, err := BinaryType(s.Func, in[0].DType)
	switch {
	case err != nil:
		return err
	case !Compares(s.Func) && in[0].DType != d:
		return fmt.Errorf("it is a function of %v, not of %v", d, in[0].DType)
	}
	return typed("the result", out.DType, d)
}

// Binary is a function of two arrays, element by element; axes of size 1 are repeated, missing first axes are added.
type Binary struct {
	Func string // "add", "less", …
}

// Name is the function.
func (b *Binary) Name() string { return b.Func }

// Reads is one chunk of each input.
func (b *Binary) Reads(out *Grid, in []*Grid, index []int) []Read { return spread(out, in, index) }

// Check says whether there is such a function of the inputs' type, which is the result's unless that is a comparison. Integers of 64 bits with
// and without sign are compared with each other.
func (b *Binary) Check(out Node, in []Node) error {
	if err := takes(in, 2); err != nil {
		return err
	}
	x, y := in[0].DType, in[1].DType
	d, err := BinaryType(b.Func, block.Promote(x, y))
	switch {
	case err != nil:
		return err
	case Compares(b.Func) && x != y && !(x.IsInteger() && y.IsInteger() && x.Size() == 8 && y.Size() == 8):
		return fmt.Errorf("%v is not compared with %v; both must be of one type", x, y)
	case !Compares(b.Func) && (x != d || y != d):
		return fmt.Errorf("it is a function of %v, not of %v and %v", d, x, y)
	}
	if err := typed("the result", out.DType, d); err != nil {
		return err
	}
	return repeatable(out, in, true)
}

// spread is one chunk of each input, of which axes may be repeated or missing in front.
func spread(out *Grid, in []*Grid, index []int) []Read {
	reads := make([]Read, len(in))
	for i, g := range in {
		at := make([]int, g.NDim())
		skip := out.NDim() - g.NDim()
		for axis := range at {
			if g.shape[axis] == out.shape[axis+skip] {
				at[axis] = index[axis+skip]
			}
		}
		reads[i] = Read{i, at}
	}
	return reads
}

// Cast is the elements in another type, which is that of the result.
type Cast struct{}

// Name is "astype".
func (c *Cast) Name() string { return "astype" }

// Reads is the chunk in the same place.
func (c *Cast) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Check asks for an input that is cut alike.
func (c *Cast) Check(out Node, in []Node) error { return sameGrid(out, in) }
