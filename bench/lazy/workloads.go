package main

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/linalg"
	"github.com/lazycell/lazycell/lazy/random"
)

// workload prepares something and gives what is timed: it ends with a number that depends on all of the result.
type workload func() (func() (float64, error), error)

var workloads = map[string]workload{
	"row_sums": func() (func() (float64, error), error) {
		a, err := cells(10000, 10000, 0)
		return func() (float64, error) { return a.X().Sum(1).Sum().Item() }, err
	},
	"concat_column_sums": func() (func() (float64, error), error) { return concatColumnSums, nil },
	"normalise_log1p_std": array(func() *lazy.Array {
		x := random.New(0).Uniform(10000, 10000)
		return x.Div(x.Sum(1).KeepDims(1)).MulScalar(1e4).Log1p().Std(0).Sum()
	}),
	"rows_by_label_mean": func() (func() (float64, error), error) {
		a, err := cells(10000, 10000, 0)
		return func() (float64, error) {
			return a.Slice(lazy.Where(a.Obs().Col("batch").Eq("b")), lazy.All).X().Mean().Item()
		}, err
	},
	"matmul": array(func() *lazy.Array {
		x := random.New(0).Chunks(1000, 1000).Uniform(4000, 4000)
		return x.MatMul(x.Transpose()).Sum()
	}),
	"thin_svd": func() (func() (float64, error), error) {
		_, s, _ := linalg.SVD(random.New(0).Chunks(20000, 200).Uniform(200000, 200))
		return func() (float64, error) {
			values, err := s.Float64s()
			if err != nil {
				return 0, err
			}
			return values[0], nil
		}, s.Err()
	},
	"many_tasks":     array(func() *lazy.Array { return ones(10000, 50).AddScalar(1).Sum() }),
	"million_chunks": array(func() *lazy.Array { return ones(50000, 50).Sum() }),
	"large_graph":    func() (func() (float64, error), error) { return largeGraph, nil },
	"sparse_normalise": func() (func() (float64, error), error) {
		x, err := random.New(0).Chunks(10000, 2000).Sparse(0.05, 100000, 2000).Compute()
		return func() (float64, error) {
			return x.Div(x.Sum(1).MaximumScalar(1).KeepDims(1)).MulScalar(1e4).Log1p().Sum(0).Sum().Item()
		}, err
	},
	"rows_to_columns": array(func() *lazy.Array {
		return random.New(0).Chunks(100, 10000).Uniform(10000, 10000).Rechunk(10000, 100).Sum(0).Sum()
	}),
	"to_memory": func() (func() (float64, error), error) {
		a, err := cells(20000, 10000, 0)
		return func() (float64, error) {
			m := a.ToMemory()
			if m.Err() != nil {
				return 0, m.Err()
			}
			return m.X().Slice(lazy.At(0), lazy.At(0)).Item()
		}, err
	},
}

// array is the workload of computing an array of one element.
func array(make func() *lazy.Array) workload {
	return func() (func() (float64, error), error) {
		x := make()
		return func() (float64, error) { return x.Item() }, x.Err()
	}
}

// ones is a square array of ones in square chunks.
func ones(n, chunk int) *lazy.Array { return lazy.Ones(lazy.Float64, n, n).Rechunk(chunk) }

// cells is m cells of n genes, all random: an X, a layer, an embedding of 100 columns, and a category of two.
func cells(m, n int, seed uint64) (*anndata.AnnData, error) {
	labels, names, genes := make([]string, m), make([]string, m), make([]string, n)
	for i := range names {
		labels[i], names[i] = "b", fmt.Sprintf("cell%03d", i)
		if i*7919%10000 < 5000 {
			labels[i] = "a"
		}
	}
	for i := range genes {
		genes[i] = fmt.Sprintf("gene%03d", i)
	}
	obs, err := frame.New(names, frame.Strings("batch", labels))
	if err != nil {
		return nil, err
	}
	vars, err := frame.New(genes)
	if err != nil {
		return nil, err
	}
	g := random.New(seed)
	return anndata.New(anndata.Data{
		X: g.Uniform(m, n), Obs: obs, Var: vars,
		Obsm: map[string]any{"a": g.Uniform(m, 100)}, Layers: map[string]*lazy.Array{"a": g.Uniform(m, n)},
	})
}

func concatColumnSums() (float64, error) {
	a, err := cells(10000, 10000, 0)
	if err != nil {
		return 0, err
	}
	b, err := cells(10000, 10000, 1)
	if err != nil {
		return 0, err
	}
	return anndata.Concat([]*anndata.AnnData{a, b}, anndata.IndexUnique("id")).X().Sum(0).Sum().Item()
}

// largeGraph builds a graph over a million chunks, which is all that the peer's does, and slices and describes it.
func largeGraph() (float64, error) {
	x := ones(50000, 50)
	y := x.Slice(lazy.Range(100, 200), lazy.Range(100, 200))
	if len(x.Summary()) == 0 || len(y.Summary()) == 0 || y.NChunks() != 4 {
		return 0, fmt.Errorf("the slice is %s", y.Summary())
	}
	return float64(x.NChunks()), y.Err()
}
