package op

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
)

// Node is an array as checks see it: how it is cut, and the type of its elements.
type Node struct {
	Grid  *Grid
	DType block.DType
}

// Checked is an operation that can tell whether it fits a result and inputs. Whoever makes a layer asks, whether it comes from a method or from bytes: where
// the check finds nothing wrong, Reads gives chunks that there are, and a kernel finds blocks of the shapes and types that it expects.
type Checked interface {
	Op
	// Check says what is wrong. It takes time in proportion to the parameters and to the chunks along each axis, and memory for a few of them.
	Check(out Node, in []Node) error
}

// MaxElements is more than any array has: a petabyte of float64.
const MaxElements = 1 << 47

// CheckShape refuses sizes that no array has.
func CheckShape(shape []int) error {
	n := 1
	for _, s := range shape {
		if s < 0 {
			return fmt.Errorf("shape %v has a negative size", ShapeText(shape))
		}
		if s > 0 && n > MaxElements/s {
			return fmt.Errorf("shape %v has too many elements", ShapeText(shape))
		}
		n *= max(s, 1)
	}
	return nil
}

// takes asks for a number of inputs.
func takes(in []Node, n int) error {
	if len(in) != n {
		return fmt.Errorf("%d inputs where it takes %d", len(in), n)
	}
	return nil
}

// typed asks for an element type.
func typed(what string, have, want block.DType) error {
	if have != want {
		return fmt.Errorf("%s is of %v, not of %v", what, have, want)
	}
	return nil
}

// sameType asks for inputs of the result's type.
func sameType(out Node, in []Node) error {
	for i, x := range in {
		if x.DType != out.DType {
			return fmt.Errorf("input %d is of %v, the result of %v", i, x.DType, out.DType)
		}
	}
	return nil
}

// sameGrid asks for one input that is cut as the result is.
func sameGrid(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	if !out.Grid.Equal(in[0].Grid) {
		return fmt.Errorf("the result of shape %v is cut otherwise than its input of shape %v", ShapeText(out.Grid.shape), ShapeText(in[0].Grid.shape))
	}
	return nil
}

// real asks for an input that isn't complex.
func realInput(in []Node) error {
	for _, x := range in {
		if x.DType == block.Complex128 {
			return fmt.Errorf("it is not defined for complex numbers")
		}
	}
	return nil
}

// axes asks for a number of dimensions.
func axes(what string, g *Grid, n int) error {
	if g.NDim() != n {
		return fmt.Errorf("%s has %d axes, not %d", what, g.NDim(), n)
	}
	return nil
}

// inRange asks for an axis that there is.
func inRange(axis, ndim int) error {
	if axis < 0 || axis >= ndim {
		return fmt.Errorf("there is no axis %d of %d", axis, ndim)
	}
	return nil
}

// ascending asks for axes in order, none twice, of so many.
func ascendingAxes(list []int, ndim int) error {
	for i, axis := range list {
		if axis < 0 || axis >= ndim || i > 0 && axis <= list[i-1] {
			return fmt.Errorf("%v are no axes of %d, in order", list, ndim)
		}
	}
	return nil
}

// ascendingNumbers asks for numbers in order, without NaN.
func ascendingNumbers(list []float64) error {
	for i, v := range list {
		if v != v || i > 0 && v < list[i-1] {
			return fmt.Errorf("number %d is %v, which is less than the one before or no number", i, v)
		}
	}
	return nil
}

// oneOf asks for a name that is known.
func oneOf(what, name string, names ...string) error {
	if !slices.Contains(names, name) {
		return fmt.Errorf("there is no %s %q", what, name)
	}
	return nil
}

// cutAs asks for chunks of these sizes along an axis; sizes of 0 don't count, as in NewGrid.
func (g *Grid) cutAs(axis int, sizes ...int) error {
	have, k := g.chunks[axis], 0
	for _, n := range sizes {
		if n == 0 {
			continue
		}
		if k >= len(have) || have[k] != n {
			return fmt.Errorf("axis %d of the result is cut otherwise than it should be", axis)
		}
		k++
	}
	if k == 0 && len(have) == 1 && have[0] == 0 || k > 0 && k == len(have) {
		return nil
	}
	return fmt.Errorf("axis %d of the result is cut otherwise than it should be", axis)
}

// cutInOnes asks for n chunks of size 1 along an axis.
func (g *Grid) cutInOnes(axis, n int) error {
	if have := g.chunks[axis]; len(have) != n || slices.ContainsFunc(have, func(s int) bool { return s != 1 }) {
		return fmt.Errorf("axis %d is not cut into %d chunks of size 1", axis, n)
	}
	return nil
}

// oneChunk asks for a single chunk along axes.
func (g *Grid) oneChunk(what string, axes ...int) error {
	for _, axis := range axes {
		if n := len(g.chunks[axis]); n != 1 {
			return fmt.Errorf("axis %d of %s has %d chunks; it must be in one", axis, what, n)
		}
	}
	return nil
}

// repeatable asks that every input is, along each axis, cut as the result is or of size 1; missing first axes are repeated too. Something must
// be of the size of the result.
func repeatable(out Node, in []Node, exact bool) error {
	given := make([]bool, out.Grid.NDim())
	for i, x := range in {
		skip := out.Grid.NDim() - x.Grid.NDim()
		if skip < 0 {
			return fmt.Errorf("input %d has %d axes, the result %d", i, x.Grid.NDim(), out.Grid.NDim())
		}
		for axis, sizes := range x.Grid.chunks {
			switch {
			case sameSizes(sizes, out.Grid.chunks[axis+skip]):
				given[axis+skip] = true
			case x.Grid.shape[axis] != 1 || out.Grid.shape[axis+skip] == 1:
				return fmt.Errorf("axis %d of input %d, of shape %v, is cut otherwise than that of the result of shape %v", axis, i, ShapeText(x.Grid.shape), ShapeText(out.Grid.shape))
			}
		}
	}
	for axis, ok := range given {
		if exact && !ok && out.Grid.shape[axis] != 1 {
			return fmt.Errorf("no input has axis %d of the result of shape %v", axis, ShapeText(out.Grid.shape))
		}
	}
	return nil
}

// ceil is n by k, rounded up.
func ceil(n, k int) int {
	if n == 0 {
		return 0
	}
	return (n-1)/k + 1
}
