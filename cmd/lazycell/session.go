//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/lazycell/lazycell/cmd/lazycell/present"
	"github.com/lazycell/lazycell/display"
	"github.com/lazycell/lazycell/kernel/session/host"
	"github.com/lazycell/lazycell/kernel/session/rt"
	"github.com/lazycell/lazycell/lazy"

	// What computes and what opens files registers itself. The other packages are those that cells use most: a cell
	// whose imports are here already is loaded sooner.
	_ "github.com/lazycell/lazycell"
	_ "github.com/lazycell/lazycell/io/h5ad"
	_ "github.com/lazycell/lazycell/io/zarr"
	_ "github.com/lazycell/lazycell/lazy/random"
)

func sessionCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "session TEMP_DIR",
		Short:  "Run the cells of a kernel; the kernel starts this",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE:   func(_ *cobra.Command, args []string) error { return runSession(args[0]) },
	}
}

// runSession is where the two halves of lazycell meet: arrays heed the interrupts of cells and tell how far they
// are, and results are shown by display.
func runSession(tempDir string) error {
	present.Keep()
	lazy.SetContext(rt.Context)
	lazy.SetProgress(display.Bars(rt.Display))
	return host.Run(host.Config{
		Show: func(ctx context.Context, values []any) (data, metadata map[string]any, err error) {
			b, err := display.Of(ctx, values...)
			return b.Data, b.Metadata, err
		},
		BeginCell: display.BeginCell,
		TempDir:   tempDir,
	})
}
