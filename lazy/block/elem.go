package block

// Elem is the Go types of elements.
type Elem interface {
	bool | Real | complex128
}

// Real is the Go types of integers and floats.
type Real interface {
	Integer | float32 | float64
}

// Integer is the Go types of integers.
type Integer interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64
}

// DTypeOf is the element type of a slice: Float64 for []float64. ok is false for any other value.
func DTypeOf(values any) (d DType, ok bool) {
	switch values.(type) {
	case []bool:
		return Bool, true
	case []int8:
		return Int8, true
	case []int16:
		return Int16, true
	case []int32:
		return Int32, true
	case []int64:
		return Int64, true
	case []uint8:
		return Uint8, true
	case []uint16:
		return Uint16, true
	case []uint32:
		return Uint32, true
	case []uint64:
		return Uint64, true
	case []float32:
		return Float32, true
	case []float64:
		return Float64, true
	case []complex128:
		return Complex128, true
	}
	return 0, false
}

// of is the element type of a Go type.
func of[T Elem]() DType {
	d, _ := DTypeOf([]T(nil))
	return d
}

// makeData is a zeroed slice of n elements, nil for a type that is not Valid.
func makeData(d DType, n int) any {
	switch d {
	case Bool:
		return make([]bool, n)
	case Int8:
		return make([]int8, n)
	case Int16:
		return make([]int16, n)
	case Int32:
		return make([]int32, n)
	case Int64:
		return make([]int64, n)
	case Uint8:
		return make([]uint8, n)
	case Uint16:
		return make([]uint16, n)
	case Uint32:
		return make([]uint32, n)
	case Uint64:
		return make([]uint64, n)
	case Float32:
		return make([]float32, n)
	case Float64:
		return make([]float64, n)
	case Complex128:
		return make([]complex128, n)
	}
	return nil
}
