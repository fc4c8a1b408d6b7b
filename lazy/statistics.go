package lazy

import "github.com/lazycell/lazycell/lazy/op"

// VarDDof is the variance along axes with the divisor n - ddof: 1 makes it that of a sample. Where the divisor isn't above 0 the result is NaN, or
// infinite.
func (a *Array) VarDDof(ddof int, axes ...int) *Array {
	return a.reduce(op.Reduce{Func: "var", Freedom: ddof}, axes)
}

// StdDDof is the root of VarDDof.
func (a *Array) StdDDof(ddof int, axes ...int) *Array {
	return a.reduce(op.Reduce{Func: "std", Freedom: ddof}, axes)
}

// CountNonzero is how many elements along axes are not zero; NaN isn't.
func (a *Array) CountNonzero(axes ...int) *Array { return a.AsType(Bool).Sum(axes...) }

// Norm is the root of the sum of the squares along axes: the Euclidean norm of vectors, the Frobenius norm of all. Integers become float64.
func (a *Array) Norm(axes ...int) *Array {
	switch {
	case a.err != nil:
		return a
	case a.dtype == Complex128:
		a = a.Abs()
	case !a.dtype.IsFloat():
		a = a.AsType(Float64)
	}
	return a.Square().Sum(axes...).Sqrt()
}

// ArgMin is the place of the smallest value along an axis, or without one in all of the array, counted in C order: of several the first; the first
// NaN when there is one.
func (a *Array) ArgMin(axis ...int) *Array { return a.place("argmin", axis) }

// ArgMax is the place of the largest value, as ArgMin is that of the smallest.
func (a *Array) ArgMax(axis ...int) *Array { return a.place("argmax", axis) }

func (a *Array) place(f string, axis []int) *Array {
	if len(axis) > 1 && a.err == nil {
		return Failed(errorf("%s: %d axes; give one, or none for the place in all of the array", f, len(axis)))
	}
	return a.reduce(op.Reduce{Func: f}, axis)
}

// NanSum adds up along axes what isn't NaN; of nothing it is 0.
func (a *Array) NanSum(axes ...int) *Array { return a.nanAs(0).Sum(axes...) }

// NanProd multiplies along axes what isn't NaN; of nothing it is 1.
func (a *Array) NanProd(axes ...int) *Array { return a.nanAs(1).Prod(axes...) }

// nanAs is the array with a number in the place of NaN.
func (a *Array) nanAs(v float64) *Array {
	switch {
	case a.err != nil:
		return a
	case a.dtype == Complex128:
		return a.IsNaN().Choose(node(&op.Full{Value: v}, a.dtype, a.grid.Chunks()), a)
	case a.dtype.IsFloat():
		return node(&op.Replace{NaN: v, Keep: true}, a.dtype, a.grid.Chunks(), a)
	}
	return a
}

// NanMean is the average along axes of what isn't NaN; of nothing it is NaN.
func (a *Array) NanMean(axes ...int) *Array { return a.without("mean", 0, axes) }

// NanVar is the variance along axes of what isn't NaN.
func (a *Array) NanVar(axes ...int) *Array { return a.without("var", 0, axes) }

// NanStd is the root of NanVar.
func (a *Array) NanStd(axes ...int) *Array { return a.without("std", 0, axes) }

// NanVarDDof is NanVar with the divisor n - ddof; where that isn't above 0 the result is NaN.
func (a *Array) NanVarDDof(ddof int, axes ...int) *Array { return a.without("var", ddof, axes) }

// NanStdDDof is the root of NanVarDDof.
func (a *Array) NanStdDDof(ddof int, axes ...int) *Array { return a.without("std", ddof, axes) }

// NanMin is the smallest value along axes that isn't NaN; of nothing but NaN it is NaN.
func (a *Array) NanMin(axes ...int) *Array { return a.without("min", 0, axes) }

// NanMax is the largest value along axes that isn't NaN; of nothing but NaN it is NaN.
func (a *Array) NanMax(axes ...int) *Array { return a.without("max", 0, axes) }

// without is the reduction that leaves out NaN, where there may be any.
func (a *Array) without(f string, ddof int, axes []int) *Array {
	if a.dtype.IsFloat() || a.dtype == Complex128 {
		f = "nan" + f
	}
	return a.reduce(op.Reduce{Func: f, Freedom: ddof}, axes)
}
