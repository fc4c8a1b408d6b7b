package elementwise

import (
	"cmp"
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
)

// compareBlocks compares blocks of one type, or of int64 with uint64, each as large as out or of one value.
func compareBlocks(f string, out []bool, x, y *block.Dense) error {
	switch {
	case x.DType() == block.Int64 && y.DType() == block.Uint64:
		signs := make([]int8, len(out))
		pairs(signs, block.Values[int64](x), block.Values[uint64](y), order)
		return compare(f, out, signs, []int8{0})
	case x.DType() == block.Uint64 && y.DType() == block.Int64:
		signs := make([]int8, len(out))
		pairs(signs, block.Values[uint64](x), block.Values[int64](y), func(a uint64, b int64) int8 { return -order(b, a) })
		return compare(f, out, signs, []int8{0})
	}
	switch v := x.Data().(type) {
	case []bool:
		bytesX, bytesY := x.AsType(block.Uint8), y.AsType(block.Uint8)
		return compare(f, out, block.Values[uint8](bytesX), block.Values[uint8](bytesY))
	case []int8:
		return compare(f, out, v, block.Values[int8](y))
	case []int16:
		return compare(f, out, v, block.Values[int16](y))
	case []int32:
		return compare(f, out, v, block.Values[int32](y))
	case []int64:
		return compare(f, out, v, block.Values[int64](y))
	case []uint8:
		return compare(f, out, v, block.Values[uint8](y))
	case []uint16:
		return compare(f, out, v, block.Values[uint16](y))
	case []uint32:
		return compare(f, out, v, block.Values[uint32](y))
	case []uint64:
		return compare(f, out, v, block.Values[uint64](y))
	case []float32:
		return compare(f, out, v, block.Values[float32](y))
	case []float64:
		return compare(f, out, v, block.Values[float64](y))
	case []complex128:
		return compareComplex(f, out, v, block.Values[complex128](y))
	}
	return fmt.Errorf("%s is not defined for %v", f, x.DType())
}

// order is -1, 0 or 1 as a is less than b, the same or more.
func order(a int64, b uint64) int8 {
	if a < 0 {
		return -1
	}
	return int8(cmp.Compare(uint64(a), b))
}

func compare[T block.Real](f string, out []bool, x, y []T) error {
	if !compared(f, out, x, y) {
		return fmt.Errorf("there is no comparison %q", f)
	}
	return nil
}

func compareComplex(f string, out []bool, x, y []complex128) error {
	switch f {
	case "equal":
		pairs(out, x, y, func(a, b complex128) bool { return a == b })
	case "not_equal":
		pairs(out, x, y, func(a, b complex128) bool { return a != b })
	default:
		return fmt.Errorf("%s is not defined for complex numbers", f)
	}
	return nil
}

// mirrored is the comparison with its sides exchanged.
var mirrored = map[string]string{
	"equal": "equal", "not_equal": "not_equal", "less": "greater", "less_equal": "greater_equal", "greater": "less", "greater_equal": "less_equal",
}

// compared compares values of a type, each side as long as out or of one value; false for what is no comparison. A call for every pair would take
// several times as long as the comparison.
func compared[T block.Real](f string, out []bool, x, y []T) bool {
	n := len(out)
	switch {
	case len(x) == n && len(y) == n:
		if f == "greater" || f == "greater_equal" {
			f, x, y = mirrored[f], y, x
		}
		return comparedPairs(f, out, x[:n], y[:n])
	case len(y) == 1:
		return comparedWith(f, out, x[:n], y[0])
	}
	return comparedWith(mirrored[f], out, y[:n], x[0])
}

func comparedPairs[T block.Real](f string, out []bool, x, y []T) bool {
	switch f {
	case "less":
		for i := range out {
			out[i] = x[i] < y[i]
		}
	case "less_equal":
		for i := range out {
			out[i] = x[i] <= y[i]
		}
	case "equal":
		for i := range out {
			out[i] = x[i] == y[i]
		}
	case "not_equal":
		for i := range out {
			out[i] = x[i] != y[i]
		}
	default:
		return false
	}
	return true
}

func comparedWith[T block.Real](f string, out []bool, x []T, v T) bool {
	out = out[:len(x)]
	switch f {
	case "less":
		for i, a := range x {
			out[i] = a < v
		}
	case "less_equal":
		for i, a := range x {
			out[i] = a <= v
		}
	case "equal":
		for i, a := range x {
			out[i] = a == v
		}
	case "not_equal":
		for i, a := range x {
			out[i] = a != v
		}
	case "greater":
		for i, a := range x {
			out[i] = a > v
		}
	case "greater_equal":
		for i, a := range x {
			out[i] = a >= v
		}
	default:
		return false
	}
	return true
}
