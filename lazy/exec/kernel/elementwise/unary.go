package elementwise

import (
	"fmt"
	"math"
	"math/cmplx"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel/vector"
	"github.com/lazycell/lazycell/lazy/op"
)

// unary computes a function of one block into another one of the same length.
func unary(f string, out, in *block.Dense) error {
	switch f {
	case "isnan":
		return testEach(block.Values[bool](out), in, isNaN[float64], func(z complex128) bool { return cmplx.IsNaN(z) })
	case "isinf":
		return testEach(block.Values[bool](out), in, isInf, cmplx.IsInf)
	case "isfinite":
		return allBut(block.Values[bool](out), in)
	case "not":
		block.Convert(out, in)
		v := block.Values[bool](out)
		for i := range v {
			v[i] = !v[i]
		}
		return nil
	}
	if in.DType() == block.Complex128 {
		return complexUnary(out, in, f)
	}
	in = in.AsType(out.DType())
	ok := false
	switch v := in.Data().(type) {
	case []bool: // nothing is left to round or to take the absolute value of
		copy(block.Values[bool](out), v)
		ok = true
	case []int8:
		ok = intUnary(f, block.Values[int8](out), v)
	case []int16:
		ok = intUnary(f, block.Values[int16](out), v)
	case []int32:
		ok = intUnary(f, block.Values[int32](out), v)
	case []int64:
		ok = intUnary(f, block.Values[int64](out), v)
	case []uint8:
		ok = intUnary(f, block.Values[uint8](out), v)
	case []uint16:
		ok = intUnary(f, block.Values[uint16](out), v)
	case []uint32:
		ok = intUnary(f, block.Values[uint32](out), v)
	case []uint64:
		ok = intUnary(f, block.Values[uint64](out), v)
	case []float32:
		ok = floatUnary(f, block.Values[float32](out), v)
	case []float64:
		ok = floatUnary(f, block.Values[float64](out), v)
	}
	if !ok {
		return fmt.Errorf("%s is not defined for %v", f, out.DType())
	}
	return nil
}

func isNaN[T float32 | float64](v T) bool { return v != v }

// testEach applies a test to every element; integers and booleans don't satisfy it.
func testEach(out []bool, in *block.Dense, test func(float64) bool, complexTest func(complex128) bool) error {
	switch v := in.Data().(type) {
	case []float32:
		for i, x := range v {
			out[i] = test(float64(x))
		}
	case []float64:
		for i, x := range v {
			out[i] = test(x)
		}
	case []complex128:
		for i, x := range v {
			out[i] = complexTest(x)
		}
	default:
		clear(out)
	}
	return nil
}

func intUnary[T block.Integer](f string, out, in []T) bool {
	switch f {
	case "neg":
		for i, x := range in {
			out[i] = -x
		}
	case "abs":
		for i, x := range in {
			if x < 0 {
				x = -x
			}
			out[i] = x
		}
	case "sign":
		for i, x := range in {
			switch {
			case x > 0:
				out[i] = 1
			case x < 0:
				out[i] = 0
				out[i]--
			default:
				out[i] = 0
			}
		}
	case "square":
		for i, x := range in {
			out[i] = x * x
		}
	case "bit_not":
		for i, x := range in {
			out[i] = ^x
		}
	case "floor", "ceil", "round", "trunc":
		copy(out, in)
	default:
		return false
	}
	return true
}

var floatFuncs = map[string]func(float64) float64{
	"sqrt": math.Sqrt, "exp": math.Exp, "expm1": math.Expm1, "log": math.Log, "log2": math.Log2, "log10": math.Log10,
	"sin": math.Sin, "cos": math.Cos, "tan": math.Tan, "arcsin": math.Asin, "arccos": math.Acos, "arctan": math.Atan,
	"sinh": math.Sinh, "cosh": math.Cosh, "tanh": math.Tanh, "arcsinh": math.Asinh, "arccosh": math.Acosh, "arctanh": math.Atanh,
	"exp2": math.Exp2, "cbrt": math.Cbrt, "angle": func(x float64) float64 { return math.Atan2(0, x) },
	"sign": func(x float64) float64 {
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		case x == 0:
			return 0 // without the sign of a negative zero
		}
		return x
	},
}

func floatUnary[T float32 | float64](f string, out, in []T) bool {
	out = out[:len(in)]
	switch f {
	case "neg":
		for i, x := range in {
			out[i] = -x
		}
	case "square":
		for i, x := range in {
			out[i] = x * x
		}
	case "abs":
		for i, x := range in {
			out[i] = T(math.Abs(float64(x)))
		}
	case "floor":
		for i, x := range in {
			out[i] = T(math.Floor(float64(x)))
		}
	case "ceil":
		for i, x := range in {
			out[i] = T(math.Ceil(float64(x)))
		}
	case "trunc":
		for i, x := range in {
			out[i] = T(math.Trunc(float64(x)))
		}
	case "round":
		for i, x := range in {
			out[i] = T(math.RoundToEven(float64(x)))
		}
	case "sqrt":
		if o, ok := any(out).([]float64); ok {
			done := vector.Roots(o, any(in).([]float64))
			in, out = in[done:], out[done:]
		}
		for i, x := range in {
			out[i] = T(math.Sqrt(float64(x)))
		}
	case "log1p":
		vector.Log1p(out, in)
	default:
		if fast := vector.Of(f); fast != nil {
			vector.Each(fast, out, in)
			return true
		}
		g, ok := floatFuncs[f]
		if !ok {
			return false
		}
		for i, x := range in {
			out[i] = T(g(float64(x)))
		}
	}
	return true
}

func complexUnary(out, in *block.Dense, f string) error {
	v := block.Values[complex128](in)
	if reals := block.Values[float64](out); reals != nil {
		return complexPart(reals, v, f)
	}
	var g func(complex128) complex128
	switch f {
	case "conj":
		g = cmplx.Conj
	case "neg":
		g = func(z complex128) complex128 { return -z }
	case "square":
		g = func(z complex128) complex128 { return z * z }
	case "sqrt":
		g = cmplx.Sqrt
	case "exp":
		g = cmplx.Exp
	case "log":
		g = cmplx.Log
	default:
		return fmt.Errorf("%s is not defined for complex numbers", f)
	}
	o := block.Values[complex128](out)
	for i, z := range v {
		o[i] = g(z)
	}
	return nil
}

// scalar computes a function of a block and a number into another block of the same length.
func scalar(s *op.Scalar, out, in *block.Dense) error {
	one, err := block.FromSlice([]int{1}, []float64{s.Value})
	if err != nil {
		return err
	}
	if isComparison(s.Func) {
		own := one.AsType(in.DType())
		if exact := in.DType() == block.Bool || in.DType().IsInteger(); exact && own.Float64At(0) != s.Value {
			in, own = in.AsType(block.Float64), one
		}
		return compareBlocks(s.Func, block.Values[bool](out), in, own)
	}
	x, y := in, one.AsType(out.DType())
	if s.Swapped {
		x, y = y, x
	}
	return Arithmetic(s.Func, out, x, y)
}

func isComparison(f string) bool {
	switch f {
	case "equal", "not_equal", "less", "less_equal", "greater", "greater_equal":
		return true
	}
	return false
}
