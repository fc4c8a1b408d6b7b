package elementwise

import (
	"testing"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// Functions of a tile: ns/op divided by 4096 is the time of an element.
func BenchmarkFunctions(b *testing.B) {
	in, out := block.NewDense(block.Float64, []int{kernel.TileSize}), block.NewDense(block.Float64, []int{kernel.TileSize})
	bits := block.NewDense(block.Bool, []int{kernel.TileSize})
	for i := range kernel.TileSize {
		block.Values[float64](in)[i] = float64(i%977+1) / 400
	}
	for _, f := range []string{"sqrt", "square", "abs", "round", "floor", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "tanh", "sign"} {
		b.Run(f, func(b *testing.B) {
			for b.Loop() {
				if err := unary(f, out, in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/kernel.TileSize, "ns/element")
		})
	}
	for _, f := range []string{"add", "div", "minimum", "maximum", "pow", "mod", "hypot"} {
		b.Run(f, func(b *testing.B) {
			for b.Loop() {
				if err := scalar(&op.Scalar{Func: f, Value: 1.5}, out, in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/kernel.TileSize, "ns/element")
		})
	}
	for _, f := range []string{"less", "equal"} {
		b.Run(f, func(b *testing.B) {
			for b.Loop() {
				if err := scalar(&op.Scalar{Func: f, Value: 1.5}, bits, in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/kernel.TileSize, "ns/element")
		})
	}
}
