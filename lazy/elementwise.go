package lazy

import (
	"fmt"
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Add is the sum of two arrays, element by element. As in all operations on two arrays, axes of size 1 are repeated, missing first axes are
// added, and the result has the type that holds the values of both.
func (a *Array) Add(b *Array) *Array { return a.binary("add", b) }

// Sub is a - b.
func (a *Array) Sub(b *Array) *Array { return a.binary("sub", b) }

// Mul is the product, element by element.
func (a *Array) Mul(b *Array) *Array { return a.binary("mul", b) }

// Div is a / b; of integers a float64.
func (a *Array) Div(b *Array) *Array { return a.binary("div", b) }

// Pow is a to the power of b.
func (a *Array) Pow(b *Array) *Array { return a.binary("pow", b) }

// Minimum is the smaller of both; NaN when either is.
func (a *Array) Minimum(b *Array) *Array { return a.binary("minimum", b) }

// Maximum is the larger of both; NaN when either is.
func (a *Array) Maximum(b *Array) *Array { return a.binary("maximum", b) }

// Eq is true where both are equal.
func (a *Array) Eq(b *Array) *Array { return a.binary("equal", b) }

// Ne is true where both differ.
func (a *Array) Ne(b *Array) *Array { return a.binary("not_equal", b) }

// Lt is true where a < b.
func (a *Array) Lt(b *Array) *Array { return a.binary("less", b) }

// Le is true where a <= b.
func (a *Array) Le(b *Array) *Array { return a.binary("less_equal", b) }

// Gt is true where a > b.
func (a *Array) Gt(b *Array) *Array { return a.binary("greater", b) }

// Ge is true where a >= b.
func (a *Array) Ge(b *Array) *Array { return a.binary("greater_equal", b) }

// AddScalar adds a number to every element. As in all operations with a number, integers stay integers of their type when the number is
// one that the type holds; booleans count as int64.
func (a *Array) AddScalar(v float64) *Array { return a.scalar("add", v, false) }

// SubScalar is a - v.
func (a *Array) SubScalar(v float64) *Array { return a.scalar("sub", v, false) }

// ScalarSub is v - a.
func (a *Array) ScalarSub(v float64) *Array { return a.scalar("sub", v, true) }

// MulScalar multiplies every element.
func (a *Array) MulScalar(v float64) *Array { return a.scalar("mul", v, false) }

// DivScalar is a / v; of integers a float64.
func (a *Array) DivScalar(v float64) *Array { return a.scalar("div", v, false) }

// ScalarDiv is v / a.
func (a *Array) ScalarDiv(v float64) *Array { return a.scalar("div", v, true) }

// PowScalar is a to the power of v.
func (a *Array) PowScalar(v float64) *Array { return a.scalar("pow", v, false) }

// MinimumScalar is the smaller of element and number.
func (a *Array) MinimumScalar(v float64) *Array { return a.scalar("minimum", v, false) }

// MaximumScalar is the larger of element and number.
func (a *Array) MaximumScalar(v float64) *Array { return a.scalar("maximum", v, false) }

// EqScalar is true where the element is v.
func (a *Array) EqScalar(v float64) *Array { return a.scalar("equal", v, false) }

// NeScalar is true where the element isn't v.
func (a *Array) NeScalar(v float64) *Array { return a.scalar("not_equal", v, false) }

// LtScalar is true where the element is less than v.
func (a *Array) LtScalar(v float64) *Array { return a.scalar("less", v, false) }

// LeScalar is true where the element is at most v.
func (a *Array) LeScalar(v float64) *Array { return a.scalar("less_equal", v, false) }

// GtScalar is true where the element is greater than v.
func (a *Array) GtScalar(v float64) *Array { return a.scalar("greater", v, false) }

// GeScalar is true where the element is at least v.
func (a *Array) GeScalar(v float64) *Array { return a.scalar("greater_equal", v, false) }

// Neg is -a.
func (a *Array) Neg() *Array { return a.unary("neg") }

// Abs is the absolute value.
func (a *Array) Abs() *Array { return a.unary("abs") }

// Sign is -1, 0 or 1.
func (a *Array) Sign() *Array { return a.unary("sign") }

// Square is a * a.
func (a *Array) Square() *Array { return a.unary("square") }

// Sqrt is the square root. It and the functions after it make floats.
func (a *Array) Sqrt() *Array { return a.unary("sqrt") }

// Exp is e to the power of a.
func (a *Array) Exp() *Array { return a.unary("exp") }

// Expm1 is exp(a) - 1, exact near 0.
func (a *Array) Expm1() *Array { return a.unary("expm1") }

// Log is the natural logarithm.
func (a *Array) Log() *Array { return a.unary("log") }

// Log1p is log(1 + a), exact near 0.
func (a *Array) Log1p() *Array { return a.unary("log1p") }

// Log2 is the logarithm to base 2.
func (a *Array) Log2() *Array { return a.unary("log2") }

// Log10 is the logarithm to base 10.
func (a *Array) Log10() *Array { return a.unary("log10") }

// Floor is the largest whole number that is not above; integers stay what they are.
func (a *Array) Floor() *Array { return a.unary("floor") }

// Ceil is the smallest whole number that is not below.
func (a *Array) Ceil() *Array { return a.unary("ceil") }

// Round is the nearest whole number, the even one in the middle.
func (a *Array) Round() *Array { return a.unary("round") }

// IsNaN is true where the element is not a number.
func (a *Array) IsNaN() *Array { return a.unary("isnan") }

// Not is true where the element is zero or false.
func (a *Array) Not() *Array { return a.unary("not") }

// AsType is the elements in another type, converted as NumPy's astype does.
func (a *Array) AsType(dtype DType) *Array {
	switch {
	case a.err != nil || a.dtype == dtype:
		return a
	case !dtype.Valid():
		return Failed(errorf("there is no element type %v", dtype))
	}
	return node(&op.Cast{}, dtype, a.grid.Chunks(), a)
}

func (a *Array) unary(f string) *Array {
	if a.err != nil {
		return a
	}
	dtype, err := op.UnaryType(f, a.dtype)
	if err != nil {
		return Failed(errorf("%w", err))
	}
	return node(&op.Unary{Func: f}, dtype, a.grid.Chunks(), a)
}

func (a *Array) scalar(f string, v float64, swapped bool) *Array {
	if a.err != nil {
		return a
	}
	operands := a.dtype
	if operands == Bool || operands.IsInteger() && !holds(operands, v) {
		operands = Float64
		if holds(Int64, v) {
			operands = block.Promote(a.dtype, Int64)
		}
	}
	dtype, err := op.BinaryType(f, operands)
	if err != nil {
		return Failed(errorf("%w", err))
	}
	x := a
	if dtype != Bool { // comparisons find a type themselves
		x = a.AsType(dtype)
	}
	return node(&op.Scalar{Func: f, Value: v, Swapped: swapped}, dtype, x.grid.Chunks(), x)
}

// holds says that a number is a value of an integer type.
func holds(d DType, v float64) bool {
	if v != math.Trunc(v) {
		return false
	}
	bits := 8 * d.Size()
	switch {
	case d.IsUnsigned():
		return v >= 0 && v < math.Ldexp(1, bits)
	}
	return v >= -math.Ldexp(1, bits-1) && v < math.Ldexp(1, bits-1)
}

// widest is the type of 64 bits that holds the values of a type of integers.
func widest(d DType) DType {
	if d.IsUnsigned() {
		return Uint64
	}
	return Int64
}

func (a *Array) binary(f string, b *Array) *Array {
	switch {
	case a.err != nil:
		return a
	case b == nil:
		return Failed(errorf("%s: the other array is nil", f))
	case b.err != nil:
		return b
	}
	operands := block.Promote(a.dtype, b.dtype)
	dtype, err := op.BinaryType(f, operands)
	if err != nil {
		return Failed(errorf("%w", err))
	}
	chunks, err := broadcastAll(a, b)
	if err != nil {
		return Failed(errorf("%s: %w", f, err))
	}
	left, right := operands, operands
	switch {
	case dtype != Bool:
		left, right = dtype, dtype
	case operands == Float64 && a.dtype.IsInteger() && b.dtype.IsInteger(): // int64 with uint64 is compared without loss
		left, right = widest(a.dtype), widest(b.dtype)
	}
	return node(&op.Binary{Func: f}, dtype, chunks, a.AsType(left).fitted(chunks), b.AsType(right).fitted(chunks))
}

// broadcastAll is the chunks of the result of a function of arrays whose axes of size 1 are repeated.
func broadcastAll(arrays ...*Array) ([][]int, error) {
	n := 0
	for _, a := range arrays {
		n = max(n, a.NDim())
	}
	chunks := make([][]int, n)
	for i := range n {
		chunks[i] = []int{1}
		var like *Array
		for _, a := range arrays {
			switch sizes := along(a, n, i); {
			case sizes == nil:
			case like == nil:
				like, chunks[i] = a, sizes
			case total(chunks[i]) != total(sizes):
				return nil, fmt.Errorf("shapes %v and %v do not match: axis %d from the end is %d and %d",
					like.Shape(), a.Shape(), n-i, total(chunks[i]), total(sizes))
			default:
				chunks[i] = op.Refine(chunks[i], sizes)
			}
		}
	}
	return chunks, nil
}

// along is the chunks of an array along axis i of n, nil where it is repeated.
func along(a *Array, n, i int) []int {
	axis := i - (n - a.NDim())
	if axis < 0 || a.Shape()[axis] == 1 {
		return nil
	}
	return a.grid.Chunks()[axis]
}

func total(sizes []int) int {
	n := 0
	for _, s := range sizes {
		n += s
	}
	return n
}

// fitted cuts an array as a result is cut, where it isn't repeated.
func (a *Array) fitted(chunks [][]int) *Array {
	own := slices.Clone(a.grid.Chunks())
	skip := len(chunks) - a.NDim()
	for axis, n := range a.Shape() {
		if n == total(chunks[axis+skip]) {
			own[axis] = chunks[axis+skip]
		}
	}
	return a.rechunked(own)
}
