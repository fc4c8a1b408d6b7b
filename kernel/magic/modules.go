package magic

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

func runAutoGet(_ context.Context, h Host, _ *Cell, cmd Command) error {
	h.SetAutoGet(cmd.Name == "%autoget")
	return nil
}

func runGoGet(ctx context.Context, h Host, _ *Cell, cmd Command) error {
	if len(cmd.Args) == 0 {
		return errors.New("%goget needs a package or module: %goget example.org/module[@version]")
	}
	said, err := h.Get(ctx, cmd.Args)
	if err != nil {
		return fmt.Errorf("%%goget: %w", err)
	}
	_, err = fmt.Fprint(h.Stderr(), said)
	return err
}

func runGoFlags(_ context.Context, h Host, _ *Cell, cmd Command) error {
	var unused []string
	if len(cmd.Args) > 0 {
		var flags []string
		for _, f := range cmd.Args {
			if f != "" {
				flags = append(flags, f)
			}
		}
		unused = h.SetBuildFlags(flags)
	}
	if len(unused) > 0 {
		if _, err := fmt.Fprintf(h.Stderr(), "Cells are plugins of one session: %s is for whole programs and has no effect on them. "+
			"-gcflags, -ldflags and -tags have.\n", strings.Join(unused, " ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(h.Stdout(), "%%goflags=%q\n", h.BuildFlags())
	return err
}

func runGoWorkFix(_ context.Context, h Host, _ *Cell, _ Command) error {
	report, err := h.UseWorkspace()
	for _, line := range report {
		if _, err := fmt.Fprintf(h.Stdout(), "\t- %s\n", line); err != nil {
			return err
		}
	}
	return err
}

func runTrack(_ context.Context, h Host, _ *Cell, cmd Command) error {
	if len(cmd.Args) == 0 {
		return listTracked(h)
	}
	return eachPlace(h, cmd.Args, h.Track, "Tracking")
}

// eachPlace does something with paths, and says so of each.
func eachPlace(h Host, paths []string, do func(string) error, done string) error {
	for _, written := range paths {
		path, err := place(h, written)
		if err == nil {
			err = do(path)
		}
		if err == nil {
			_, err = fmt.Fprintf(h.Stdout(), "\t%s %q\n", done, written)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func listTracked(h Host) error {
	tracked := h.Tracked()
	if len(tracked) == 0 {
		h.Display("No files or directories are tracked.", "No files or directories are tracked.\n")
		return nil
	}
	h.Display("Tracked:\n\n- `"+strings.Join(tracked, "`\n- `")+"`\n", "Tracked:\n  "+strings.Join(tracked, "\n  ")+"\n")
	return nil
}

func runUntrack(_ context.Context, h Host, _ *Cell, cmd Command) error {
	if len(cmd.Args) == 0 {
		return listTracked(h)
	}
	return eachPlace(h, cmd.Args, h.Untrack, "Untracked")
}
