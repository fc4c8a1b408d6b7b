//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/anndata/diff"
	"github.com/lazycell/lazycell/io/files"
)

func diffCommand() *cobra.Command {
	var w work
	var asJSON bool
	var o diff.Options
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Say where two files differ",
		Long: "Say where two files differ in what they mean: an element on a line, with the first position that differs. Formats, encodings, chunks, the order of\n" +
			"keys, types of numbers and dense or sparse make no difference (the latter two do with --types). Two numbers are the same when\n" +
			"|a - b| <= atol + rtol * |b|; NaN is the same as NaN.\n\n" +
			"The exit code is 0 when there is no difference, 1 when there is one, 2 when a file can't be read.",
		Example: "  lazycell diff before.h5ad after.zarr\n  lazycell diff --rtol 1e-6 a.h5ad b.h5ad",
		Args:    arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := w.begin(); err != nil {
				return err
			}
			a, err := files.Open(cmd.Context(), args[0])
			if err != nil {
				return usage(err)
			}
			defer a.Close() // it was read only
			b, err := files.Open(cmd.Context(), args[1])
			if err != nil {
				return usage(err)
			}
			defer b.Close() // it was read only
			o.Run, o.Progress = w.run(), w.progress.show
			found, err := diff.Find(cmd.Context(), a.AnnData, b.AnnData, o)
			w.progress.clear()
			if err != nil {
				return usage(fmt.Errorf("compare %s and %s: %w", args[0], args[1], err))
			}
			return printDifferences(cmd, found, asJSON)
		},
	}
	w.flags(cmd)
	cmd.Flags().Float64Var(&o.RTol, "rtol", 0, "relative tolerance")
	cmd.Flags().Float64Var(&o.ATol, "atol", 0, "absolute tolerance")
	cmd.Flags().BoolVar(&o.Types, "types", false, "types of numbers, kinds of columns and sparse instead of dense are differences too")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON: a list of differences")
	return cmd
}

func printDifferences(cmd *cobra.Command, found []diff.Difference, asJSON bool) error {
	out := cmd.OutOrStdout()
	if asJSON {
		if found == nil {
			found = []diff.Difference{}
		}
		if err := json.NewEncoder(out).Encode(found); err != nil {
			return err
		}
	} else {
		for _, d := range found {
			if _, err := fmt.Fprintln(out, d); err != nil {
				return err
			}
		}
	}
	if len(found) > 0 {
		return &exit{code: exitFailed}
	}
	return nil
}
