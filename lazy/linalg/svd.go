package linalg

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// SVD decomposes a matrix of m rows and n columns into u, s and v with a = u·diag(s)·v: the k = min(m, n) singular values s are sorted, the
// largest first, the columns of u (m, k) and the rows of v (k, n) are orthonormal. NumPy calls v vh; it is the thin form (full_matrices=False). The sign of each pair
// is fixed: the element of the row of v that is the furthest from zero is positive.
//
// It is meant for many rows and few columns, or many columns and few rows: a chunk holds all of the short side. It goes through [QR] and the decomposition of
// the triangle, in 2mn² operations for s and v and as many again for u, when that is asked for. For a few singular values of a matrix that is
// large both ways see [SVDCompressed].
func SVD(a *lazy.Array) (u, s, v *lazy.Array) {
	x, result, err := matrix("SVD", a)
	if err != nil {
		return lazy.Failed(err), lazy.Failed(err), lazy.Failed(err)
	}
	u, s, v = thin(x)
	return u.AsType(result), s.AsType(result), v.AsType(result)
}

// thin is the decomposition of a float64 matrix.
func thin(a *lazy.Array, held ...*lazy.Array) (u, s, v *lazy.Array) {
	if n := a.Shape(); n[0] < n[1] {
		v, s, u = tall(a.Transpose(), held...)
		u, v = withSigns(u.Transpose(), v.Transpose())
		return u, s, v
	}
	return tall(a, held...)
}

// tall is the decomposition of a matrix that isn't wide.
func tall(a *lazy.Array, held ...*lazy.Array) (u, s, v *lazy.Array) {
	t := newTree(a, held...)
	k, n := t.r.Shape()[0], t.r.Shape()[1]
	all := derived(&op.SVD{}, [][]int{{k}, {k + 1 + n}}, t.r)
	small := derived(&op.Piece{Of: "svd-u", Lo: 0, Hi: k, Transpose: true}, [][]int{{k}, {k}}, all)
	s = derived(&op.Piece{Of: "svd-s", Lo: k, Hi: k + 1}, [][]int{{k}}, all)
	v = derived(&op.Piece{Of: "svd-v", Lo: k + 1, Hi: k + 1 + n}, [][]int{{k}, {n}}, all)
	return t.q(small), s, v
}

// withSigns turns the columns of u and the rows of v around where the element of v that is the furthest from zero is negative.
func withSigns(u, v *lazy.Array) (*lazy.Array, *lazy.Array) {
	positive := v.Max(1).Add(v.Min(1)).GeScalar(0).AsType(lazy.Float64)
	sign := positive.MulScalar(2).SubScalar(1)
	return u.Mul(sign), v.Mul(sign.KeepDims(1))
}
