// Command io runs one workload on files and prints what it took as a line of JSON; peers.py has the same workloads with Python.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	_ "github.com/lazycell/lazycell" // computes, and opens HDF5
	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/files"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/io/inspect"
	"github.com/lazycell/lazycell/io/zarr"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// workload prepares something and gives what is timed: it ends with a number that both sides have. Files that are read lie in the folder in; what is written
// goes to out.
type workload func(in, out string) (func() (float64, error), error)

var workloads = map[string]workload{
	"zarr_write": writes(10000, "a.zarr", func(path string, a *anndata.AnnData) error { return zarr.Write(path, a) }),
	"zarr_read":  reads("a.zarr", func(path string) (*anndata.AnnData, error) { return zarr.Read(path) }),
	"zarr_lazy_sum": func(in, _ string) (func() (float64, error), error) {
		return func() (float64, error) {
			f, err := zarr.Open(filepath.Join(in, "a.zarr"))
			if err != nil {
				return 0, err
			}
			sum, err := f.X().Sum().Item()
			return sum, errors.Join(err, f.Close())
		}, nil
	},
	"h5ad_write": writes(10000, "a.h5ad", func(path string, a *anndata.AnnData) error { return h5ad.Write(path, a) }),
	"h5ad_read":  reads("a.h5ad", func(path string) (*anndata.AnnData, error) { return h5ad.Read(path) }),
	"h5ad_write_gzip": writes(4000, "a.h5ad", func(path string, a *anndata.AnnData) error {
		return h5ad.Write(path, a, h5ad.Compression("gzip", 4)) // the level of h5py
	}),
	"h5ad_read_gzip":         reads("a.h5ad", func(path string) (*anndata.AnnData, error) { return h5ad.Read(path) }),
	"sparse_round_trip":      roundTrip(),
	"sparse_round_trip_gzip": roundTrip(h5ad.Compression("gzip", 4)),
	"concat_on_disk":         concat,
	"obs_read": func(in, _ string) (func() (float64, error), error) {
		return func() (float64, error) {
			a, err := h5ad.Read(filepath.Join(in, "a.h5ad"))
			if err != nil {
				return 0, err
			}
			return float64(a.Obs().NRows()), nil
		}, nil
	},
	"info_of_many": info,
}

// object is what the peers' make gives: random numbers that are computed when they are wanted.
func object(n int) (*anndata.AnnData, error) {
	labels, cells, genes := make([]string, n), make([]string, n), make([]string, n)
	for i := range n {
		labels[i], cells[i], genes[i] = "b", fmt.Sprintf("cell%03d", i), fmt.Sprintf("gene%03d", i)
		if i*7919%n < n/2 {
			labels[i] = "a"
		}
	}
	obs, err := frame.New(cells, frame.Strings("batch", labels))
	if err != nil {
		return nil, err
	}
	vars, err := frame.New(genes)
	if err != nil {
		return nil, err
	}
	return anndata.New(anndata.Data{
		X: random.New(0).Uniform(n, n), Obs: obs, Var: vars,
		Obsm:   map[string]any{"a": random.New(1).Uniform(n, 100)},
		Layers: map[string]*lazy.Array{"a": random.New(2).Uniform(n, n)},
	})
}

func writes(n int, name string, write func(path string, a *anndata.AnnData) error) workload {
	return func(_, out string) (func() (float64, error), error) {
		a, err := object(n)
		return func() (float64, error) { return float64(n), write(filepath.Join(out, name), a) }, err
	}
}

func reads(name string, read func(path string) (*anndata.AnnData, error)) workload {
	return func(in, _ string) (func() (float64, error), error) {
		return func() (float64, error) {
			a, err := read(filepath.Join(in, name))
			if err != nil {
				return 0, err
			}
			return float64(a.NObs()), nil
		}, nil
	}
}

func roundTrip(opts ...h5ad.Option) workload {
	return func(_, out string) (func() (float64, error), error) {
		x, err := random.New(0).Chunks(10000, 2000).Sparse(0.05, 100000, 2000).Compute()
		if err != nil {
			return nil, err
		}
		block, err := x.Sparse() // one matrix, as SciPy has it
		if err != nil {
			return nil, err
		}
		a, err := anndata.New(anndata.Data{X: lazy.FromLines(block)})
		path := filepath.Join(out, "a.h5ad")
		return func() (float64, error) {
			if err := h5ad.Write(path, a, opts...); err != nil {
				return 0, err
			}
			b, err := h5ad.Read(path)
			if err != nil {
				return 0, err
			}
			n, err := b.X().NNZ()
			return float64(n), err
		}, err
	}
}

func concat(in, out string) (func() (float64, error), error) {
	return func() (float64, error) {
		var from []*anndata.AnnData
		for k := range 3 {
			f, err := h5ad.Open(filepath.Join(in, strconv.Itoa(k)+".h5ad"))
			if err != nil {
				return 0, err
			}
			defer f.Close()
			from = append(from, f.AnnData)
		}
		all := anndata.Concat(from, anndata.IndexUnique("-"))
		return float64(all.NObs()), h5ad.Write(filepath.Join(out, "a.h5ad"), all)
	}, nil
}

func info(in, _ string) (func() (float64, error), error) {
	return func() (float64, error) {
		total := 0
		for i := range 1000 {
			root, _, err := files.OpenStore(context.Background(), filepath.Join(in, strconv.Itoa(i)+".h5ad"))
			if err != nil {
				return 0, err
			}
			o, err := inspect.Outline(context.Background(), root)
			if err = errors.Join(err, root.Close()); err != nil {
				return 0, err
			}
			total += o.NObs
		}
		return float64(total), nil
	}, nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "io:", err)
		os.Exit(1)
	}
}

func run(args []string) (err error) {
	if len(args) != 2 || workloads[args[0]] == nil {
		return fmt.Errorf("name one workload, such as zarr_write, and the folder of its files")
	}
	out := filepath.Join(args[1], "out-ours")
	if err := errors.Join(os.RemoveAll(out), os.MkdirAll(out, 0o777)); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(out)) }()
	timed, err := workloads[args[0]](args[1], out)
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
