package lazy_test

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// Counts are divided by the sum of their row, scaled and log-transformed in one pass over the values that are kept.
func ExampleFromSparse() {
	x := lazy.FromSparse([]int{0, 2, 2, 4}, []int{0, 2, 0, 1}, []float64{1, 3, 2, 2}, 3, 3)
	fmt.Println(x)
	scale := x.Sum(1).KeepDims(1).MaximumScalar(1)
	y := x.Div(scale).MulScalar(4)
	fmt.Println(y.Kind(), y.Log1p().Kind(), y.Exp().Kind())
	fmt.Println(y.ToDense().Compute())
	// Output:
	// <Compressed Sparse Row sparse matrix of dtype 'float64'
	// 	with 4 stored elements and shape (3, 3)>
	// csr csr dense
	// array([[1., 0., 3.],
	//        [0., 0., 0.],
	//        [2., 2., 0.]]) <nil>
}

func ExampleArray_ToCSC() {
	x := random.New(1).Sparse(0.01, 100000, 2000)
	fmt.Println(x.Kind(), x.Transpose().Kind(), x.ToCSC().Kind())
	fmt.Println(x.ToCSC())
	// Output:
	// csr csc csc
	// lazy.Array<tocsc, shape=(100000, 2000), dtype=float64, chunks=(6250, 2000), kind=csc>
}
