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
	// Ask asks the user for a line.
	Ask(ctx context.Context, prompt string, password bool) (string, error)
	// HideInput makes the boxes of the running cell hide what is typed into them.
	HideInput()
	// Capture has all that the cell prints and shows from now on written to w too, which is closed when the cell ends.
	Capture(w io.WriteCloser)

	// Setenv sets an environment variable for cells and shell lines.
	Setenv(name, value string) error
	// Environ returns the environment of cells and shell lines.
	Environ() []string
	// Chdir changes the directory of cells and shell lines.
	Chdir(dir string) error
	// Dir returns that directory.
	Dir() string
	// TempDir returns the directory of the session's go.mod.
	TempDir() string
	// SetArgs sets os.Args[1:] for cells.
	SetArgs(args []string) error
	// Args returns what SetArgs was given last.
	Args() []string
	// Version returns a line about this kernel.
	Version() string

	Definitions
	Modules
	Pages
	Widgets
}

// Definitions is the part of a Host that knows what cells have declared.
type Definitions interface {
	// Reset forgets all definitions and values.
	Reset(ctx context.Context) error
	// Restart starts a new session without values, in which what cells have declared is declared anew.
	Restart(ctx context.Context) error
	// List returns the definitions of cells by kind and name.
	List() []Definition
	// Remove makes cells forget a name, and says what kind of thing it was.
	Remove(ctx context.Context, name string) (kind string, ok bool, err error)
	// Who prints the variables with their types and sizes, Memory what memory the session has.
	Who(ctx context.Context) error
	Memory(ctx context.Context) error
	// Save writes the session as a Go program.
	Save(ctx context.Context, path string) error
}

// Definition is a name that cells can use.
type Definition struct {
	Kind string // as the keyword that declares it
	Name string
	Text string // what it is
}

// Modules is the part of a Host that knows where packages come from.
type Modules interface {
	// SetAutoGet says whether missing packages are fetched when cells import them.
	SetAutoGet(on bool)
	// Get fetches modules, as go get does, and returns what the go command says.
	Get(ctx context.Context, args []string) (string, error)
	// ResetModule writes the session's go.mod anew.
	ResetModule() error
	// UseWorkspace makes cells use the modules of the go.work file beside go.mod; report tells what became of each.
	UseWorkspace() (report []string, err error)
	// SetBuildFlags sets flags of go build; it returns those that mean nothing to a cell. BuildFlags returns what is set.
	SetBuildFlags(flags []string) (unused []string)
	BuildFlags() []string
	// Track adds a file or directory to those that are watched, Untrack takes some out, and Tracked lists them.
	Track(path string) error
	Untrack(path string) error
	Tracked() []string
}

// Pages is the part of a Host that shows programs in the front-end's page.
type Pages interface {
	// PreparePage makes the place that programs are served from, and sets the environment variables that tell it.
	PreparePage(ctx context.Context) error
}

// Widgets is the part of a Host that connects widgets in the front-end.
type Widgets interface {
	// ConnectWidgets shows the script that does it.
	ConnectWidgets()
	// WidgetsAlive reports whether the front-end's end answers.
	WidgetsAlive() bool
}
