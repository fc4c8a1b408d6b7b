//go:build unix

package group

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// Own gives a command that is not started yet a process group of its own.
func Own(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
}

// Cancelled gives a command made by exec.CommandContext a group of its own, all of which is ended when the context is.
func Cancelled(cmd *exec.Cmd) {
	Own(cmd)
	cmd.Cancel = func() error { return Kill(cmd) }
}

// Kill ends a started command and all in its group. The error is os.ErrProcessDone when nothing of it is left.
func Kill(cmd *exec.Cmd) error {
	err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}
