//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/kernel/cell"
)

// prepared are the packages that notebooks are likely to import first. What they import comes with them.
var prepared = []string{
	"fmt", "math/rand/v2", "os", "sort", "strings", "time",
	modulePath + "/anndata", modulePath + "/io/h5ad", modulePath + "/io/zarr", modulePath + "/lazy/random",
	"github.com/janpfeifer/gonb/gonbui", "gonum.org/v1/gonum/mat",
}

func prepareCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "prepare",
		Short: "Compile what first cells import, so that they don't wait for it",
		Long: "Compile what first cells import, so that they don't wait for it.\n\n" +
			"Go compiles packages anew for plugins, which cells are, and keeps the result in its build cache (go env GOCACHE).\n" +
			"The first notebook that imports them would do it otherwise, and take its time.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			source, err := moduleDir()
			if err != nil {
				return err
			}
			dir, err := os.MkdirTemp("", "lazycell-prepare-")
			if err != nil {
				return fmt.Errorf("make a directory for building a cell: %w; TMPDIR names another place", err)
			}
			defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
			compiler, err := cell.New(cmd.Context(), cell.Config{Dir: dir, ModuleDir: source, GoCmd: goCommand()})
			if err != nil {
				return err
			}
			var imports strings.Builder
			for _, path := range prepared {
				fmt.Fprintf(&imports, "import _ %q\n", path)
			}
			if _, err := compiler.Compile(cmd.Context(), 1, imports.String()); err != nil {
				return fmt.Errorf("compile what cells import: %w", err)
			}
			return nil
		},
	}
}
