package linalg

import (
	"github.com/lazycell/lazycell/lazy"
)

// Solver is how principal components are found.
type Solver string

// The solvers.
const (
	Auto       Solver = ""           // Full when the short side is at most 500 or not much longer than the number of components, else Randomized
	Full       Solver = "full"       // all singular values, as SVD finds them
	Randomized Solver = "randomized" // as SVDCompressed finds them
)

// PCAOptions changes how PCA goes about it.
type PCAOptions struct {
	Solver     Solver
	Compressed CompressedOptions // of the randomized solver
}

// Components is what PCA finds of an array with m rows (observations), n columns (variables) and k components. All of it is lazy and shares one graph: lazy.Compute
// of several, or Persist of Scores, spares doing the work twice.
type Components struct {
	Mean                   *lazy.Array // (n,): of each column
	Components             *lazy.Array // (k, n): orthonormal rows, the direction of the largest variance first
	Scores                 *lazy.Array // (m, k): the rows of the array along these directions
	SingularValues         *lazy.Array // (k,)
	ExplainedVariance      *lazy.Array // (k,): of the scores, divided by m - 1
	ExplainedVarianceRatio *lazy.Array // (k,): the share of the variance of all columns

	result lazy.DType
}

// PCA finds the first k principal components of the rows of a matrix: the singular vectors of the matrix less the mean of each column. The sign of each is that of [SVD]'s
// v: its element furthest from zero is positive, which is scikit-learn's choice too. A sparse matrix
// stays sparse when the solver is Randomized. The error says when k isn't 1 to min(m, n), or there are fewer than two rows.
func PCA(a *lazy.Array, k int, o PCAOptions) *Components {
	x, result, err := matrix("PCA", a)
	if err == nil {
		err = checkRank("PCA", k, a.Shape())
	}
	if err == nil && a.Shape()[0] < 2 {
		err = errorf("PCA of an array of shape %v; there must be two rows at least", a.Shape())
	}
	if err != nil {
		f := lazy.Failed(err)
		return &Components{f, f, f, f, f, f, lazy.Float64}
	}
	mean := x.Mean(0)
	short := min(a.Shape()[0], a.Shape()[1])
	solver := o.Solver
	if solver == Auto {
		solver = Randomized
		if short <= 500 || 5*k >= 4*short {
			solver = Full
		}
	}
	var u, s, v *lazy.Array
	switch solver {
	case Full:
		u, s, v = thin(pass(x).Sub(mean), mean)
		first := lazy.Range(0, k)
		u, s, v = u.Slice(lazy.All, first), s.Slice(first), v.Slice(first)
	case Randomized:
		u, s, v = compressed(x, k, o.Compressed, mean)
	default:
		f := lazy.Failed(errorf("PCA: there is no solver %q; there are %q and %q", solver, Full, Randomized))
		return &Components{f, f, f, f, f, f, lazy.Float64}
	}
	freedom := float64(a.Shape()[0] - 1)
	explained := s.Square().DivScalar(freedom)
	all := newFactor(x, mean).squares().DivScalar(freedom)
	return &Components{
		Mean: mean.AsType(result), Components: v.AsType(result), Scores: u.Mul(s).AsType(result), SingularValues: s.AsType(result),
		ExplainedVariance: explained.AsType(result), ExplainedVarianceRatio: explained.Div(all).AsType(result), result: result,
	}
}

// Transform is the rows of another matrix along the components: (rows, n) makes (rows, k).
func (c *Components) Transform(a *lazy.Array) *lazy.Array {
	x, _, err := matrix("Transform", a)
	if err != nil {
		return lazy.Failed(err)
	}
	return x.Sub(c.Mean).MatMul(c.Components.AsType(lazy.Float64).Transpose()).AsType(c.result)
}

// InverseTransform is the rows that have these scores: (rows, k) makes (rows, n), as near as k components come.
func (c *Components) InverseTransform(scores *lazy.Array) *lazy.Array {
	x, _, err := matrix("InverseTransform", scores)
	if err != nil {
		return lazy.Failed(err)
	}
	return x.MatMul(c.Components.AsType(lazy.Float64)).Add(c.Mean).AsType(c.result)
}
