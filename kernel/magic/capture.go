package magic

import (
	"context"
	"errors"
	"fmt"
	"os"
)

func runCapture(_ context.Context, h Host, _ *Cell, cmd Command) error {
	args, flags := cmd.Args, os.O_WRONLY|os.O_CREATE|os.O_TRUNC
	if len(args) > 1 && args[0] == "-a" {
		args, flags = args[1:], os.O_WRONLY|os.O_CREATE|os.O_APPEND
	}
	if len(args) != 1 {
		return errors.New("%capture takes one path: %capture [-a] path")
	}
	path, err := place(h, args[0])
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return fmt.Errorf("%%capture: %w", err)
	}
	h.Capture(f)
	return nil
}
