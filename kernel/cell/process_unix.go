//go:build unix

package cell

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// ownGroup gives a tool a process group of its own, so that an interrupt ends what it has started too.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
