package linalg

import "github.com/lazycell/lazycell/lazy"

// Cov is the covariances of the rows of a matrix (variables by observations, as NumPy's cov has it), divided by the number of observations less one: (m, n) makes (m, m), a vector
// makes a single number. For variables in columns give the transpose, which costs nothing: Cov(x.Transpose()).
func Cov(a *lazy.Array) *lazy.Array {
	x, result, err := operand("Cov", a)
	if err == nil && (a.NDim() < 1 || a.NDim() > 2) {
		err = errorf("Cov: an array of shape %v; it must be a matrix or a vector", a.Shape())
	}
	if err != nil {
		return lazy.Failed(err)
	}
	return covariance(x).AsType(result)
}

func covariance(x *lazy.Array) *lazy.Array {
	last := x.NDim() - 1
	n := float64(x.Shape()[last] - 1)
	if last == 0 {
		d := pass(x).Sub(x.Mean(0))
		return d.MatMul(d).DivScalar(n)
	}
	// The difference is taken in the order in which the values lie.
	if x.Op().Name() == "transpose" {
		y := x.Inputs()[0]
		d := pass(y).Sub(y.Mean(0))
		return d.Transpose().MatMul(d).DivScalar(n)
	}
	d := pass(x).Sub(x.Mean(1).KeepDims(1))
	return d.MatMul(d.Transpose()).DivScalar(n)
}

// Corrcoef is the correlations of the rows of a matrix, as NumPy's corrcoef: (m, n) makes (m, m), with ones on the diagonal. For variables in columns give the transpose.
// A row that is always the same has no correlation: NaN.
func Corrcoef(a *lazy.Array) *lazy.Array {
	x, result, err := operand("Corrcoef", a)
	if err == nil && (a.NDim() < 1 || a.NDim() > 2) {
		err = errorf("Corrcoef: an array of shape %v; it must be a matrix or a vector", a.Shape())
	}
	if err != nil {
		return lazy.Failed(err)
	}
	c := covariance(x)
	if x.NDim() == 1 {
		return c.Div(c).AsType(result)
	}
	d := c.Diagonal(0).Sqrt()
	return c.Div(d.KeepDims(1)).Div(d).MinimumScalar(1).MaximumScalar(-1).AsType(result)
}
