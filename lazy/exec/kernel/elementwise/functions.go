package elementwise

import (
	"fmt"
	"math"
	"math/cmplx"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func isInf(x float64) bool { return math.IsInf(x, 0) }

// allBut is true where an element is neither NaN nor infinite.
func allBut(out []bool, in *block.Dense) error {
	err := testEach(out, in, func(x float64) bool { return x-x != 0 }, func(z complex128) bool { return cmplx.IsNaN(z) || cmplx.IsInf(z) })
	for i, odd := range out {
		out[i] = !odd
	}
	return err
}

// complexPart computes functions of complex numbers that are real.
func complexPart(out []float64, in []complex128, f string) error {
	var g func(complex128) float64
	switch f {
	case "abs":
		g = cmplx.Abs
	case "angle":
		g = cmplx.Phase
	case "real":
		g = func(z complex128) float64 { return real(z) }
	case "imag":
		g = func(z complex128) float64 { return imag(z) }
	default:
		return fmt.Errorf("%s is not defined for complex numbers", f)
	}
	for i, z := range in {
		out[i] = g(z)
	}
	return nil
}

func logic(f string, out, x, y []bool) bool {
	switch f {
	case "and", "bit_and", "fmin":
		pairs(out, x, y, func(a, b bool) bool { return a && b })
	case "or", "bit_or", "fmax":
		pairs(out, x, y, func(a, b bool) bool { return a || b })
	case "xor", "bit_xor":
		pairs(out, x, y, func(a, b bool) bool { return a != b })
	default:
		return false
	}
	return true
}

func intRest[T block.Integer](f string, out, x, y []T) bool {
	switch f {
	case "fmin":
		pairs(out, x, y, func(a, b T) T { return min(a, b) })
	case "fmax":
		pairs(out, x, y, func(a, b T) T { return max(a, b) })
	case "fmod":
		pairs(out, x, y, func(a, b T) T {
			if b == 0 {
				return 0
			}
			return a % b
		})
	case "mod":
		pairs(out, x, y, func(a, b T) T {
			if b == 0 {
				return 0
			}
			r := a % b
			if r != 0 && (r < 0) != (b < 0) {
				r += b
			}
			return r
		})
	case "floor_div":
		pairs(out, x, y, func(a, b T) T {
			if b == 0 {
				return 0
			}
			q := a / b
			if a%b != 0 && (a < 0) != (b < 0) {
				q--
			}
			return q
		})
	default:
		return bits(f, out, x, y)
	}
	return true
}

func floatRest[T float32 | float64](f string, out, x, y []T) bool {
	switch f {
	case "fmin": // a comparison with NaN is false
		pairs(out, x, y, func(a, b T) T {
			if a <= b || b != b {
				return a
			}
			return b
		})
	case "fmax":
		pairs(out, x, y, func(a, b T) T {
			if a >= b || b != b {
				return a
			}
			return b
		})
	case "fmod":
		pairs(out, x, y, func(a, b T) T { return T(math.Mod(float64(a), float64(b))) })
	case "mod":
		pairs(out, x, y, modulo[T])
	case "floor_div":
		pairs(out, x, y, floorDiv[T])
	case "arctan2":
		pairs(out, x, y, func(a, b T) T { return T(math.Atan2(float64(a), float64(b))) })
	case "logaddexp":
		pairs(out, x, y, func(a, b T) T { return T(logaddexp(float64(a), float64(b))) })
	case "copysign":
		pairs(out, x, y, func(a, b T) T { return T(math.Copysign(float64(a), float64(b))) })
	case "hypot":
		pairs(out, x, y, func(a, b T) T { return T(math.Hypot(float64(a), float64(b))) })
	default:
		return false
	}
	return true
}

// modulo is the rest of a floored division, with the sign of the divisor, as Python has it; a zero takes that sign too.
func modulo[T float32 | float64](a, b T) T {
	r := T(math.Mod(float64(a), float64(b)))
	switch {
	case b == 0:
	case r == 0:
		r = T(math.Copysign(0, float64(b)))
	case (r < 0) != (b < 0):
		r += b
	}
	return r
}

// floorDiv is the floor of the quotient, found from the rest so that rounding can't lift it to the next whole number.
func floorDiv[T float32 | float64](a, b T) T {
	if b == 0 {
		return a / b
	}
	r := T(math.Mod(float64(a), float64(b)))
	q := (a - r) / b
	if r != 0 && (r < 0) != (b < 0) {
		q--
	}
	if q == 0 {
		return T(math.Copysign(0, float64(a/b)))
	}
	down := T(math.Floor(float64(q)))
	if q-down > 0.5 {
		down++
	}
	return down
}

// choose takes elements from a where cond is true, else from b.
func choose(out, cond, a, b *block.Dense) {
	c := block.Values[bool](cond)
	switch out.DType().Size() {
	case 1:
		chooseWords(kernel.Words[uint8](out), kernel.Words[uint8](a), kernel.Words[uint8](b), c)
	case 2:
		chooseWords(kernel.Words[uint16](out), kernel.Words[uint16](a), kernel.Words[uint16](b), c)
	case 4:
		chooseWords(kernel.Words[uint32](out), kernel.Words[uint32](a), kernel.Words[uint32](b), c)
	case 8:
		chooseWords(kernel.Words[uint64](out), kernel.Words[uint64](a), kernel.Words[uint64](b), c)
	case 16:
		chooseWords(kernel.Words[complex128](out), kernel.Words[complex128](a), kernel.Words[complex128](b), c)
	}
}

func chooseWords[T kernel.Word](out, a, b []T, cond []bool) {
	n := len(out)
	if len(a) == n && len(b) == n && len(cond) == n {
		a, b, cond = a[:n], b[:n], cond[:n]
		for i := range out {
			v := b[i]
			if cond[i] {
				v = a[i]
			}
			out[i] = v
		}
		return
	}
	stepA, stepB, stepC := stride(a, n), stride(b, n), stride(cond, n)
	for i := range out {
		if cond[i*stepC] {
			out[i] = a[i*stepA]
		} else {
			out[i] = b[i*stepB]
		}
	}
}

// stride is how far apart the values for neighbours are: 0 for one value for all.
func stride[T any](v []T, n int) int {
	if len(v) == n {
		return 1
	}
	return 0
}

func replace(r *op.Replace, out, in *block.Dense) error {
	switch v := in.Data().(type) {
	case []float32:
		replaceIn(r, block.Values[float32](out), v)
	case []float64:
		replaceIn(r, block.Values[float64](out), v)
	default:
		return fmt.Errorf("%s is not defined for %v", r.Name(), in.DType())
	}
	return nil
}

func replaceIn[T float32 | float64](r *op.Replace, out, in []T) {
	nan, inf, negInf := T(r.NaN), T(r.Inf), T(r.NegInf)
	if r.Keep {
		for i, x := range in {
			if x != x {
				x = nan
			}
			out[i] = x
		}
		return
	}
	for i, x := range in {
		if x-x != 0 { // NaN or infinite
			switch {
			case x > 0:
				x = inf
			case x < 0:
				x = negInf
			default:
				x = nan
			}
		}
		out[i] = x
	}
}
