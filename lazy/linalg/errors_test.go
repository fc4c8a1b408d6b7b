package linalg_test

import (
	"math"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/linalg"
)

// What can't be is said when the graph is built, with the operation and the shapes.
func TestWrongShapes(t *testing.T) {
	matrix, vector, cube := lazy.Ones(lazy.Float64, 3, 4), lazy.Ones(lazy.Float64, 3), lazy.Ones(lazy.Float64, 2, 3, 4)
	square, complexes := lazy.Ones(lazy.Float64, 3, 3), lazy.Ones(lazy.Complex128, 3, 3)
	failed := lazy.FromSlice([]float64{1}, 2)
	first := func(a, _ *lazy.Array) *lazy.Array { return a }
	second := func(_, b, _ *lazy.Array) *lazy.Array { return b }
	compressed := func(a *lazy.Array, k int) *lazy.Array {
		return second(linalg.SVDCompressed(a, k, linalg.CompressedOptions{}))
	}
	pca := func(a *lazy.Array, k int, s linalg.Solver) *lazy.Array {
		return linalg.PCA(a, k, linalg.PCAOptions{Solver: s}).Scores
	}
	for _, c := range []struct {
		got  *lazy.Array
		says []string
	}{
		{first(linalg.QR(vector)), []string{"QR", "(3,)"}},
		{first(linalg.QR(nil)), []string{"QR", "nil"}},
		{first(linalg.QR(complexes)), []string{"QR", "complex"}},
		{first(linalg.QR(failed)), []string{"FromSlice"}},
		{second(linalg.SVD(cube)), []string{"SVD", "(2, 3, 4)"}},
		{compressed(matrix, 4), []string{"SVDCompressed", "4", "(3, 4)", "1 to 3"}},
		{compressed(matrix, 0), []string{"0 components"}},
		{compressed(vector, 1), []string{"(3,)"}},
		{pca(matrix, 4, ""), []string{"PCA", "1 to 3"}},
		{pca(matrix, 2, "quick"), []string{"PCA", "quick", "randomized"}},
		{pca(lazy.Ones(lazy.Float64, 1, 4), 1, ""), []string{"two rows"}},
		{linalg.PCA(matrix, 2, linalg.PCAOptions{}).Transform(lazy.Ones(lazy.Float64, 2, 5)), []string{"(2, 5)"}},
		{linalg.Solve(matrix, vector), []string{"Solve", "(3, 4)", "square"}},
		{linalg.Solve(square, lazy.Ones(lazy.Float64, 4)), []string{"Solve", "(3, 3)", "(4,)"}},
		{linalg.Solve(square, cube), []string{"Solve", "(2, 3, 4)"}},
		{linalg.Inv(matrix), []string{"Inv", "(3, 4)"}},
		{linalg.Cholesky(matrix), []string{"Cholesky", "(3, 4)"}},
		{linalg.LstSq(matrix, lazy.Ones(lazy.Float64, 4), -1).X, []string{"LstSq", "(3, 4)", "(4,)"}},
		{linalg.LstSq(lazy.Ones(lazy.Float64, 3, 0), vector, -1).Rank, []string{"LstSq", "(3, 0)"}},
		{linalg.Cov(cube), []string{"Cov", "(2, 3, 4)"}},
		{linalg.Corrcoef(cube), []string{"Corrcoef", "(2, 3, 4)"}},
		{linalg.PairwiseDistances(matrix, lazy.Ones(lazy.Float64, 2, 5), linalg.Cosine), []string{"PairwiseDistances", "(3, 4)", "(2, 5)"}},
		{linalg.PairwiseDistances(matrix, nil, "manhattan"), []string{"manhattan", "euclidean"}},
		{linalg.PairwiseDistances(vector, nil, linalg.Cosine), []string{"(3,)"}},
		{linalg.Norm(matrix, "3"), []string{"Norm", `"3"`}},
		{linalg.Norm(vector, "fro"), []string{"Norm", `"fro"`}},
		{linalg.Norm(vector, "nan"), []string{"Norm", `"nan"`}},
		{linalg.Norm(cube, "1"), []string{"Norm", "(2, 3, 4)"}},
		{linalg.Norm(nil, ""), []string{"nil"}},
		{linalg.Norm(complexes, "2"), []string{"complex"}},
	} {
		if c.got.Err() == nil {
			t.Errorf("no error that says %q", c.says)
			continue
		}
		for _, s := range c.says {
			if !strings.Contains(c.got.Err().Error(), s) {
				t.Errorf("%v: does not say %q", c.got.Err(), s)
			}
		}
	}
}

// What shows in the values only is the error of the computation.
func TestImpossibleValues(t *testing.T) {
	second := func(_, b, _ *lazy.Array) *lazy.Array { return b }
	singular := lazy.FromSlice([]float64{1, 2, 2, 4}, 2, 2)
	for _, c := range []struct {
		got  *lazy.Array
		says string
	}{
		{linalg.Solve(singular, lazy.Ones(lazy.Float64, 2)), "solve, chunk (0,): the matrix is singular"},
		{linalg.Inv(lazy.Zeros(lazy.Float64, 3, 3)), "the matrix is singular"},
		{linalg.Cholesky(lazy.FromSlice([]float64{1, 2, 2, 1}, 2, 2)), "not positive definite"},
		{second(linalg.SVD(lazy.FromSlice([]float64{1, math.NaN(), 3, 4}, 2, 2))), "NaN or infinite"},
		{linalg.Norm(lazy.FromSlice([]float64{1, math.Inf(1), 3, 4}, 2, 2), linalg.Two), "NaN or infinite"},
	} {
		if _, err := c.got.Dense(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("the error is %v; it should say %q", err, c.says)
		}
	}
}
