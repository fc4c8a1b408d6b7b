//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/files"
	"github.com/lazycell/lazycell/lazy"
)

func convertCommand() *cobra.Command {
	var w work
	var out output
	var dense bool
	var sparse string
	cmd := &cobra.Command{
		Use:   "convert IN OUT",
		Short: "Write a file in another format, or with other chunks or compression",
		Long: "Write a file in another format, or with other chunks or compression. Formats are h5ad, zarr2 and zarr3, loom, and folders of\n" +
			"text: csv (as anndata's write_csvs) and mtx (as Cell Ranger writes them). What OUT is to be follows from its name (.h5ad, .zarr,\n" +
			".loom, .csv, .mtx) or --to.\n\n" +
			"Matrices are streamed: memory holds some chunks at a time, up to --memory. OUT appears when it is complete and may be IN itself. What a\n" +
			"format has no place for is left out, and said.",
		Example: "  lazycell convert cells.h5ad cells.zarr\n" +
			"  lazycell convert cells.h5ad cells.zarr --to zarr3 --chunks 1000,2000 --compression zstd:3\n" +
			"  lazycell convert filtered_feature_bc_matrix cells.h5ad --compression gzip\n" +
			"  lazycell convert dense.h5ad sparse.h5ad --sparse --memory 512MiB",
		Args: arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := w.begin(); err != nil {
				return err
			}
			opts, err := out.options(&w, args[1])
			if err != nil {
				return err
			}
			kind := sparse
			if dense {
				kind = lazy.Dense
			}
			if kind != "" && kind != lazy.Dense && kind != lazy.CSR && kind != lazy.CSC {
				return usage(fmt.Errorf("--sparse %s: choose csr or csc", sparse))
			}
			in, err := files.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, in.Close()) }()
			if kind != "" {
				if err := ofKind(in.AnnData, kind); err != nil {
					return fmt.Errorf("read %s: %w", args[0], err)
				}
			}
			return w.write(cmd.Context(), cmd, args[1], in.AnnData, opts)
		},
	}
	w.flags(cmd)
	out.flags(cmd)
	cmd.Flags().BoolVar(&dense, "dense", false, "write X and layers as dense arrays")
	cmd.Flags().StringVar(&sparse, "sparse", "", "write X and layers as sparse matrices: csr (also without a value) or csc")
	cmd.Flags().Lookup("sparse").NoOptDefVal = lazy.CSR
	cmd.MarkFlagsMutuallyExclusive("dense", "sparse")
	return cmd
}

// ofKind makes X and the layers dense or sparse.
func ofKind(a *anndata.AnnData, kind string) error {
	convert := func(x *lazy.Array) *lazy.Array {
		switch kind {
		case lazy.CSR:
			return x.ToCSR()
		case lazy.CSC:
			return x.ToCSC()
		}
		return x.ToDense()
	}
	if x := a.X(); x != nil {
		if err := a.SetX(convert(x)); err != nil {
			return err
		}
	}
	for _, name := range a.Layers().Keys() {
		if err := a.Layers().Set(name, convert(a.Layers().Get(name))); err != nil {
			return err
		}
	}
	return nil
}
