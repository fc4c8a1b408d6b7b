package elementwise

import (
	"fmt"
	"math"
	"math/cmplx"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel/vector"
)

// Arithmetic computes a function of two blocks of out's type, each as large as out or of one value.
func Arithmetic(f string, out, x, y *block.Dense) error {
	ok := false
	switch o := out.Data().(type) {
	case []bool:
		ok = boolArithmetic(f, o, block.Values[bool](x), block.Values[bool](y))
	case []int8:
		ok = intArithmetic(f, o, block.Values[int8](x), block.Values[int8](y))
	case []int16:
		ok = intArithmetic(f, o, block.Values[int16](x), block.Values[int16](y))
	case []int32:
		ok = intArithmetic(f, o, block.Values[int32](x), block.Values[int32](y))
	case []int64:
		ok = intArithmetic(f, o, block.Values[int64](x), block.Values[int64](y))
	case []uint8:
		ok = intArithmetic(f, o, block.Values[uint8](x), block.Values[uint8](y))
	case []uint16:
		ok = intArithmetic(f, o, block.Values[uint16](x), block.Values[uint16](y))
	case []uint32:
		ok = intArithmetic(f, o, block.Values[uint32](x), block.Values[uint32](y))
	case []uint64:
		ok = intArithmetic(f, o, block.Values[uint64](x), block.Values[uint64](y))
	case []float32:
		ok = floatArithmetic(f, o, block.Values[float32](x), block.Values[float32](y))
	case []float64:
		ok = floatArithmetic(f, o, block.Values[float64](x), block.Values[float64](y))
	case []complex128:
		ok = complexArithmetic(f, o, block.Values[complex128](x), block.Values[complex128](y))
	}
	if !ok {
		return fmt.Errorf("%s is not defined for %v", f, out.DType())
	}
	return nil
}

// Summable is what all numbers know.
type Summable interface {
	block.Real | complex128
}

// ring computes sums, differences and products; false for any other function.
func ring[T Summable](f string, out, x, y []T) bool {
	n := len(out)
	switch {
	case len(x) == n && len(y) == n:
		x, y = x[:n], y[:n]
		switch f {
		case "add":
			for i := range out {
				out[i] = x[i] + y[i]
			}
		case "sub":
			for i := range out {
				out[i] = x[i] - y[i]
			}
		case "mul":
			for i := range out {
				out[i] = x[i] * y[i]
			}
		default:
			return false
		}
	case len(y) == 1:
		v := y[0]
		switch f {
		case "add":
			for i := range out {
				out[i] = x[i] + v
			}
		case "sub":
			for i := range out {
				out[i] = x[i] - v
			}
		case "mul":
			for i := range out {
				out[i] = x[i] * v
			}
		default:
			return false
		}
	default:
		v := x[0]
		switch f {
		case "add":
			for i := range out {
				out[i] = v + y[i]
			}
		case "sub":
			for i := range out {
				out[i] = v - y[i]
			}
		case "mul":
			for i := range out {
				out[i] = v * y[i]
			}
		default:
			return false
		}
	}
	return true
}

// pairs calls g for every pair of values, of which either side may be one value for all.
func pairs[A, B, R any](out []R, x []A, y []B, g func(a A, b B) R) {
	n := len(out)
	switch {
	case len(x) == n && len(y) == n:
		for i := range out {
			out[i] = g(x[i], y[i])
		}
	case len(y) == 1:
		v := y[0]
		for i := range out {
			out[i] = g(x[i], v)
		}
	default:
		v := x[0]
		for i := range out {
			out[i] = g(v, y[i])
		}
	}
}

func boolArithmetic(f string, out, x, y []bool) bool {
	switch f {
	case "add", "maximum":
		pairs(out, x, y, func(a, b bool) bool { return a || b })
	case "mul", "minimum":
		pairs(out, x, y, func(a, b bool) bool { return a && b })
	default:
		return logic(f, out, x, y)
	}
	return true
}

func intArithmetic[T block.Integer](f string, out, x, y []T) bool {
	if ring(f, out, x, y) || extremes(f, out, x, y) {
		return true
	}
	switch f {
	case "pow":
		pairs(out, x, y, intPower[T])
	default:
		return intRest(f, out, x, y)
	}
	return true
}

// intPower multiplies with wrap-around; a negative exponent gives 0, unless the base is 1 or -1.
func intPower[T block.Integer](base, exponent T) T {
	if exponent < 0 {
		switch {
		case base == 1:
			return 1
		case base+1 == 0:
			if exponent%2 == 0 {
				return 1
			}
			return base
		}
		return 0
	}
	p := T(1)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			p *= base
		}
		base *= base
	}
	return p
}

func floatArithmetic[T float32 | float64](f string, out, x, y []T) bool {
	if o, ok := any(out).([]float64); ok && vector.Pairs(f, o, any(x).([]float64), any(y).([]float64)) {
		return true
	}
	if ring(f, out, x, y) || extremes(f, out, x, y) {
		return true
	}
	switch f {
	case "div":
		pairs(out, x, y, func(a, b T) T { return a / b })
	case "pow":
		pairs(out, x, y, func(a, b T) T { return T(math.Pow(float64(a), float64(b))) })
	default:
		return floatRest(f, out, x, y)
	}
	return true
}

func complexArithmetic(f string, out, x, y []complex128) bool {
	if ring(f, out, x, y) {
		return true
	}
	switch f {
	case "div":
		pairs(out, x, y, func(a, b complex128) complex128 { return a / b })
	case "pow":
		pairs(out, x, y, cmplx.Pow)
	default:
		return false
	}
	return true
}

// extremes computes the smaller or the larger values; false for any other function.
func extremes[T block.Real](f string, out, x, y []T) bool {
	n := len(out)
	if len(x) != n {
		x, y = y, x
	}
	x = x[:n]
	if len(y) == n {
		y = y[:n]
		switch f {
		case "minimum":
			for i := range out {
				out[i] = min(x[i], y[i])
			}
		case "maximum":
			for i := range out {
				out[i] = max(x[i], y[i])
			}
		default:
			return false
		}
		return true
	}
	v := y[0]
	switch f {
	case "minimum":
		for i, a := range x {
			out[i] = min(a, v)
		}
	case "maximum":
		for i, a := range x {
			out[i] = max(a, v)
		}
	default:
		return false
	}
	return true
}
