//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/anndata/query"
	"github.com/lazycell/lazycell/io/files"
)

func subsetCommand() *cobra.Command {
	var w work
	var out output
	var obs, vars string
	cmd := &cobra.Command{
		Use:   "subset IN OUT --obs SEL --var SEL",
		Short: "Write the selected observations and variables of a file",
		Long: "Write the selected observations and variables of a file, in any format of convert. Only what is selected is read, some chunks at a time.\n\n" +
			"A selection SEL is one of\n" +
			"  0:1000  -50:  ::10  0:10,90:100       rows by position, as in Python\n" +
			"  AAAC-1,AAAG-1                         rows by name; quote names that hold commas\n" +
			"  @names.txt                            names from a file, one in each line\n" +
			"  an expression over the columns of obs or var:\n" +
			"      leiden == 3                       also != < <= > >=\n" +
			"      \"cell type\" in [\"T cell\", B]      not in\n" +
			"      n_genes >= 200 and not (pct_mt > 5 or doublet)\n" +
			"      index ~ \"^MT-\"                    a regular expression (RE2); index is the row names; !~\n" +
			"      leiden is missing                 is not missing\n" +
			"Rows are written in the order selected: by name or position as listed, by expression as in the file.",
		Example: "  lazycell subset cells.h5ad t.h5ad --obs 'cell_type == \"T cell\" and n_genes > 500'\n" +
			"  lazycell subset cells.zarr first.zarr --obs 0:1000 --var @genes.txt",
		Args: arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := w.begin(); err != nil {
				return err
			}
			opts, err := out.options(&w, args[1])
			if err != nil {
				return err
			}
			in, err := files.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, in.Close()) }()
			rows, err := query.Select(in.Obs(), obs)
			if err != nil {
				return usage(fmt.Errorf("--obs: %w", err))
			}
			columns, err := query.Select(in.Var(), vars)
			if err != nil {
				return usage(fmt.Errorf("--var: %w", err))
			}
			view := in.Slice(rows, columns)
			if err := view.Err(); err != nil {
				return fmt.Errorf("read %s: %w", args[0], err)
			}
			return w.write(cmd.Context(), cmd, args[1], view, opts)
		},
	}
	w.flags(cmd)
	out.flags(cmd)
	cmd.Flags().StringVar(&obs, "obs", ":", "the observations")
	cmd.Flags().StringVar(&vars, "var", ":", "the variables")
	return cmd
}
