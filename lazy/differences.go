package lazy

import "math"

// Diff is the differences of neighbours along an axis, of booleans whether they differ; n times over.
func (a *Array) Diff(n, axis int) *Array {
	if a.err != nil {
		return a
	}
	axis, err := axisOf(axis, a.NDim())
	switch {
	case err != nil:
		return Failed(errorf("diff: %w", err))
	case n < 0:
		return Failed(errorf("diff: %d times", n))
	}
	x := a
	for range min(n, a.Shape()[axis]) {
		by := make([]Index, axis+1)
		for i := range by {
			by[i] = All
		}
		by[axis] = Range(1, End)
		later := x.Slice(by...)
		by[axis] = Range(0, -1)
		earlier := x.Slice(by...)
		if a.dtype == Bool {
			x = later.Ne(earlier)
		} else {
			x = later.Sub(earlier)
		}
	}
	return x
}

// PeakToPeak is the largest less the smallest value along axes.
func (a *Array) PeakToPeak(axes ...int) *Array { return a.Max(axes...).Sub(a.Min(axes...)) }

// Average is the mean along axes in which each element counts as much as its weight. The weights are repeated along axes of size 1 to the shape of the
// array; where they add up to 0 the result is NaN or infinite.
func (a *Array) Average(weights *Array, axes ...int) *Array {
	switch {
	case a.err != nil:
		return a
	case weights == nil:
		return Failed(errorf("average: the weights are nil"))
	}
	w := weights.BroadcastTo(a.Shape()...)
	return a.Mul(w).Sum(axes...).Div(w.Sum(axes...))
}

// IsClose is true where both differ by at most atol + rtol·|b|, or are the same infinity. NumPy's tolerances are 1e-5 and 1e-8.
func (a *Array) IsClose(b *Array, rtol, atol float64) *Array {
	for _, x := range []*Array{a, b} {
		switch {
		case x == nil:
			return Failed(errorf("isclose: the other array is nil"))
		case x.err != nil:
			return x
		}
	}
	x, y := a.inexact(), b.inexact()
	near := x.Sub(y).Abs().Le(y.Abs().MulScalar(rtol).AddScalar(atol))
	return near.And(y.IsFinite()).Or(x.Eq(y))
}

// AllClose is whether IsClose is true everywhere.
func (a *Array) AllClose(b *Array, rtol, atol float64) *Array {
	return a.IsClose(b, rtol, atol).AllTrue()
}

// inexact is the array as floats or complex numbers.
func (a *Array) inexact() *Array {
	if a.dtype == Bool || a.dtype.IsInteger() {
		return a.AsType(Float64)
	}
	return a
}

// Deg2Rad turns degrees into radians.
func (a *Array) Deg2Rad() *Array { return a.inexact().MulScalar(math.Pi / 180) }

// Rad2Deg turns radians into degrees.
func (a *Array) Rad2Deg() *Array { return a.inexact().MulScalar(180 / math.Pi) }

// Logaddexp is log(exp(a) + exp(b)), without overflow in between.
func (a *Array) Logaddexp(b *Array) *Array { return a.binary("logaddexp", b) }

// Copysign is the size of a with the sign of b.
func (a *Array) Copysign(b *Array) *Array { return a.binary("copysign", b) }
