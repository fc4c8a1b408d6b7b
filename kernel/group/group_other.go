//go:build !unix

package group

import "os/exec"

// Own has nothing to do where there are no process groups.
func Own(*exec.Cmd) {}

// Cancelled has nothing to do where there are no process groups: only the command itself is ended.
func Cancelled(*exec.Cmd) {}

// Kill ends a started command. The error is os.ErrProcessDone when it has ended already.
func Kill(cmd *exec.Cmd) error { return cmd.Process.Kill() }
