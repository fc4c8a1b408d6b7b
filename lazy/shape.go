package lazy

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Shape is the size of an array along each axis.
type Shape []int

// String writes a shape as Python writes a tuple: (10000, 100), (500,), ().
func (s Shape) String() string { return op.ShapeText(s) }

// DType is the type of an array's elements.
type DType = block.DType

// The element types.
const (
	Bool       = block.Bool
	Int8       = block.Int8
	Int16      = block.Int16
	Int32      = block.Int32
	Int64      = block.Int64
	Uint8      = block.Uint8
	Uint16     = block.Uint16
	Uint32     = block.Uint32
	Uint64     = block.Uint64
	Float32    = block.Float32
	Float64    = block.Float64
	Complex128 = block.Complex128
)

func errorf(format string, args ...any) error { return fmt.Errorf("lazy: "+format, args...) }

// maxElements is more than any array has: a petabyte of float64.
const maxElements = op.MaxElements

// checkShape refuses sizes that no array has.
func checkShape(shape []int) error {
	if err := op.CheckShape(shape); err != nil {
		return errorf("%w", err)
	}
	return nil
}
