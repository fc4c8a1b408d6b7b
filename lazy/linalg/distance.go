package linalg

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// Metric is a distance between two rows.
type Metric string

// The metrics.
const (
	Euclidean        Metric = "euclidean"
	SquaredEuclidean Metric = "sqeuclidean"
	Cosine           Metric = "cosine" // 1 less the cosine of the angle; 1 when either row is zero, as scikit-learn has it
)

// PairwiseDistances is the distance of every row of x (m, d) from every row of y (n, d): (m, n). With y nil the rows of x are compared with each other and the diagonal is
// exactly zero. Chunks hold all columns, into which they are cut first; each chunk of the result is made of a chunk of rows on either side, by a product of matrices: 2mnd
// operations. Distances of rows so close that digits would cancel out there are computed from the differences.
func PairwiseDistances(x, y *lazy.Array, metric Metric) *lazy.Array {
	a, typeA, err := matrix("PairwiseDistances", x)
	if err != nil {
		return lazy.Failed(err)
	}
	b, typeB := a, typeA
	if y != nil {
		if b, typeB, err = matrix("PairwiseDistances", y); err != nil {
			return lazy.Failed(err)
		}
	}
	if m, n := a.Shape()[1], b.Shape()[1]; m != n {
		return lazy.Failed(errorf("PairwiseDistances: shapes %v and %v do not fit: rows have %d and %d columns", a.Shape(), b.Shape(), m, n))
	}
	switch metric {
	case Euclidean, SquaredEuclidean, Cosine:
	default:
		return lazy.Failed(errorf("PairwiseDistances: there is no metric %q; there are %q, %q and %q", metric, Euclidean, SquaredEuclidean, Cosine))
	}
	a = cutRows(a, a.Chunks()[0])
	if y == nil {
		b = a
	} else {
		b = cutRows(b, b.Chunks()[0])
	}
	d := derived(&op.Distance{Metric: string(metric), Same: y == nil}, [][]int{a.Chunks()[0], b.Chunks()[0]}, a, b)
	return d.AsType(wider(typeA, typeB))
}
