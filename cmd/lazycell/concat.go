//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/files"
)

// concatFlags are the options of Python's anndata.concat.
type concatFlags struct {
	axis, join, merge, unsMerge, label, indexUnique string
	keys                                            []string
	fill                                            float64
	pairwise                                        bool
}

func concatCommand() *cobra.Command {
	var w work
	var out output
	var flags concatFlags
	var target string
	cmd := &cobra.Command{
		Use:   "concat IN… -o OUT",
		Short: "Put files under or beside one another",
		Long: "Put files under one another (or beside one another with --axis var), as Python's anndata.concat does, streaming: matrices are read and\n" +
			"written some chunks at a time. The formats are those of convert.",
		Example: "  lazycell concat a.h5ad b.h5ad c.h5ad -o all.h5ad --label sample --keys a,b,c --index-unique -\n" +
			"  lazycell concat day*.zarr -o all.zarr --join outer --merge same --fill-value 0",
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := w.begin(); err != nil {
				return err
			}
			if target == "" {
				return usage(errors.New("-o OUT is missing: where is the result to go?"))
			}
			opts, err := out.options(&w, target)
			if err != nil {
				return err
			}
			how, err := flags.options(cmd)
			if err != nil {
				return usage(err)
			}
			var from []*anndata.AnnData
			for _, path := range args {
				f, err := files.Open(cmd.Context(), path)
				if err != nil {
					return err
				}
				defer f.Close() // it was read only
				from = append(from, f.AnnData)
			}
			opts.KeepStrings = false // as when Python writes what it put together
			all := anndata.Concat(from, how...)
			if err := all.Err(); err != nil {
				return err
			}
			return w.write(cmd.Context(), cmd, target, all, opts)
		},
	}
	w.flags(cmd)
	out.flags(cmd)
	cmd.Flags().StringVarP(&target, "output", "o", "", "where the result goes")
	cmd.Flags().StringVar(&flags.axis, "axis", "obs", "obs (0): under one another; var (1): beside one another")
	cmd.Flags().StringVar(&flags.join, "join", "inner", "which names of the other axis stay: inner, those that all have; outer, those that any has")
	cmd.Flags().StringVar(&flags.merge, "merge", "", "which elements along the other axis stay: same, unique, first or only; default: none")
	cmd.Flags().StringVar(&flags.unsMerge, "uns-merge", "", "the same for uns")
	cmd.Flags().StringVar(&flags.label, "label", "", "a column of this name says which file each row comes from")
	cmd.Flags().StringSliceVar(&flags.keys, "keys", nil, "names of the files, for --label and --index-unique; default: 0, 1, …")
	cmd.Flags().StringVar(&flags.indexUnique, "index-unique", "", "row names become name + this + key")
	cmd.Flags().Float64Var(&flags.fill, "fill-value", 0, "what an outer join puts where there is no value; default: NaN, or 0 beside sparse matrices")
	cmd.Flags().BoolVar(&flags.pairwise, "pairwise", false, "keep obsp (varp), along the diagonal")
	return cmd
}

func (c *concatFlags) options(cmd *cobra.Command) ([]anndata.ConcatOption, error) {
	opts := []anndata.ConcatOption{}
	switch c.axis {
	case "obs", "0":
	case "var", "1":
		opts = append(opts, anndata.Axis(1))
	default:
		return nil, fmt.Errorf("--axis %s: choose obs or var", c.axis)
	}
	switch c.join {
	case "inner":
	case "outer":
		opts = append(opts, anndata.Join(frame.Outer))
	default:
		return nil, fmt.Errorf("--join %s: choose inner or outer", c.join)
	}
	for _, m := range []struct {
		flag, value string
		option      func(anndata.Strategy) anndata.ConcatOption
	}{{"merge", c.merge, anndata.Merge}, {"uns-merge", c.unsMerge, anndata.UnsMerge}} {
		switch m.value {
		case "", "same", "unique", "first", "only":
			opts = append(opts, m.option(anndata.Strategy(m.value)))
		default:
			return nil, fmt.Errorf("--%s %s: choose same, unique, first or only", m.flag, m.value)
		}
	}
	if cmd.Flags().Changed("keys") {
		opts = append(opts, anndata.Keys(c.keys...))
	}
	if cmd.Flags().Changed("index-unique") {
		opts = append(opts, anndata.IndexUnique(c.indexUnique))
	}
	if cmd.Flags().Changed("fill-value") {
		opts = append(opts, anndata.FillValue(c.fill))
	}
	if c.label != "" {
		opts = append(opts, anndata.Label(c.label))
	}
	if c.pairwise {
		opts = append(opts, anndata.Pairwise())
	}
	return opts, nil
}
