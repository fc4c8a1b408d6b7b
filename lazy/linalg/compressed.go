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
	u, s, v = compressed(x, rank, o, nil)
	return u.AsType(result), s.AsType(result), v.AsType(result)
}

func checkRank(name string, rank int, shape lazy.Shape) error {
	if most := min(shape[0], shape[1]); rank < 1 || rank > most {
		return errorf("%s: %d components of a matrix of shape %v; there are 1 to %d", name, rank, shape, most)
	}
	return nil
}

// compressed decomposes a less the mean of each column, unless that is nil.
func compressed(a *lazy.Array, rank int, o CompressedOptions, mean *lazy.Array) (u, s, v *lazy.Array) {
	extra, iterations := o.Oversampling, o.PowerIterations
	if extra <= 0 {
		extra = 10
	}
	if iterations == 0 {
		iterations = 2
	}
	n := a.Shape()[1]
	width := min(rank+extra, min(a.Shape()[0], n))
	f := newFactor(a, mean)
	q := newTree(f.times(derived(&op.Random{Distribution: "normal", Seed: o.Seed, B: 1}, [][]int{a.Chunks()[1], {width}}))).q(nil)
	for range iterations {
		q = newTree(f.transposeTimes(q)).q(nil)
		q = newTree(f.times(q)).q(nil)
	}
	// The matrix a is about q (qᵀ a), and the transpose of qᵀ a has few columns.
	v, s, u = tall(f.transposeTimes(q))
	u, v = q.MatMul(u.Transpose()), v.Transpose()
	first := lazy.Range(0, rank)
	u, v = withSigns(u.Slice(lazy.All, first), v.Slice(first))
	return u, s.Slice(first), v
}

// factor is a matrix less the mean of each column, to be multiplied with. A sparse one stays as it is, and the mean is taken off the products.
type factor struct {
	a, mean *lazy.Array
	apart   bool // the mean is taken off the products
}

func newFactor(a, mean *lazy.Array) factor {
	f := factor{a, mean, mean != nil && a.Kind() != lazy.Dense}
	if mean != nil && !f.apart {
		f.a = pass(a).Sub(mean)
	}
	return f
}

// pass is the matrix to go through once more.
func (f factor) pass() *lazy.Array {
	if f.mean == nil {
		return pass(f.a)
	}
	return pass(f.a, f.mean)
}

func (f factor) times(x *lazy.Array) *lazy.Array {
	y := f.pass().MatMul(x)
	if f.apart {
		y = y.Sub(f.mean.MatMul(x))
	}
	return y
}

func (f factor) transposeTimes(x *lazy.Array) *lazy.Array {
	y := f.pass().Transpose().MatMul(x)
	if f.apart {
		y = y.Sub(lazy.Outer(f.mean, x.Sum(0)))
	}
	return y
}

// squares is the sum of the squares of all elements.
func (f factor) squares() *lazy.Array {
	sum := f.pass().Square().Sum()
	if f.apart {
		sum = sum.Sub(f.mean.Square().Sum().MulScalar(float64(f.a.Shape()[0])))
	}
	return sum
}
