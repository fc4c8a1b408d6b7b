package lazy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/lazycell/lazycell/lazy/block"
)

// Shape is the size of an array along each axis.
type Shape []int

// String writes a shape as Python writes a tuple: (10000, 100), (500,), ().
func (s Shape) String() string {
	parts := make([]string, len(s))
	for i, n := range s {
		parts[i] = strconv.Itoa(n)
	}
	if len(s) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

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
const maxElements = 1 << 47

// checkShape refuses sizes that no array has.
func checkShape(shape []int) error {
	n := 1
	for _, s := range shape {
		if s < 0 {
			return errorf("shape %v has a negative size", Shape(shape))
		}
		if s > 0 && n > maxElements/s {
			return errorf("shape %v has too many elements", Shape(shape))
		}
		n *= max(s, 1)
	}
	return nil
}
