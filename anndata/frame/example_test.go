package frame_test

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
)

func ExampleNew() {
	f, err := frame.New([]string{"cell0", "cell1", "cell2"},
		frame.Categories("batch", []string{"a", "b", "a"}),
		frame.Float64s("score", []float64{0.5, 1.25, 3}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f)
	fmt.Println(f.Col("batch").Eq("a"))
	fmt.Println(f.Col("colour").Err())
	// Output:
	//       batch  score
	// cell0     a   0.50
	// cell1     b   1.25
	// cell2     a   3.00
	// [true false true]
	// frame: no column "colour"; the columns are ["batch" "score"]
}

func ExampleConcat() {
	a, _ := frame.New([]string{"c0"}, frame.Categories("batch", []string{"b"}), frame.Ints("n", []int64{1}))
	b, _ := frame.New([]string{"c1"}, frame.Categories("batch", []string{"a"}))
	inner, _ := frame.Concat(frame.Inner, a, b)
	outer, _ := frame.Concat(frame.Outer, a, b)
	fmt.Println(inner)
	fmt.Println(inner.Col("batch").Categories().Strings())
	fmt.Println(outer)
	// Output:
	//    batch
	// c0     b
	// c1     a
	// [a b]
	//    batch    n
	// c0     b  1.0
	// c1     a  NaN
}
