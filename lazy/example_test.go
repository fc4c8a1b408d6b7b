package lazy_test

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

func Example() {
	x := random.New(1).Uniform(10000, 10000) // 763 MiB, none of them made
	y := x.Sub(x.Mean(0)).Slice(lazy.Range(0, 500), lazy.At(3, 1, 4))
	fmt.Println(x.Summary())
	fmt.Println(y.Shape(), y.NLayers(), "layers")
	// Output:
	// lazy.Array<uniform, shape=(10000, 10000), dtype=float64, chunks=(2500, 2500)>
	// (500, 3) 5 layers
}

func ExampleArray_Sum() {
	x := lazy.FromSlice([]int32{1, 2, 3, 4, 5, 6}, 2, 3)
	fmt.Println(x.Sum(1).Float64s())
	fmt.Println(x.Sum().Item())
	fmt.Println(x.Sum(2).Err())
	// Output:
	// [6 15] <nil>
	// 21 <nil>
	// lazy: sum: there is no axis 2 in an array of 2 dimensions
}

func ExampleArray_Slice() {
	x := lazy.FromSlice([]float64{0, 1, 2, 3, 4, 5, 6, 7, 8}, 3, 3)
	fmt.Println(x.Slice(lazy.Range(1, lazy.End), lazy.At(2, 2, 0)))
	fmt.Println(x.Slice(lazy.Where([]bool{true, false, true})))
	// Output:
	// array([[5., 5., 3.],
	//        [8., 8., 6.]])
	// array([[0., 1., 2.],
	//        [6., 7., 8.]])
}

func ExampleArray_Each() {
	x := random.New(7).Chunks(1000, 1000).Uniform(4000, 1000)
	rows := 0
	err := x.Each(func(c lazy.Chunk) error { // a chunk at a time
		rows += c.Block.Shape()[0]
		return nil
	})
	fmt.Println(rows, err)
	// Output: 4000 <nil>
}
