package magic

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// spec describes a command.
type spec struct {
	usage string
	help  string
	run   func(ctx context.Context, h Host, c *Cell, cmd Command) error
}

// commands holds every command by its name. It is filled by init because %help reads it.
var commands map[string]spec

func init() {
	commands = map[string]spec{
		"!":              {"!command", "runs a shell command in the current directory; a closing \\ continues the line", runShell},
		"!*":             {"!*command", "runs a shell command in the directory of the session's go.mod", runShell},
		"%args":          {"%args [arguments]", "sets os.Args[1:] of the cells; without arguments empties it", runArgs},
		"%autoget":       {"%autoget", "fetches packages that cells import and the session lacks (so it is from the start)", runAutoGet},
		"%capture":       {"%capture [-a] path", "writes all that the cell prints and shows to a file too; -a appends", runCapture},
		"%cd":            {"%cd [directory]", "changes the current directory, or shows it", runCd},
		"%env":           {"%env [NAME [value]]", "sets an environment variable, or shows one or all; NAME=value works too", runEnv},
		"%exec":          {"%exec function [arguments]", "calls a function, with os.Args[1:] and the flags set from the arguments", runExec},
		"%goflags":       {"%goflags [flags]", "sets flags of go build for cells, or shows them; %goflags \"\" empties them", runGoFlags},
		"%goget":         {"%goget module[@version]", "fetches a module into the session's go.mod", runGoGet},
		"%goworkfix":     {"%goworkfix", "makes cells use the modules of the go.work file beside go.mod", runGoWorkFix},
		"%help":          {"%help", "shows this list", runHelp},
		"%list":          {"%list", "lists what cells have imported and declared", runList},
		"%ls":            {"%ls", "the same as %list", runList},
		"%main":          {"%main [arguments]", "the same as %%", runMain},
		"%memory":        {"%memory", "tells what memory the session has", runMemory},
		"%noautoget":     {"%noautoget", "fetches nothing: a cell that imports what the session lacks fails", runAutoGet},
		"%remove":        {"%remove names", "forgets definitions; a variable lets go of what it holds", runRemove},
		"%reset":         {"%reset [go.mod]", "forgets every definition and value and starts go.mod anew; with go.mod only the latter", runReset},
		"%restart":       {"%restart", "starts a new session: values are gone, what cells have declared is there", runRestart},
		"%rm":            {"%rm names", "the same as %remove", runRemove},
		"%save":          {"%save path", "writes the session as a Go program that prints the same; declarations made twice and shared names set limits, which it tells", runSave},
		"%test":          {"%test [flags]", "runs the tests and benchmarks of the cell, or of all cells when it has none; flags are -test.v, -test.run=…", runTest},
		"%time":          {"%time", "tells how long the cell takes to build and to run", runTime},
		"%track":         {"%track [paths]", "has completion watch a file or directory, or lists those watched", runTrack},
		"%untrack":       {"%untrack [paths]", "undoes %track; a path that ends in ... stands for all that start like it", runUntrack},
		"%version":       {"%version", "shows the versions of lazycell and Go", runVersion},
		"%wasm":          {"%wasm", "builds the cell as a WebAssembly program and runs it in the page; it has what cells declare, and no values of the session", runWasm},
		"%who":           {"%who", "lists the variables with their types and sizes", runWho},
		"%whos":          {"%whos", "the same as %who", runWho},
		"%widgets":       {"%widgets", "connects gonbui's widgets with the front-end, which happens of itself when a cell uses one", runWidgets},
		"%widgets_hb":    {"%widgets_hb", "tells whether the widgets' end in the front-end answers", runHeartbeat},
		"%with_inputs":   {"%with_inputs", "asks you for the lines that the next ! line reads", runWithInputs},
		"%with_password": {"%with_password", "asks you for the password that the next ! line reads", runWithInputs},
		"%%":             {"%% [arguments]", "what follows is the program's body; arguments become os.Args[1:], and flags are set from them", runMain},
		"%%bash":         {"%%bash", "gives the rest of the cell to bash", runScript},
		"%%script":       {"%%script command", "gives the rest of the cell to a command's standard input", runScript},
		"%%sh":           {"%%sh", "gives the rest of the cell to sh", runScript},
		"%%writefile":    {"%%writefile [-a] path", "writes the rest of the cell to a file; -a appends", runWritefile},
	}
}

// Run executes the commands of a cell in order. Errors are of type *Error.
func (c *Cell) Run(ctx context.Context, h Host) error {
	for _, cmd := range c.Commands {
		if err := commands[cmd.Name].run(ctx, h, c, cmd); err != nil {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			return &Error{Line: cmd.Line, Text: cmd.Text, Err: err}
		}
	}
	return nil
}

