package elem

import (
	"math"
	"reflect"

	"github.com/lazycell/lazycell/lazy/block"
)

// wholeNumbers is a slice of integers of any type as []int; ok is false for other slices, and for numbers that no int holds.
func wholeNumbers(values any) (out []int, ok bool) {
	switch v := values.(type) {
	case []int8:
		return ints(v)
	case []int16:
		return ints(v)
	case []int32:
		return ints(v)
	case []int64:
		return ints(v)
	case []uint8:
		return ints(v)
	case []uint16:
		return ints(v)
	case []uint32:
		return ints(v)
	case []uint64:
		return ints(v)
	}
	return []int{0}, false
}

func ints[T block.Integer](values []T) ([]int, bool) {
	out := make([]int, len(values))
	ok := true
	for i, v := range values {
		out[i] = int(v)
		ok = ok && (v < 0) == (out[i] < 0)
	}
	return out, ok
}

// scalar is the one value of a slice as the values of a Dict are: int64, float64, bool or string. Numbers that these can't hold stay as they are.
func scalar(values any) (value any, ok bool) {
	switch v := values.(type) {
	case []string:
		return only(v)
	case []bool:
		return only(v)
	case []float32:
		x, ok := only(v)
		if ok {
			x = float64(v[0])
		}
		return x, ok
	case []float64:
		return only(v)
	case []complex128:
		return only(v)
	case []uint64:
		if len(v) == 1 && v[0] > math.MaxInt64 {
			return v[0], true
		}
	}
	n, ok := wholeNumbers(values)
	if !ok || len(n) != 1 {
		return nil, false
	}
	return int64(n[0]), true
}

func only[T any](values []T) (any, bool) {
	if len(values) != 1 {
		return nil, false
	}
	return values[0], true
}

// lengthOf is the number of elements of a slice.
func lengthOf(values any) int { return reflect.ValueOf(values).Len() }

// whole is a slice of integers of any type in another one; ok is false for other slices, and for numbers that the type doesn't hold.
func whole[D int32 | int64](values any) (out []D, ok bool) {
	if same, is := values.([]D); is {
		return same, true
	}
	switch v := values.(type) {
	case []int8:
		return converted[D](v)
	case []int16:
		return converted[D](v)
	case []int32:
		return converted[D](v)
	case []int64:
		return converted[D](v)
	case []uint8:
		return converted[D](v)
	case []uint16:
		return converted[D](v)
	case []uint32:
		return converted[D](v)
	case []uint64:
		return converted[D](v)
	}
	return []D{0}, false
}

func converted[D int32 | int64, S block.Integer](values []S) ([]D, bool) {
	out := make([]D, len(values))
	ok := true
	for i, v := range values {
		out[i] = D(v)
		ok = ok && S(out[i]) == v && (v < 0) == (out[i] < 0)
	}
	return out, ok
}

// within is a slice of integers of any type as int32, all of which lie from 0 up to and without width; bad is the first that doesn't, -1 when all do.
func within(values any, width int) (out []int32, bad int) {
	out, ok := whole[int32](values)
	for i, v := range out {
		if uint(v) >= uint(width) {
			return nil, i
		}
	}
	if !ok { // one was cut to something in the range
		numbers, _ := wholeNumbers(values)
		for i, v := range numbers {
			if v < 0 || v >= width {
				return nil, i
			}
		}
	}
	return out, -1
}
