package magic

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/lazycell/lazycell/kernel/group"
)

// grace is how long a command may take to end after an interrupt.
const grace = time.Second

// runShell runs a ! line. Its exit status is shown and does not fail the cell, as in other kernels.
func runShell(ctx context.Context, h Host, c *Cell, cmd Command) error {
	if cmd.Shell == "" {
		return nil
	}
	dir := h.Dir()
	if cmd.Name == "!*" {
		dir = h.TempDir()
	}
	mode := c.input
	c.input = noInput
	var err error
	if mode == noInput {
		err = run(ctx, h, dir, "", shell(), "-c", cmd.Shell)
	} else if err = runAsking(ctx, h, mode, prepare(ctx, h, dir, shell(), "-c", cmd.Shell)); ctx.Err() != nil {
		return ctx.Err()
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		_, err = fmt.Fprintf(h.Stderr(), "%s\n", exit)
	}
	return err
}

// shell returns bash, or sh where there is no bash.
func shell() string {
	if path, err := exec.LookPath("bash"); err == nil {
		return path
	}
	return "/bin/sh"
}

// runScript gives a cell's body to a command. A failing command fails the cell.
func runScript(ctx context.Context, h Host, c *Cell, cmd Command) error {
	words := append([]string{strings.TrimPrefix(cmd.Name, "%%")}, cmd.Args...)
	if cmd.Name == "%%script" {
		words = cmd.Args
	}
	if len(words) == 0 {
		return errors.New("%%script needs a command: %%script command [arguments]")
	}
	if err := run(ctx, h, h.Dir(), c.Body+"\n", words[0], words[1:]...); err != nil {
		return fmt.Errorf("%s: %w", words[0], err)
	}
	return nil
}

// run executes a command with the cell's output streams; when ctx ends, the command and its children are ended.
func run(ctx context.Context, h Host, dir, input, name string, args ...string) error {
	cmd := prepare(ctx, h, dir, name, args...)
	cmd.Stdin = strings.NewReader(input)
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// prepare makes a command that prints where the cell does.
func prepare(ctx context.Context, h Host, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = h.Environ()
	cmd.Stdout, cmd.Stderr = h.Stdout(), h.Stderr()
	group.Cancelled(cmd)
	cmd.WaitDelay = grace
	return cmd
}
