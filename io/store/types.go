package store

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
)

// Type is the type of an array's elements: one of package block's numeric ones, or String.
type Type uint8

const (
	// String is text of any length in UTF-8.
	String Type = 0xff
	// Record is named fields, each of another type: the array is a [RecordArray].
	Record Type = 0xfe
)

// Field is one field of a record.
type Field struct {
	Name  string
	Type  Type
	Shape []int // of each value, nil for single ones
	Width int   // of text in a new array: the most bytes that one has, for formats that give each the same room
}

// Columns is records, field by field: []float64, []string, … each with the values of all records in C order.
type Columns []any

// Reference is an attribute's value that leads to another object of the store, by its path.
type Reference string

// Numeric is the type of numeric elements.
func Numeric(d block.DType) Type { return Type(d) }

// IsString reports whether the elements are text.
func (t Type) IsString() bool { return t == String }

// DType is the numeric type; ok is false for text.
func (t Type) DType() (d block.DType, ok bool) {
	if t == String || t == Record {
		return 0, false
	}
	return block.DType(t), true
}

// String is NumPy's name of the type, or "string".
func (t Type) String() string {
	switch t {
	case String:
		return "string"
	case Record:
		return "record"
	}
	return block.DType(t).String()
}

// TypeOf is the type of the elements of a slice: []float64, []string, …
func TypeOf(values any) (Type, error) {
	switch values.(type) {
	case []string:
		return String, nil
	case []bool:
		return Numeric(block.Bool), nil
	case []int8:
		return Numeric(block.Int8), nil
	case []int16:
		return Numeric(block.Int16), nil
	case []int32:
		return Numeric(block.Int32), nil
	case []int64:
		return Numeric(block.Int64), nil
	case []uint8:
		return Numeric(block.Uint8), nil
	case []uint16:
		return Numeric(block.Uint16), nil
	case []uint32:
		return Numeric(block.Uint32), nil
	case []uint64:
		return Numeric(block.Uint64), nil
	case []float32:
		return Numeric(block.Float32), nil
	case []float64:
		return Numeric(block.Float64), nil
	case []complex128:
		return Numeric(block.Complex128), nil
	}
	return 0, fmt.Errorf("an array can't hold a %T: %w", values, ErrUnsupported)
}

// Make is a zeroed slice of n elements of the type.
func (t Type) Make(n int) (any, error) {
	if t.IsString() {
		return make([]string, n), nil
	}
	d, ok := t.DType()
	if !ok {
		return nil, fmt.Errorf("elements of type %v: %w", t, ErrUnsupported)
	}
	switch d {
	case block.Bool:
		return make([]bool, n), nil
	case block.Int8:
		return make([]int8, n), nil
	case block.Int16:
		return make([]int16, n), nil
	case block.Int32:
		return make([]int32, n), nil
	case block.Int64:
		return make([]int64, n), nil
	case block.Uint8:
		return make([]uint8, n), nil
	case block.Uint16:
		return make([]uint16, n), nil
	case block.Uint32:
		return make([]uint32, n), nil
	case block.Uint64:
		return make([]uint64, n), nil
	case block.Float32:
		return make([]float32, n), nil
	case block.Float64:
		return make([]float64, n), nil
	case block.Complex128:
		return make([]complex128, n), nil
	}
	return nil, fmt.Errorf("elements of type %v: %w", d, ErrUnsupported)
}
