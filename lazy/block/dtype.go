package block

import (
	"fmt"
	"strings"
)

// DType is the type of an array's elements.
type DType uint8

// The element types, in the order in which they widen within their kind.
const (
	Bool DType = iota
	Int8
	Int16
	Int32
	Int64
	Uint8
	Uint16
	Uint32
	Uint64
	Float32
	Float64
	Complex128
	nDTypes
)

var (
	names = [nDTypes]string{"bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "complex128"}
	sizes = [nDTypes]int{1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 16}
)

// ParseDType is the type of NumPy's name: "float64", "int32", "bool", ….
func ParseDType(name string) (DType, error) {
	for d, n := range names {
		if n == name {
			return DType(d), nil
		}
	}
	return 0, fmt.Errorf("there is no element type %q; there are %s", name, strings.Join(names[:], ", "))
}

// Valid reports whether d is one of the types of this package.
func (d DType) Valid() bool { return d < nDTypes }

// String is NumPy's name of the type.
func (d DType) String() string {
	if !d.Valid() {
		return fmt.Sprintf("DType(%d)", uint8(d))
	}
	return names[d]
}

// Size is the number of bytes of an element; 0 for a type that is not Valid.
func (d DType) Size() int {
	if !d.Valid() {
		return 0
	}
	return sizes[d]
}

// IsInteger reports whether the type is a signed or unsigned integer.
func (d DType) IsInteger() bool { return d >= Int8 && d <= Uint64 }

// IsUnsigned reports whether the type is an unsigned integer.
func (d DType) IsUnsigned() bool { return d >= Uint8 && d <= Uint64 }

// IsFloat reports whether the type is Float32 or Float64.
func (d DType) IsFloat() bool { return d == Float32 || d == Float64 }

// Promote is the type that holds the values of both types, by NumPy's rules: int64 and uint64 meet in float64, an integer and a
// float32 in float64 unless the integer has 8 or 16 bits.
func Promote(a, b DType) DType {
	switch {
	case a == b:
		return a
	case a > b:
		return Promote(b, a)
	case a == Bool:
		return b
	case b == Complex128:
		return b
	case b == Float64:
		return b
	case b == Float32:
		if a.Size() <= 2 {
			return Float32
		}
		return Float64
	case a.IsUnsigned() == b.IsUnsigned():
		return b // the wider: constants are in that order
	case b.Size() < a.Size(): // a is signed, b unsigned from here
		return a
	case b == Uint64:
		return Float64
	}
	return b - Uint8 + Int16 // the signed type of twice the size
}
