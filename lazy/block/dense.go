package block

import (
	"fmt"
	"slices"
	"unsafe"
)

// Dense is a block that keeps every value, in C order.
type Dense struct {
	dtype DType
	shape []int
	data  any // []T of the type's Elem
}

// NewDense is a block of zeros. The type must be Valid.
func NewDense(d DType, shape []int) *Dense {
	b := &Dense{dtype: d, shape: slices.Clone(shape), data: makeData(d, Size(shape))}
	inHugePages(b.Bytes())
	return b
}

// FromSlice is a block over values, which it shares. The error says when their number isn't that of the shape.
func FromSlice[T Elem](shape []int, values []T) (*Dense, error) {
	if err := fits(shape, len(values)); err != nil {
		return nil, err
	}
	return &Dense{dtype: of[T](), shape: slices.Clone(shape), data: values}, nil
}

// FromData is FromSlice for a slice whose type is known at run time only.
func FromData(shape []int, data any) (*Dense, error) {
	d, ok := DTypeOf(data)
	if !ok {
		return nil, fmt.Errorf("a block can't hold a %T; give a slice of bool, integers, floats or complex128", data)
	}
	b := &Dense{dtype: d, shape: slices.Clone(shape), data: data}
	return b, fits(shape, b.length())
}

func fits(shape []int, n int) error {
	for _, s := range shape {
		if s < 0 {
			return fmt.Errorf("shape %v has a negative size", shape)
		}
	}
	if want := Size(shape); want != n {
		return fmt.Errorf("%d values for shape %v, which holds %d", n, shape, want)
	}
	return nil
}

// DType is the type of the elements.
func (d *Dense) DType() DType { return d.dtype }

// Shape is the size along each axis. The slice must not be changed.
func (d *Dense) Shape() []int { return d.shape }

// Kind is "dense".
func (d *Dense) Kind() string { return "dense" }

// NBytes is the size of the values in memory.
func (d *Dense) NBytes() int64 { return int64(d.Len()) * int64(d.dtype.Size()) }

// Dense is the block itself.
func (d *Dense) Dense() *Dense { return d }

// Len is the number of elements.
func (d *Dense) Len() int { return Size(d.shape) }

// Data is the values: []float64, []int32, …. The block shares them.
func (d *Dense) Data() any { return d.data }

// Values is the values when T is their type, else nil.
func Values[T Elem](d *Dense) []T {
	v, _ := d.data.([]T)
	return v
}

// Reshape is the same values in another shape of the same size; the values are shared.
func (d *Dense) Reshape(shape []int) (*Dense, error) {
	if err := fits(shape, d.Len()); err != nil {
		return nil, err
	}
	return &Dense{dtype: d.dtype, shape: slices.Clone(shape), data: d.data}, nil
}

// Span is the elements from lo up to and without hi in C order, as a block of one dimension that shares them.
func (d *Dense) Span(lo, hi int) *Dense {
	out := &Dense{dtype: d.dtype, shape: []int{hi - lo}}
	switch v := d.data.(type) {
	case []bool:
		out.data = v[lo:hi]
	case []int8:
		out.data = v[lo:hi]
	case []int16:
		out.data = v[lo:hi]
	case []int32:
		out.data = v[lo:hi]
	case []int64:
		out.data = v[lo:hi]
	case []uint8:
		out.data = v[lo:hi]
	case []uint16:
		out.data = v[lo:hi]
	case []uint32:
		out.data = v[lo:hi]
	case []uint64:
		out.data = v[lo:hi]
	case []float32:
		out.data = v[lo:hi]
	case []float64:
		out.data = v[lo:hi]
	case []complex128:
		out.data = v[lo:hi]
	}
	return out
}

// Clone is a block with a copy of the values.
func (d *Dense) Clone() *Dense {
	out := NewDense(d.dtype, d.shape)
	copy(out.Bytes(), d.Bytes())
	return out
}

// Bytes is the memory of the values.
func (d *Dense) Bytes() []byte {
	switch v := d.data.(type) {
	case []bool:
		return memory(v)
	case []int8:
		return memory(v)
	case []int16:
		return memory(v)
	case []int32:
		return memory(v)
	case []int64:
		return memory(v)
	case []uint8:
		return memory(v)
	case []uint16:
		return memory(v)
	case []uint32:
		return memory(v)
	case []uint64:
		return memory(v)
	case []float32:
		return memory(v)
	case []float64:
		return memory(v)
	case []complex128:
		return memory(v)
	}
	return nil
}

func (d *Dense) length() int { return len(d.Bytes()) / d.dtype.Size() }

func memory[T Elem](v []T) []byte {
	if len(v) == 0 {
		return nil
	}
	var zero T
	return unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), len(v)*int(unsafe.Sizeof(zero)))
}

// Float64At is the i-th value in C order as a float64: 1 for true, the real part of a complex number.
func (d *Dense) Float64At(i int) float64 {
	switch v := d.data.(type) {
	case []bool:
		if v[i] {
			return 1
		}
		return 0
	case []int8:
		return float64(v[i])
	case []int16:
		return float64(v[i])
	case []int32:
		return float64(v[i])
	case []int64:
		return float64(v[i])
	case []uint8:
		return float64(v[i])
	case []uint16:
		return float64(v[i])
	case []uint32:
		return float64(v[i])
	case []uint64:
		return float64(v[i])
	case []float32:
		return float64(v[i])
	case []float64:
		return v[i]
	case []complex128:
		return real(v[i])
	}
	return 0
}
