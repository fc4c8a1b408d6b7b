package lazy_test

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

func ExampleArray_Reshape() {
	x := random.New(1).Uniform(10000, 10000)
	y := x.Reshape(100, 100, -1)
	fmt.Println(y.Shape(), "in chunks of", y.ChunkShape())
	fmt.Println(x.Ravel().ChunkShape())
	fmt.Println(x.Reshape(3, -1).Err())
	// Output:
	// (100, 100, 10000) in chunks of (25, 100, 2500)
	// (6250000,)
	// lazy: reshape: an array of shape (10000, 10000) can't become one of shape (3, -1)
}

func ExampleI() {
	x := lazy.FromSlice([]float64{0, 1, 2, 3, 4, 5, 6, 7, 8}, 3, 3)
	fmt.Println(x.Slice(lazy.I(1)))                                 // the axis is dropped
	fmt.Println(x.Slice(lazy.At(1)))                                // and kept
	fmt.Println(x.Slice(lazy.Ellipsis, lazy.I(-1)).Shape())         // the last column
	fmt.Println(x.Slice(lazy.All, lazy.NewAxis, lazy.I(0)).Shape()) // with an axis more
	// Output:
	// array([3., 4., 5.])
	// array([[3., 4., 5.]])
	// (3,)
	// (3, 1)
}

func ExampleArray_Points() {
	x := lazy.FromSlice([]int32{0, 1, 2, 3, 4, 5, 6, 7, 8}, 3, 3)
	fmt.Println(x.Points([]int{0, 1, 2}, []int{2, 1, 0}).Float64s())
	// Output: [2 4 6] <nil>
}

func ExampleMask() {
	x := lazy.FromSlice([]float64{1, 2, 3, 4, 5, 6}, 3, 2)
	large, err := lazy.Mask(x.Sum(1).GtScalar(5)) // computed here
	fmt.Println(x.Slice(large), err)
	// Output:
	// array([[3., 4.],
	//        [5., 6.]]) <nil>
}

func ExampleArray_Pad() {
	x := lazy.FromSlice([]float64{1, 2, 3})
	for _, how := range []lazy.Padding{lazy.PadConstant(0), lazy.PadEdge, lazy.PadReflect, lazy.PadWrap} {
		fmt.Println(x.Pad(how, [2]int{2, 2}).Float64s())
	}
	// Output:
	// [0 0 1 2 3 0 0] <nil>
	// [1 1 1 2 3 3 3] <nil>
	// [3 2 1 2 3 2 1] <nil>
	// [2 3 1 2 3 1 2] <nil>
}

func ExampleBlock() {
	corner, side := lazy.Zeros(lazy.Int8, 1, 1), lazy.Ones(lazy.Int8, 1, 2)
	x := lazy.Block([][]*lazy.Array{{corner, side}, {side.Transpose(), lazy.Full(lazy.Int8, 2, 2, 2)}})
	fmt.Println(x.Slice())
	// Output:
	// array([[0, 1, 1],
	//        [1, 2, 2],
	//        [1, 2, 2]], dtype=int8)
}
