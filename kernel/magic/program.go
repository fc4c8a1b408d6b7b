package magic

import (
	"context"
	"errors"
	"strings"
)

// runMain marks where the program's body starts. Arguments replace those of %args.
func runMain(_ context.Context, h Host, c *Cell, cmd Command) error {
	c.MainLine = cmd.Line
	if len(cmd.Args) == 0 {
		return nil
	}
	return h.SetArgs(cmd.Args)
}

func runArgs(_ context.Context, h Host, _ *Cell, cmd Command) error {
	return h.SetArgs(cmd.Args)
}

// runExec adds a call of a function to the cell: in the command's own line, or behind the cell where Go code follows it.
func runExec(_ context.Context, h Host, c *Cell, cmd Command) error {
	if len(cmd.Args) == 0 {
		return errors.New("%exec needs the name of a function: %exec function [arguments]")
	}
	lines := strings.Split(c.Go, "\n")
	at := cmd.Line - 1
	if strings.TrimSpace(strings.Join(lines[min(cmd.Line, len(lines)):], "")) != "" || at >= len(lines) {
		lines = append(lines, "")
		at = len(lines) - 1
	}
	lines[at] = cmd.Args[0] + "()"
	c.Go = strings.Join(lines, "\n")
	c.MainLine = at
	if at == 0 {
		c.MainLine = -1
	}
	return h.SetArgs(cmd.Args[1:])
}

func runTest(_ context.Context, _ Host, c *Cell, cmd Command) error {
	c.Test = &Test{Flags: cmd.Args}
	return nil
}

func runTime(_ context.Context, _ Host, c *Cell, cmd Command) error {
	if len(cmd.Args) > 0 {
		return errors.New("%time stands on a line of its own and times the whole cell")
	}
	c.Timed = true
	return nil
}

// runWasm has the cell built as a program for the page in place of a cell of the session.
func runWasm(ctx context.Context, h Host, c *Cell, cmd Command) error {
	if len(cmd.Args) > 0 {
		return errors.New("%wasm stands on a line of its own: the whole cell becomes a program for the page")
	}
	c.Page = true
	return h.PreparePage(ctx)
}
