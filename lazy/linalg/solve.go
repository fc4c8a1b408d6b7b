package linalg

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// Solve is x in a x = b, for a square matrix a (n, n) and a vector b (n,) or a matrix b (n, k), by LU decomposition with partial pivoting. Both are put into one chunk
// each, since pivots may come from anywhere. A singular matrix is an error of the computation.
func Solve(a, b *lazy.Array) *lazy.Array {
	x, typeA, err := square("Solve", a)
	if err != nil {
		return lazy.Failed(err)
	}
	y, typeB, err := operand("Solve", b)
	if err == nil && (b.NDim() < 1 || b.NDim() > 2 || b.Shape()[0] != a.Shape()[0]) {
		err = errorf("Solve: shapes %v and %v do not fit: the second must have as many rows as the first", a.Shape(), b.Shape())
	}
	if err != nil {
		return lazy.Failed(err)
	}
	y = y.Rechunk(-1)
	return derived(&op.Solve{}, y.Chunks(), x, y).AsType(wider(typeA, typeB))
}

// Inv is the inverse of a square matrix, which is put into one chunk. A singular matrix is an error of the computation.
func Inv(a *lazy.Array) *lazy.Array {
	x, result, err := square("Inv", a)
	if err != nil {
		return lazy.Failed(err)
	}
	return derived(&op.Solve{}, x.Chunks(), x).AsType(result)
}

// Cholesky is the lower triangle l of a symmetric, positive definite matrix a = l·lᵀ, which is put into one chunk and of which only the lower triangle is read.
// A matrix that isn't positive definite is an error of the computation.
func Cholesky(a *lazy.Array) *lazy.Array {
	x, result, err := square("Cholesky", a)
	if err != nil {
		return lazy.Failed(err)
	}
	return derived(&op.Cholesky{}, x.Chunks(), x).AsType(result)
}

// Fit is a solution by least squares.
type Fit struct {
	X              *lazy.Array // (n,) or (n, k): of all that come nearest, the shortest
	Residuals      *lazy.Array // () or (k,): the squared distances of a·x from b
	Rank           *lazy.Array // (), int64: singular values above the cut
	SingularValues *lazy.Array // (min(m, n),)
}

// LstSq finds x for which a·x comes nearest to b, for a matrix a (m, n) and a vector b (m,) or a matrix b (m, k), by [SVD], whose remarks on chunks hold. Singular values of at most
// rcond times the largest count as zero; below 0, rcond is the machine's precision times max(m, n), as in NumPy. Residuals are always there, which NumPy
// leaves out when the rank isn't full.
func LstSq(a, b *lazy.Array, rcond float64) *Fit {
	x, typeA, err := matrix("LstSq", a)
	if err != nil {
		return failedFit(err)
	}
	y, typeB, err := operand("LstSq", b)
	if err == nil && (b.NDim() < 1 || b.NDim() > 2 || b.Shape()[0] != a.Shape()[0]) {
		err = errorf("LstSq: shapes %v and %v do not fit: the second must have as many rows as the first", a.Shape(), b.Shape())
	}
	if err == nil && min(a.Shape()[0], a.Shape()[1]) == 0 {
		err = errorf("LstSq: there is nothing to solve in a matrix of shape %v", a.Shape())
	}
	if err != nil {
		return failedFit(err)
	}
	result := wider(typeA, typeB)
	if rcond < 0 {
		rcond = float64(max(a.Shape()[0], a.Shape()[1])) * precision(result)
	}
	u, s, v := thin(x)
	kept := s.Gt(s.Max().MulScalar(rcond))
	inverse := kept.AsType(lazy.Float64).Div(s.Add(kept.Not().AsType(lazy.Float64))) // 0 where it counts as zero
	coefficients := u.Transpose().MatMul(y)
	if b.NDim() == 2 {
		inverse = inverse.KeepDims(1)
	}
	solution := v.Transpose().MatMul(coefficients.Mul(inverse))
	return &Fit{
		X: solution.AsType(result), Residuals: y.Sub(pass(x).MatMul(solution)).Square().Sum(0).AsType(result),
		Rank: kept.Sum(), SingularValues: s.AsType(result),
	}
}

func failedFit(err error) *Fit {
	f := lazy.Failed(err)
	return &Fit{f, f, f, f}
}

func precision(d lazy.DType) float64 {
	if d == lazy.Float32 {
		return 0x1p-23
	}
	return 0x1p-52
}
