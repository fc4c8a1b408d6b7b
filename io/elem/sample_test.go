package elem_test

import (
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/lazy"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func counted(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

// sample is a small AnnData with elements of most kinds.
func sample() *anndata.AnnData {
	obs := must(frame.New([]string{"a", "b", "c"},
		frame.Strings("batch", []string{"x", "y", "x"}),
		frame.Strings("name", []string{"n1", "n2", "n3"}),
		frame.Categorical("stage", []int{1, -1, 0}, []string{"early", "late"}, true),
		frame.Float64s("score", []float64{0.5, 1, 2}),
		frame.NullableInts("count", []int64{1, 0, 3}, []bool{false, true, false}),
		frame.Bools("keep", []bool{true, false, true})))
	return must(anndata.New(anndata.Data{
		X:      lazy.FromSlice(counted(12), 3, 4),
		Obs:    obs,
		Layers: map[string]*lazy.Array{"counts": lazy.FromSlice([]int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4)},
		Obsm:   map[string]any{"X_pca": lazy.FromSlice(counted(6), 3, 2), "table": must(frame.New([]string{"a", "b", "c"}, frame.Ints("q", []int64{1, 2, 3})))},
		Obsp:   map[string]any{"distances": lazy.FromSlice(counted(9), 3, 3)},
		Uns: map[string]any{"title": "t", "n": int64(7), "pi": 3.25, "yes": true, "nothing": nil, "colors": []string{"red", "blue"}, "sizes": []int64{1, 2},
			"deep": anndata.Dict{"er": anndata.Dict{}, "matrix": lazy.FromSlice(counted(4), 2, 2)}},
		Raw: must(anndata.NewRaw(lazy.FromSlice(counted(15), 3, 5), nil, nil)),
	}))
}

// sparseSample is the elements of an AnnData whose X is a csr_matrix: [[0 5 0] [7 0 9]].
func sparseSample(t testing.TB) *node {
	top := written(t, must(anndata.New(anndata.Data{X: lazy.Zeros(lazy.Float64, 2, 3)})), elem.Writer{})
	x := newNode()
	x.Attrs = map[string]any{"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": []int64{2, 3}}
	array := map[string]any{"encoding-type": "array", "encoding-version": "0.2.0"}
	x.Members["indptr"] = &node{Attrs: array, DType: "int32", Shape: []int{3}, Values: []int32{0, 1, 3}}
	x.Members["indices"] = &node{Attrs: array, DType: "int32", Shape: []int{3}, Values: []int32{1, 0, 2}}
	x.Members["data"] = &node{Attrs: array, DType: "float64", Shape: []int{3}, Values: []float64{5, 7, 9}}
	top.Members["X"] = x
	return top
}
