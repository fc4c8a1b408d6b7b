package lazy

import (
	"math"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Sin is the sine of radians. It and the functions up to Cbrt are of real numbers and make floats: float32 of float32, else float64.
func (a *Array) Sin() *Array { return a.unary("sin") }

// Cos is the cosine of radians.
func (a *Array) Cos() *Array { return a.unary("cos") }

// Tan is the tangent of radians.
func (a *Array) Tan() *Array { return a.unary("tan") }

// Arcsin is the inverse of Sin, in radians; NaN outside -1 to 1.
func (a *Array) Arcsin() *Array { return a.unary("arcsin") }

// Arccos is the inverse of Cos, in radians; NaN outside -1 to 1.
func (a *Array) Arccos() *Array { return a.unary("arccos") }

// Arctan is the inverse of Tan, in radians.
func (a *Array) Arctan() *Array { return a.unary("arctan") }

// Arctan2 is the angle of the point (x, a) in radians, from -π to π: a holds the y coordinates.
func (a *Array) Arctan2(x *Array) *Array { return a.binary("arctan2", x) }

// Hypot is the square root of a² + b², without overflow in between.
func (a *Array) Hypot(b *Array) *Array { return a.binary("hypot", b) }

// Sinh is the hyperbolic sine.
func (a *Array) Sinh() *Array { return a.unary("sinh") }

// Cosh is the hyperbolic cosine.
func (a *Array) Cosh() *Array { return a.unary("cosh") }

// Tanh is the hyperbolic tangent.
func (a *Array) Tanh() *Array { return a.unary("tanh") }

// Arcsinh is the inverse of Sinh.
func (a *Array) Arcsinh() *Array { return a.unary("arcsinh") }

// Arccosh is the inverse of Cosh; NaN below 1.
func (a *Array) Arccosh() *Array { return a.unary("arccosh") }

// Arctanh is the inverse of Tanh; NaN outside -1 to 1.
func (a *Array) Arctanh() *Array { return a.unary("arctanh") }

// Exp2 is 2 to the power of a.
func (a *Array) Exp2() *Array { return a.unary("exp2") }

// Cbrt is the cubic root.
func (a *Array) Cbrt() *Array { return a.unary("cbrt") }

// Reciprocal is 1 / a; of integers a float64, where NumPy divides them as integers.
func (a *Array) Reciprocal() *Array { return a.ScalarDiv(1) }

// Trunc is the whole number next to a towards zero; integers stay what they are.
func (a *Array) Trunc() *Array { return a.unary("trunc") }

// RoundTo rounds to a number of decimals, the even one in the middle; negative ones are places before the point: RoundTo(-2) makes hundreds.
// Like NumPy it multiplies, rounds and divides, so that a value in the middle between two decimals, which binary numbers seldom hold exactly,
// may go either way.
func (a *Array) RoundTo(decimals int) *Array {
	switch {
	case a.err != nil || decimals == 0 && a.dtype != Complex128:
		return a.Round()
	case a.dtype == Bool || a.dtype.IsInteger():
		if decimals > 0 {
			return a
		}
		return a.AsType(Float64).RoundTo(decimals).AsType(a.dtype)
	case decimals < 0:
		by := math.Pow(10, float64(-decimals))
		return a.DivScalar(by).Round().MulScalar(by)
	}
	by := math.Pow(10, float64(decimals))
	return a.MulScalar(by).Round().DivScalar(by)
}

// IsInf is true where the element is infinite.
func (a *Array) IsInf() *Array { return a.unary("isinf") }

// IsFinite is true where the element is neither NaN nor infinite.
func (a *Array) IsFinite() *Array { return a.unary("isfinite") }

// NanToNum puts 0 in the place of NaN, and the largest and the least finite number in that of the infinities. Integers have none of them.
func (a *Array) NanToNum() *Array {
	most := math.MaxFloat64
	if a.dtype == Float32 {
		most = math.MaxFloat32
	}
	return a.NanTo(0, most, -most)
}

// NanTo puts numbers of one's own in the place of NaN, inf and -inf.
func (a *Array) NanTo(nan, inf, negInf float64) *Array {
	switch {
	case a.err != nil || a.dtype == Bool || a.dtype.IsInteger():
		return a
	case a.dtype == Complex128:
		return Failed(errorf("nan_to_num of complex numbers is not defined"))
	}
	return node(&op.Replace{NaN: nan, Inf: inf, NegInf: negInf}, a.dtype, a.grid.Chunks(), a)
}

// Clip puts lo in the place of what is less and hi in that of what is more; hi wins where lo is the larger. NaN stays NaN. The type is found as
// in all operations with a number.
func (a *Array) Clip(lo, hi float64) *Array { return a.MaximumScalar(lo).MinimumScalar(hi) }

// And is true where both elements are true: anything but zero is, also NaN.
func (a *Array) And(b *Array) *Array { return a.logical("and", b) }

// Or is true where either element is.
func (a *Array) Or(b *Array) *Array { return a.logical("or", b) }

// Xor is true where one of both elements is.
func (a *Array) Xor(b *Array) *Array { return a.logical("xor", b) }

func (a *Array) logical(f string, b *Array) *Array {
	if b == nil {
		return a.binary(f, b)
	}
	return a.AsType(Bool).binary(f, b.AsType(Bool))
}

// Mod is the rest of the floored division a / b: it has the sign of b. Integers modulo 0 are 0.
func (a *Array) Mod(b *Array) *Array { return a.binary("mod", b) }

// ModScalar is Mod with a number.
func (a *Array) ModScalar(v float64) *Array { return a.scalar("mod", v, false) }

// Fmod is the rest of the division that is cut towards zero: it has the sign of a.
func (a *Array) Fmod(b *Array) *Array { return a.binary("fmod", b) }

// FloorDiv is the largest whole number not above a / b, in the type of both. Integers divided by 0 are 0.
func (a *Array) FloorDiv(b *Array) *Array { return a.binary("floor_div", b) }

// FloorDivScalar is FloorDiv by a number.
func (a *Array) FloorDivScalar(v float64) *Array { return a.scalar("floor_div", v, false) }

// Fmin is the smaller of both; NaN only when both are.
func (a *Array) Fmin(b *Array) *Array { return a.binary("fmin", b) }

// Fmax is the larger of both; NaN only when both are.
func (a *Array) Fmax(b *Array) *Array { return a.binary("fmax", b) }

// Real is the real part: of complex numbers a float64, else the array itself.
func (a *Array) Real() *Array {
	if a.err != nil || a.dtype != Complex128 {
		return a
	}
	return a.unary("real")
}

// Imag is the imaginary part: of complex numbers a float64, else zeros.
func (a *Array) Imag() *Array {
	switch {
	case a.err != nil:
		return a
	case a.dtype != Complex128:
		return node(&op.Full{}, a.dtype, a.grid.Chunks())
	}
	return a.unary("imag")
}

// Conj is the conjugate: the imaginary part has the other sign.
func (a *Array) Conj() *Array {
	if a.err != nil || a.dtype != Complex128 {
		return a
	}
	return a.unary("conj")
}

// Angle is the angle in the complex plane in radians, from -π to π; of negative numbers π.
func (a *Array) Angle() *Array { return a.unary("angle") }

// Choose takes each element from x where the array is true (not zero), and from y elsewhere: NumPy's where(a, x, y). All three are repeated
// along axes of size 1 to the shape of the result, whose type holds the values of x and y. A number takes the place of an array as
// Full(x.DType(), number). The values of both sides are computed.
func (a *Array) Choose(x, y *Array) *Array {
	for _, in := range []*Array{a, x, y} {
		switch {
		case in == nil:
			return Failed(errorf("where: an array is nil"))
		case in.err != nil:
			return in
		}
	}
	chunks, err := broadcastAll(a, x, y)
	if err != nil {
		return Failed(errorf("where: %w", err))
	}
	dtype := block.Promote(x.dtype, y.dtype)
	return node(&op.Choose{}, dtype, chunks, a.AsType(Bool).fitted(chunks), x.AsType(dtype).fitted(chunks), y.AsType(dtype).fitted(chunks))
}
