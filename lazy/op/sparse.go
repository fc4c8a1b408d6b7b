package op

import "github.com/lazycell/lazycell/lazy/block"

// Convert keeps the same values in chunks of another kind.
type Convert struct {
	Kind string // "dense", "csr" or "csc"
}

// Name is "todense", "tocsr" or "tocsc".
func (c *Convert) Name() string { return "to" + c.Kind }

// Reads is the chunk in the same place.
func (c *Convert) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// Check says whether there is such a kind, for so many axes.
func (c *Convert) Check(out Node, in []Node) error {
	if err := oneOf("kind", c.Kind, block.KindDense, block.KindCSR, block.KindCSC); err != nil {
		return err
	}
	if c.Kind != block.KindDense {
		if err := axes("the array", out.Grid, 2); err != nil {
			return err
		}
	}
	if err := sameGrid(out, in); err != nil {
		return err
	}
	return sameType(out, in)
}
