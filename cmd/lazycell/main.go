// Command lazycell is a Jupyter kernel for Go whose cells share live values. One binary is the kernel, the session
// process that the kernel starts, and the installer of both.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{
		Use:           "lazycell",
		Short:         "A Jupyter kernel for Go whose cells share live values",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(kernelCommand(), sessionCommand(), installCommand(), prepareCommand(), uninstallCommand(), doctorCommand(), versionCommand())
	if err := root.ExecuteContext(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "lazycell:", err)
		os.Exit(1)
	}
}