// Names returns the names of the % commands in order.
func Names() []string {
	var names []string
	for n := range commands {
		if strings.HasPrefix(n, "%") {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	return names
}

// Help returns what %help shows of a command, or false when there is no such command.
func Help(name string) (string, bool) {
	s, ok := commands[name]
	return "`" + s.usage + "`: " + s.help, ok
}

func unknown(name string) error {
	type near struct {
		name     string
		distance int
	}
	var found []near
	for _, n := range Names() {
		d := distance(strings.TrimLeft(name, "%"), strings.TrimLeft(n, "%"))
		if d <= 2 && len(n) > 2 || len(name) > 2 && strings.HasPrefix(n, name) {
			found = append(found, near{n, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.distance - b.distance })
	if len(found) == 0 {
		return fmt.Errorf("there is no command %s; %%help lists the commands", name)
	}
	var names []string
	for _, f := range found[:min(3, len(found))] {
		names = append(names, f.name)
	}
	return fmt.Errorf("there is no command %s; did you mean %s? %%help lists the commands", name, strings.Join(names, " or "))
}

// distance is the number of single-character changes between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			diagonal, row[j] = row[j], min(row[j]+1, row[j-1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

func runCd(_ context.Context, h Host, _ *Cell, cmd Command) error {
	switch len(cmd.Args) {
	case 0:
		_, err := fmt.Fprintf(h.Stdout(), "Current directory: %q\n", h.Dir())
		return err
	case 1:
		dir, err := expand(h, cmd.Args[0])
		if err != nil {
			return err
		}
		if err := h.Chdir(dir); err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.Stdout(), "Changed directory to %q\n", h.Dir())
		return err
	}
	return fmt.Errorf("%%cd takes one directory, not %d words; put a name with spaces in double quotes", len(cmd.Args))
}

func runEnv(_ context.Context, h Host, _ *Cell, cmd Command) error {
	args := cmd.Args
	if len(args) == 0 {
		env := slices.Clone(h.Environ())
		sort.Strings(env)
		_, err := fmt.Fprintln(h.Stdout(), strings.Join(env, "\n"))
		return err
	}
	if name, value, ok := strings.Cut(args[0], "="); ok && len(args) == 1 {
		args = []string{name, value}
	}
	if len(args) > 2 {
		return fmt.Errorf("%%env takes a name and a value, not %d words; put a value with spaces in double quotes", len(args))
	}
	if args[0] == "" || strings.ContainsAny(args[0], "=\x00") {
		return fmt.Errorf("%%env: %q cannot be the name of an environment variable", args[0])
	}
	if len(args) == 1 {
		value, ok := lookup(h.Environ(), args[0])
		if !ok {
			return fmt.Errorf("%%env: %s is not set; %%env %s value sets it", args[0], args[0])
		}
		_, err := fmt.Fprintln(h.Stdout(), value)
		return err
	}
	if err := h.Setenv(args[0], args[1]); err != nil {
		return err
	}
	_, err := fmt.Fprintf(h.Stdout(), "Set: %s=%q\n", args[0], args[1])
	return err
}

// lookup returns the last value that a list of NAME=value gives name.
func lookup(env []string, name string) (string, bool) {
	for _, e := range slices.Backward(env) {
		if n, v, _ := strings.Cut(e, "="); n == name {
			return v, true
		}
	}
	return "", false
}

func runHelp(_ context.Context, h Host, _ *Cell, _ Command) error {
	var md, plain strings.Builder
	md.WriteString("A cell holds Go: imports, declarations and statements in any order. Its variables stay for later cells; " +
		"the value of its last expression is shown.\n\nThese lines run before the Go code of their cell:\n\n| command | |\n| --- | --- |\n")
	for _, n := range append([]string{"!", "!*"}, Names()...) {
		s := commands[n]
		fmt.Fprintf(&md, "| `%s` | %s |\n", s.usage, s.help)
		fmt.Fprintf(&plain, "%-24s %s\n", s.usage, s.help)
	}
	h.Display(md.String(), plain.String())
	return nil
}

func runVersion(_ context.Context, h Host, _ *Cell, _ Command) error {
	_, err := fmt.Fprintln(h.Stdout(), h.Version())
	return err
}

func runWritefile(_ context.Context, h Host, c *Cell, cmd Command) error {
	args, flags := cmd.Args, os.O_WRONLY|os.O_CREATE|os.O_TRUNC
	if len(args) > 0 && args[0] == "-a" {
		args, flags = args[1:], os.O_WRONLY|os.O_CREATE|os.O_APPEND
	}
	if len(args) != 1 {
		return errors.New("%%writefile takes one path: %%writefile [-a] path")
	}
	path, err := place(h, args[0])
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return fmt.Errorf("%%%%writefile: %w", err)
	}
	body := c.Body
	if body != "" && !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	_, err = f.WriteString(body)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%%%%writefile: %w", err)
	}
	verb := "Wrote"
	if flags&os.O_APPEND != 0 {
		verb = "Appended"
	}
	_, err = fmt.Fprintf(h.Stdout(), "%s %d bytes to %q\n", verb, len(body), path)
	return err
}

// place is expand for a path that starts from the current directory.
func place(h Host, path string) (string, error) {
	path, err := expand(h, path)
	if err == nil && !filepath.IsAbs(path) {
		path = filepath.Join(h.Dir(), path)
	}
	return path, err
}

// expand replaces a leading ~ and $NAME or ${NAME} in a path.
func expand(h Host, path string) (string, error) {
	if path == "~" || strings.HasPrefix(path, "~/") {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("replace ~ in %q: %w", path, err)
		}
		path = home + path[1:]
	}
	var missing error
	path = os.Expand(path, func(name string) string {
		value, ok := lookup(h.Environ(), name)
		if !ok {
			missing = fmt.Errorf("the environment variable %s is not set", name)
		}
		return value
	})
	return path, missing
}
