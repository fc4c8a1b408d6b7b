//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/io/files"
	"github.com/lazycell/lazycell/io/inspect"
)

// verdict is what check says of a file, as JSON.
type verdict struct {
	Path     string            `json:"path"`
	OK       bool              `json:"ok"`
	Findings []inspect.Finding `json:"findings"`
}

func checkCommand() *cobra.Command {
	var w work
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "Read every element of files and list what is wrong",
		Long: "Read every element of .h5ad and .zarr files and list what is wrong: parts that are missing or can't be read, shapes that don't fit,\n" +
			"sparse matrices whose indptr goes back or whose indices are out of range, codes without a category, masks of another length. Row names\n" +
			"that occur twice and the like are noted; they are no mistake. The exit code is 1 when anything is wrong.",
		Example: "  lazycell check cells.h5ad\n  lazycell check --json *.zarr | jq 'select(.ok | not)'",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := w.begin(); err != nil {
				return err
			}
			ok := true
			for _, path := range args {
				v, err := w.check(cmd, path)
				if err != nil {
					return err
				}
				ok = ok && v.OK
				if err := v.print(cmd, asJSON); err != nil {
					return err
				}
			}
			if !ok {
				return &exit{code: exitFailed}
			}
			return nil
		},
	}
	w.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, an object for each file")
	return cmd
}

func (w *work) check(cmd *cobra.Command, path string) (verdict, error) {
	v := verdict{Path: path, OK: true, Findings: []inspect.Finding{}}
	root, _, err := files.OpenStore(cmd.Context(), path)
	if err != nil {
		if cmd.Context().Err() != nil {
			return v, err
		}
		v.OK, v.Findings = false, append(v.Findings, inspect.Finding{What: err.Error()})
		return v, nil
	}
	defer root.Close() // it was read only
	found, err := inspect.Check(cmd.Context(), root, w.progress.show)
	w.progress.clear()
	if err != nil {
		return v, fmt.Errorf("read %s: %w", path, err)
	}
	v.Findings = append(v.Findings, found...)
	for _, f := range found {
		v.OK = v.OK && f.Note
	}
	return v, nil
}

func (v verdict) print(cmd *cobra.Command, asJSON bool) error {
	out := cmd.OutOrStdout()
	if asJSON {
		return json.NewEncoder(out).Encode(v)
	}
	for _, f := range v.Findings {
		if _, err := fmt.Fprintf(out, "%s: %v\n", v.Path, f); err != nil {
			return err
		}
	}
	if v.OK {
		_, err := fmt.Fprintf(out, "%s: ok\n", v.Path)
		return err
	}
	return nil
}
