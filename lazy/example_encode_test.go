package lazy_test

import (
	"bytes"
	"context"
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// A graph is data: it can be written, sent away, and computed by another program.
func ExampleEncode() {
	x := random.New(1).Chunks(500, 500).Uniform(2000, 1000)
	y := x.Sub(x.Mean(0)).Square().Sum(1)
	var data bytes.Buffer
	if err := lazy.Encode(&data, x, y); err != nil {
		fmt.Println(err)
		return
	}
	back, err := lazy.Decode(&data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(back[1].Summary())
	fmt.Println(back[1].Name() == y.Name(), back[1].NLayers() == y.NLayers())
	// Output:
	// lazy.Array<sum-aggregate, shape=(2000,), dtype=float64, chunks=(500,)>
	// true true
}

var logistic = lazy.RegisterFunc("example.logistic", func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
	out := in[0].Clone()
	for i, v := range block.Values[float64](out) {
		block.Values[float64](out)[i] = v / (1 + v)
	}
	return out, nil
})

// Functions of one's own (RegisterFunc) are written by the name under which they are registered, and closures not at all.
func ExampleDecode() {
	x := lazy.FromSlice([]float64{0, 1, 3})
	var data bytes.Buffer
	fmt.Println(lazy.Encode(&data, x.MapBlocks(logistic, lazy.Float64)))
	back, err := lazy.Decode(&data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(back[0].Float64s())
	// Output:
	// <nil>
	// [0 0.5 0.75] <nil>
}
