package rewrite

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel/product"
	"github.com/lazycell/lazycell/lazy/op"
)

// Triangles is the arrays, of the same chunks, with the triangles of decompositions made without the rest of them where nobody wants that: so it needn't be written to
// memory.
func Triangles(arrays []*lazy.Array) []*lazy.Array {
	layers := lazy.Layers(arrays...)
	if !slices.ContainsFunc(layers, func(x *lazy.Array) bool { _, ok := x.Op().(*op.QRUpper); return ok }) {
		return arrays
	}
	readers := Readers(arrays, layers)
	to := make(map[*lazy.Array]*lazy.Array, len(layers))
	for _, x := range layers {
		y := rebuilt(x, to)
		if o, ok := y.Op().(*op.QRUpper); ok && readers[x.Inputs()[0]] == 1 {
			if form := y.Inputs()[0]; isFactor(form) {
				y = lazy.Derive(&product.Triangles{Rows: o.Rows}, y.DType(), y.Chunks(), form.Inputs()[0])
			}
		}
		to[x] = y
	}
	out := make([]*lazy.Array, len(arrays))
	for i, x := range arrays {
		out[i] = to[x]
	}
	return out
}

func isFactor(x *lazy.Array) bool {
	_, ok := x.Op().(*op.QRFactor)
	return ok
}
