package magic

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"
	"time"
)

// inputWait is how long a shell line may run before it is asked what to give it: one that ends at once needs nothing.
const inputWait = 200 * time.Millisecond

// inputMode says where the next shell line's standard input comes from.
type inputMode int

const (
	noInput inputMode = iota
	inputs
	password
)

func runWithInputs(_ context.Context, h Host, c *Cell, cmd Command) error {
	c.input = inputs
	if cmd.Name == "%with_password" {
		c.input = password
		if strings.TrimSpace(c.Go) != "" {
			h.HideInput()
		}
	}
	return nil
}

// feed asks the user for lines and gives them to a command until it ends: one password, or any number of other lines. What
// the user is asked while the command ends is lost.
func feed(ctx context.Context, h Host, mode inputMode, in io.WriteCloser) error {
	defer in.Close()
	select {
	case <-time.After(inputWait):
	case <-ctx.Done():
		return nil
	}
	for {
		line, err := h.Ask(ctx, "", mode == password)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		if _, err := io.WriteString(in, line+"\n"); err != nil || mode == password {
			return nil // it reads no more
		}
		select {
		case <-time.After(inputWait):
		case <-ctx.Done():
			return nil
		}
	}
}

// runAsking runs a shell line whose input comes from the user.
func runAsking(ctx context.Context, h Host, mode inputMode, cmd *exec.Cmd) error {
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	asking, stop := context.WithCancel(ctx)
	fed := make(chan error, 1)
	go func() { fed <- feed(asking, h, mode, in) }()
	err = cmd.Wait()
	stop()
	return errors.Join(err, <-fed)
}
