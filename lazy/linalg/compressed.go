package linalg

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// CompressedOptions changes how SVDCompressed goes about it. The zero value is a good choice.
type CompressedOptions struct {
	PowerIterations int    // more make small singular values exacter, each for two more products; 0 means 2, and a negative number none
	Oversampling    int    // columns drawn beyond the rank; 0 means 10
	Seed            uint64 // of the random matrix: the same seed gives the same result for any chunks
}

// SVDCompressed is the first rank singular values of a matrix of any shape, and their vectors: u (m, rank), s (rank,), v (rank, n), with signs as [SVD]
// has them. It is approximate, and the better the faster singular values fall behind the rank.
//
// The matrix is multiplied with a random one of rank + Oversampling columns, each power iteration multiplies with the matrix's transpose and the matrix again, with a [QR]
// in between so that no digits are lost, and the small matrix that is left is decomposed: Halko, Martinsson and Tropp, "Finding structure with randomness", 2011, algorithms
// 4.4 and 5.1. That is 2mn(rank + Oversampling) operations for each of the 2 + 2·PowerIterations products; the matrix is held in between,
// unless it takes more than a quarter of the machine's memory: then it is read or made again for each. Matrices of rank + Oversampling columns are held.
func SVDCompressed(a *lazy.Array, rank int, o CompressedOptions) (u, s, v *lazy.Array) {
	x, result, err := matrix("SVDCompressed", a)
	if err == nil {
		err = checkRank("SVDCompressed", rank, a.Shape())
	}
	if err != nil {
		return lazy.Failed(err), lazy.Failed(err), lazy.Failed(err)
	}
	u, s, v = compressed(x, rank, o)
	return u.AsType(result), s.AsType(result), v.AsType(result)
}

func checkRank(name string, rank int, shape lazy.Shape) error {
	if most := min(shape[0], shape[1]); rank < 1 || rank > most {
		return errorf("%s: %d components of a matrix of shape %v; there are 1 to %d", name, rank, shape, most)
	}
	return nil
}

func compressed(a *lazy.Array, rank int, o CompressedOptions, held ...*lazy.Array) (u, s, v *lazy.Array) {
	extra, iterations := o.Oversampling, o.PowerIterations
	if extra <= 0 {
		extra = 10
	}
	if iterations == 0 {
		iterations = 2
	}
	n := a.Shape()[1]
	width := min(rank+extra, min(a.Shape()[0], n))
	omega := derived(&op.Random{Distribution: "normal", Seed: o.Seed, B: 1}, [][]int{a.Chunks()[1], {width}})
	q := newTree(a.MatMul(omega)).q(nil)
	for range iterations {
		q = newTree(pass(a, held...).Transpose().MatMul(q)).q(nil)
		q = newTree(pass(a, held...).MatMul(q)).q(nil)
	}
	// a is about q (qᵀ a), and the transpose of qᵀ a has few columns.
	v, s, u = tall(pass(a, held...).Transpose().MatMul(q))
	u, v = q.MatMul(u.Transpose()), v.Transpose()
	first := lazy.Range(0, rank)
	u, v = withSigns(u.Slice(lazy.All, first), v.Slice(first))
	return u, s.Slice(first), v
}
