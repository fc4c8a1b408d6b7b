package magic

import (
	"context"
	"io"
)

// Host is what commands act on: the kernel and its session.
type Host interface {
	// Stdout and Stderr are where the cell's output goes.
	Stdout() io.Writer
	Stderr() io.Writer
	// Display shows Markdown under the cell, with a plain text for front-ends that have nothing else.
	Display(markdown, plain string)

	// Setenv sets an environment variable for cells and shell lines.
	Setenv(name, value string) error
	// Environ returns the environment of cells and shell lines.
	Environ() []string
	// Chdir changes the directory of cells and shell lines.
	Chdir(dir string) error
	// Dir returns that directory.
	Dir() string
	// TempDir returns the directory in which the cells are built.
	TempDir() string
	// SetArgs sets os.Args[1:] for cells.
	SetArgs(args []string) error
	// Args returns what SetArgs was given last.
	Args() []string
	// Reset forgets all definitions and values.
	Reset(ctx context.Context) error
	// Version returns a line about this kernel.
	Version() string
}
