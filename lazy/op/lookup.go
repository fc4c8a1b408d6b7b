package op

import "github.com/lazycell/lazycell/lazy/block"

// Digitize finds for each element the place among ascending edges before which it would be put: behind equal ones, or before them.
type Digitize struct {
	Edges  []float64
	Before bool // before equal ones
}

// Name is "digitize".
func (d *Digitize) Name() string { return "digitize" }

// Reads is the chunk in the same place.
func (d *Digitize) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Check says whether the edges ascend.
func (d *Digitize) Check(out Node, in []Node) error {
	if err := ascendingNumbers(d.Edges); err != nil {
		return err
	}
	if err := realInput(in); err != nil {
		return err
	}
	if err := typed("the result", out.DType, block.Int64); err != nil {
		return err
	}
	return sameGrid(out, in)
}

// IsIn is true where an element is one of some values.
type IsIn struct {
	Values []float64 // ascending
}

// Name is "isin".
func (i *IsIn) Name() string { return "isin" }

// Reads is the chunk in the same place.
func (i *IsIn) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Check says whether the values ascend.
func (i *IsIn) Check(out Node, in []Node) error {
	if err := ascendingNumbers(i.Values); err != nil {
		return err
	}
	if err := realInput(in); err != nil {
		return err
	}
	if err := typed("the result", out.DType, block.Bool); err != nil {
		return err
	}
	return sameGrid(out, in)
}
