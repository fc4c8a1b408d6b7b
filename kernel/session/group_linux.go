package session

import (
	"os/exec"
	"syscall"
)

// ownGroup gives the process a group of its own, so that a Ctrl-C in the kernel's terminal doesn't reach it and all it
// starts can be ended, and has the system tell it when the kernel dies.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
