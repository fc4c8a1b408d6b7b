package linalg

import (
	"math"
	"strconv"

	"github.com/lazycell/lazycell/lazy"
)

// Order is which norm is meant. For vectors it may also be any number as a text: "3" is the third root of the sum of |x|³.
type Order string

// The norms of matrices; of vectors also "0", the number of elements that aren't zero.
const (
	Default   Order = ""     // the square root of the sum of the squares of all elements
	Frobenius Order = "fro"  // the same, of matrices only
	Nuclear   Order = "nuc"  // the sum of the singular values
	Inf       Order = "inf"  // the largest sum of absolute values of a row; of a vector the largest absolute value
	NegInf    Order = "-inf" // the smallest one
	One       Order = "1"    // the largest sum of absolute values of a column; of a vector the sum
	NegOne    Order = "-1"   // the smallest one; of a vector the inverse of the sum of inverses
	Two       Order = "2"    // the largest singular value; of a vector the length
	NegTwo    Order = "-2"   // the smallest singular value
)

// Norm is the norm of a matrix or a vector as NumPy's linalg.norm has it; of an array of more axes only Default is defined. Those by singular values are made as [SVD] makes them.
func Norm(a *lazy.Array, order Order) *lazy.Array {
	if a == nil {
		return lazy.Failed(errorf("Norm: the array is nil"))
	}
	if a.Err() != nil {
		return a
	}
	size := a.Abs()
	if size.DType() != lazy.Float32 {
		size = size.AsType(lazy.Float64)
	}
	if order == Default || order == Frobenius && a.NDim() == 2 {
		return size.Square().Sum().Sqrt()
	}
	switch a.NDim() {
	case 1:
		return vectorNorm(size, order)
	case 2:
		return matrixNorm(a, size, order)
	}
	return lazy.Failed(errorf("Norm %q of an array of shape %v; it is of matrices and vectors", order, a.Shape()))
}

func matrixNorm(a, size *lazy.Array, order Order) *lazy.Array {
	switch order {
	case Inf:
		return size.Sum(1).Max()
	case NegInf:
		return size.Sum(1).Min()
	case One:
		return size.Sum(0).Max()
	case NegOne:
		return size.Sum(0).Min()
	case Nuclear, Two, NegTwo:
		_, s, _ := SVD(a)
		switch order {
		case Nuclear:
			return s.Sum()
		case Two:
			return s.Max()
		}
		return s.Min()
	}
	return lazy.Failed(errorf("Norm: there is no norm %q of a matrix", order))
}

func vectorNorm(size *lazy.Array, order Order) *lazy.Array {
	p, err := strconv.ParseFloat(string(order), 64)
	switch {
	case err != nil || math.IsNaN(p):
		return lazy.Failed(errorf("Norm: there is no norm %q of a vector", order))
	case math.IsInf(p, 1):
		return size.Max()
	case math.IsInf(p, -1):
		return size.Min()
	case p == 0:
		return size.NeScalar(0).AsType(size.DType()).Sum()
	case p == 1:
		return size.Sum()
	case p == 2:
		return size.Square().Sum().Sqrt()
	}
	return size.PowScalar(p).Sum().PowScalar(1 / p)
}
