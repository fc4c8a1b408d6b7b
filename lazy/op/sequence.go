package op

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
)

// Arange is numbers in equal steps, along one axis. Integers have first values and steps of their own, because a float64 doesn't hold
// all of them.
type Arange struct {
	source
	Start, Step       float64 // of floats
	IntStart, IntStep int64   // of integers
}

// Name is "arange".
func (a *Arange) Name() string { return "arange" }

// Check asks for one axis of real numbers.
func (a *Arange) Check(out Node, in []Node) error {
	if out.DType == block.Bool || out.DType == block.Complex128 {
		return fmt.Errorf("it is not defined for %v", out.DType)
	}
	if err := axes("the result", out.Grid, 1); err != nil {
		return err
	}
	return takes(in, 0)
}

// Linspace is N numbers in equal steps of which the last is Stop, along one axis.
type Linspace struct {
	source
	Start, Stop float64
	N           int
}

// Name is "linspace".
func (l *Linspace) Name() string { return "linspace" }

// Check asks for one axis of N numbers.
func (l *Linspace) Check(out Node, in []Node) error {
	if err := typed("the result", out.DType, block.Float64); err != nil {
		return err
	}
	if out.Grid.NDim() != 1 || out.Grid.shape[0] != l.N {
		return fmt.Errorf("%d numbers in an array of shape %v", l.N, ShapeText(out.Grid.shape))
	}
	return takes(in, 0)
}

// Eye is ones on a diagonal of a matrix, and zeros.
type Eye struct {
	source
	Diagonal int // 0 is the main one, 1 the one above
}

// Name is "eye".
func (e *Eye) Name() string { return "eye" }

// Check asks for a matrix.
func (e *Eye) Check(out Node, in []Node) error {
	if err := axes("the result", out.Grid, 2); err != nil {
		return err
	}
	return takes(in, 0)
}

// Choice is values drawn from a list. Every element is a function of the seed and its position, as in Random.
type Choice struct {
	source
	Seed       uint64
	Values     []float64
	Cumulative []float64 // probabilities added up, the last is 1; nil when all are the same
}

// Name is "choice".
func (c *Choice) Name() string { return "choice" }

// Check asks for values, and probabilities that add up to 1.
func (c *Choice) Check(out Node, in []Node) error {
	n := len(c.Cumulative)
	if len(c.Values) == 0 || c.Cumulative != nil && n != len(c.Values) {
		return fmt.Errorf("%d probabilities for %d values", n, len(c.Values))
	}
	if err := ascendingNumbers(c.Cumulative); err != nil {
		return err
	}
	if n > 0 && !(c.Cumulative[0] >= 0 && c.Cumulative[n-1] == 1) {
		return fmt.Errorf("the probabilities add up to %v", c.Cumulative[n-1])
	}
	if err := typed("the result", out.DType, block.Float64); err != nil {
		return err
	}
	return takes(in, 0)
}

// Permutation is the numbers from 0 up to and without N in random order. Every element is a function of the seed, N and its position.
type Permutation struct {
	source
	Seed uint64
	N    int
}

// Name is "permutation".
func (p *Permutation) Name() string { return "permutation" }

// Check asks for one axis of N integers.
func (p *Permutation) Check(out Node, in []Node) error {
	if err := typed("the result", out.DType, block.Int64); err != nil {
		return err
	}
	if out.Grid.NDim() != 1 || out.Grid.shape[0] != p.N {
		return fmt.Errorf("the numbers below %d in an array of shape %v", p.N, ShapeText(out.Grid.shape))
	}
	return takes(in, 0)
}
