package cell_test

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkNewCell compiles cells that were never compiled before, by what they import.
func BenchmarkNewCell(b *testing.B) {
	for _, c := range []struct{ name, first, each string }{
		{"fmt", `import "fmt"`, `x%d := 1; fmt.Println(x%[1]d)`},
		{"gonum", `import "gonum.org/v1/gonum/mat"`, `m%d := mat.NewDense(2, 2, nil); m%[1]d.At(0, 0)`},
		{"anndata", "import (\n\"github.com/lazycell/lazycell/anndata\"\n\"github.com/lazycell/lazycell/lazy\"\n\"github.com/lazycell/lazycell/io/h5ad\")", `x%d := lazy.Zeros(lazy.Float64, 2, 3); _ = anndata.Concat; _ = h5ad.Write; x%[1]d`},
	} {
		b.Run(c.name, func(b *testing.B) {
			comp := newCompiler(b)
			ctx := context.Background()
			u, err := comp.Compile(ctx, 1, c.first)
			if err != nil {
				b.Skip(err)
			}
			comp.Commit(u, -1)
			n := 1
			for b.Loop() {
				n++
				u, err := comp.Compile(ctx, n, fmt.Sprintf(c.each, n))
				if err != nil {
					b.Fatal(err)
				}
				comp.Commit(u, -1)
			}
		})
	}
}
