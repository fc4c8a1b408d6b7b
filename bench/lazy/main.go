// Command lazy runs one workload of the lazy engine and prints what it took as a line of JSON; peers.py has the same workloads
// with dask.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	_ "github.com/lazycell/lazycell" // computes
	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/blas" // multiplies matrices by OpenBLAS, with the tag
	"github.com/lazycell/lazycell/lazy/linalg"
	"github.com/lazycell/lazycell/lazy/random"
)

// workload prepares something and gives what is timed: it ends with a number that depends on all of the result.
type workload func() (func() (float64, error), error)

var workloads = map[string]workload{
	"row_sums": array(func() *lazy.Array { return uniform(0).Sum(1).Sum() }),
	"concat_column_sums": array(func() *lazy.Array {
		return lazy.Concat(0, uniform(0), uniform(1)).Sum(0).Sum()
	}),
	"normalise_log1p_std": array(func() *lazy.Array {
		x := uniform(0)
		return x.Div(x.Sum(1).KeepDims(1)).MulScalar(1e4).Log1p().Std(0).Sum()
	}),
	"rows_by_label_mean": rowsByLabel,
	"matmul": array(func() *lazy.Array {
		x := random.New(0).Chunks(1000, 1000).Uniform(4000, 4000)
		return x.MatMul(x.Transpose()).Sum()
	}),
	"thin_svd": array(func() *lazy.Array {
		_, s, _ := linalg.SVD(random.New(0).Chunks(20000, 200).Uniform(200000, 200))
		return s.Slice(lazy.Range(0, 1))
	}),
	"many_tasks":     array(func() *lazy.Array { return ones(10000, 50).AddScalar(1).Sum() }),
	"million_chunks": array(func() *lazy.Array { return ones(50000, 50).Sum() }),
	"large_graph": func() (func() (float64, error), error) {
		return func() (float64, error) {
			x := ones(50000, 50)
			y := x.Slice(lazy.Range(100, 200), lazy.Range(100, 200))
			return float64(y.Shape()[0] * x.NChunks()), y.Err()
		}, nil
	},
	"sparse_normalise": sparseNormalise,
	"rows_to_columns": array(func() *lazy.Array {
		return random.New(0).Chunks(100, 10000).Uniform(10000, 10000).Rechunk(10000, 100).Sum(0).Sum()
	}),
	"to_memory": toMemory,
}

func uniform(seed uint64) *lazy.Array {
	return random.New(seed).Chunks(2500).Uniform(10000, 10000)
}

// ones is a square array of ones in square chunks.
func ones(n, chunk int) *lazy.Array { return lazy.Ones(lazy.Float64, n, n).Rechunk(chunk) }

// array is the workload of computing an array of one element.
func array(make func() *lazy.Array) workload {
	return func() (func() (float64, error), error) {
		x := make()
		return func() (float64, error) { return x.Item() }, x.Err()
	}
}

func rowsByLabel() (func() (float64, error), error) {
	labels, names := make([]string, 10000), make([]string, 10000)
	for i := range labels {
		labels[i], names[i] = "b", "c"+strconv.Itoa(i)
		if i*7919%10000 < 5000 {
			labels[i] = "a"
		}
	}
	obs, err := frame.New(names, frame.Strings("batch", labels))
	if err != nil {
		return nil, err
	}
	a, err := anndata.New(anndata.Data{X: uniform(0), Obs: obs})
	return func() (float64, error) {
		return a.Slice(lazy.Where(a.Obs().Col("batch").Eq("b")), lazy.All).X().Mean().Item()
	}, err
}

func sparseNormalise() (func() (float64, error), error) {
	x, err := random.New(0).Chunks(10000, 2000).Sparse(0.05, 100000, 2000).Compute()
	return func() (float64, error) {
		return x.Div(x.Sum(1).MaximumScalar(1).KeepDims(1)).MulScalar(1e4).Log1p().Sum(0).Sum().Item()
	}, err
}

func toMemory() (func() (float64, error), error) {
	a, err := anndata.New(anndata.Data{
		X:      random.New(0).Chunks(2500).Uniform(20000, 10000),
		Layers: map[string]*lazy.Array{"a": random.New(1).Chunks(2500).Uniform(20000, 10000)},
	})
	return func() (float64, error) {
		m := a.ToMemory()
		if m.Err() != nil {
			return 0, m.Err()
		}
		return m.X().Slice(lazy.At(0), lazy.At(0)).Item()
	}, err
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "lazy:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 || workloads[args[0]] == nil {
		return fmt.Errorf("name one workload, such as row_sums")
	}
	timed, err := workloads[args[0]]()
	if err != nil {
		return err
	}
	begin := time.Now()
	check, err := timed()
	if err != nil {
		return err
	}
	seconds := time.Since(begin).Seconds()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"seconds": seconds, "check": check, "rss_mib": usage.Maxrss >> 10})
}
