package elem_test

import (
	"encoding/json"
	"testing"

	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/lazy"
)

// FuzzRead reads whatever elements, attributes and values there may be: it gives an error or an AnnData that can be used.
func FuzzRead(f *testing.F) {
	for _, top := range []*node{written(f, sample(), elem.Writer{}), sparseSample(f)} {
		seed, err := json.Marshal(top)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var top node
		if json.Unmarshal(text, &top) != nil || top.DType != "" || hasHoles(&top) {
			t.Skip()
		}
		a, err := readBack(&top, true)
		if err != nil {
			return
		}
		_ = a.String() + a.Obs().String() + a.Var().String()
		for _, x := range []*lazy.Array{a.X(), a.Obsm().Get("X_pca")} {
			if x == nil || x.Err() != nil || x.Size() > 1<<16 {
				continue
			}
			if d, err := x.Dense(); err == nil && d.Len() != x.Size() {
				t.Errorf("%d values for shape %v", d.Len(), x.Shape())
			}
		}
		if n := a.Obs().NRows(); n != a.NObs() {
			t.Errorf("%d rows of obs for %d observations", n, a.NObs())
		}
	})
}

// hasHoles tells of members that are null, which a store has none of.
func hasHoles(n *node) bool {
	for _, m := range n.Members {
		if m == nil || hasHoles(m) {
			return true
		}
	}
	return false
}
