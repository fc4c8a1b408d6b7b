package op

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
)

// Histogram counts the values of each chunk between neighbouring edges; the last edge belongs to the last interval. Row n of the result is that of the
// n-th chunk in C order.
type Histogram struct {
	Edges []float64 // ascending
	Even  bool      // they lie equally far apart
}

// Name is "histogram".
func (h *Histogram) Name() string { return "histogram" }

// Reads is the n-th chunk.
func (h *Histogram) Reads(_ *Grid, in []*Grid, index []int) []Read {
	return []Read{{0, in[0].Index(index[0])}}
}

// Check says whether the edges ascend, and the result has a row for every chunk.
func (h *Histogram) Check(out Node, in []Node) error {
	if len(h.Edges) < 2 {
		return fmt.Errorf("%d edges; there are at least 2", len(h.Edges))
	}
	if err := ascendingNumbers(h.Edges); err != nil {
		return err
	}
	if err := realInput(in); err != nil {
		return err
	}
	return counts(out, in, len(h.Edges)-1)
}

// counts asks for a row of n counts for every chunk of the input.
func counts(out Node, in []Node, n int) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	if err := axes("the result", out.Grid, 2); err != nil {
		return err
	}
	if err := out.Grid.cutInOnes(0, in[0].Grid.Len()); err != nil {
		return err
	}
	if err := out.Grid.cutAs(1, n); err != nil {
		return err
	}
	return typed("the result", out.DType, block.Int64)
}

// Bincount counts how often each number from 0 up to and without N occurs in each chunk. Row n of the result is that of the n-th chunk.
type Bincount struct {
	N int
}

// Name is "bincount".
func (b *Bincount) Name() string { return "bincount" }

// Reads is the n-th chunk.
func (b *Bincount) Reads(_ *Grid, in []*Grid, index []int) []Read {
	return []Read{{0, in[0].Index(index[0])}}
}

// Check asks for integers, and a row for every chunk.
func (b *Bincount) Check(out Node, in []Node) error {
	if b.N < 0 {
		return fmt.Errorf("%d numbers", b.N)
	}
	for _, x := range in {
		if x.DType != block.Bool && !x.DType.IsInteger() {
			return fmt.Errorf("only integers are counted, not %v", x.DType)
		}
	}
	return counts(out, in, b.N)
}

// GroupRows reduces the rows of each chunk that have the same code. The result has an axis for the chunks of rows in front, the groups in the place of
// the rows, and for a variance one more axis at the end for the count, the mean and the sum of squared deviations.
type GroupRows struct {
	Func  string // "sum", "var", "min" or "max"
	Codes []int  // of every row: its group, or less than 0 when it is left out
	N     int    // groups
}

// Name is "group-" and the function.
func (g *GroupRows) Name() string { return "group-" + g.Func }

// Reads is the chunk of the rows and the other axes.
func (g *GroupRows) Reads(_ *Grid, in []*Grid, index []int) []Read {
	at := make([]int, in[0].NDim())
	at[0] = index[0]
	copy(at[1:], index[2:])
	return []Read{{0, at}}
}

// Check asks for a code of a group, or less than 0, for every row.
func (g *GroupRows) Check(out Node, in []Node) error {
	if err := oneOf("function", g.Func, "sum", "var", "min", "max"); err != nil {
		return err
	}
	if err := takes(in, 1); err != nil {
		return err
	}
	x, d := in[0].Grid, in[0].DType
	if x.NDim() == 0 || len(g.Codes) != x.shape[0] || g.N < 0 {
		return fmt.Errorf("%d codes of %d groups for the rows of an array of shape %v", len(g.Codes), g.N, ShapeText(x.shape))
	}
	for row, code := range g.Codes {
		if code >= g.N {
			return fmt.Errorf("row %d belongs to group %d; there are %d groups", row, code, g.N)
		}
	}
	state := 0
	if g.Func == "var" {
		state = 1
	}
	if err := axes("the result", out.Grid, x.NDim()+1+state); err != nil {
		return err
	}
	if err := out.Grid.cutInOnes(0, len(x.chunks[0])); err != nil {
		return err
	}
	if err := out.Grid.cutAs(1, g.N); err != nil {
		return err
	}
	for axis, sizes := range x.chunks[1:] {
		if err := out.Grid.cutAs(axis+2, sizes...); err != nil {
			return err
		}
	}
	switch g.Func {
	case "var":
		if err := out.Grid.cutAs(x.NDim()+1, 3); err != nil {
			return err
		}
		if err := realInput(in); err != nil {
			return err
		}
		return typed("the result", out.DType, block.Float64)
	case "sum":
		if out.DType == block.Float64 && d != block.Complex128 { // whose mean is asked for
			return nil
		}
		return typed("the result", out.DType, wide(d))
	}
	if err := realInput(in); err != nil {
		return err
	}
	return sameType(out, in)
}
