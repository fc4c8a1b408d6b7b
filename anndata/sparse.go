package anndata

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// equalSparse compares two arrays of one shape, at least one of which is sparse, without making either dense: zeros that are kept equal those
// that aren't.
func equalSparse(a, b *lazy.Array) (bool, error) {
	kind := a.Kind()
	if kind == lazy.Dense {
		kind = b.Kind()
	}
	x, err := sparseBlock(a, kind)
	if err != nil {
		return false, err
	}
	y, err := sparseBlock(b, kind)
	if err != nil {
		return false, err
	}
	if !slices.Equal(x.Indptr(), y.Indptr()) || !slices.Equal(x.Indices(), y.Indices()) {
		return false, nil
	}
	for i := range x.NNZ() {
		u, v := x.Values().Float64At(i), y.Values().Float64At(i)
		if u != v && (u == u || v == v) {
			return false, nil
		}
	}
	return true, nil
}

func sparseBlock(a *lazy.Array, kind string) (*block.Sparse, error) {
	if kind == lazy.CSR {
		a = a.ToCSR()
	} else {
		a = a.ToCSC()
	}
	s, err := a.Sparse()
	if err != nil {
		return nil, err
	}
	return s.Pruned(), nil
}
