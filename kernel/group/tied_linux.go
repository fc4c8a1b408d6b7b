package group

import (
	"os/exec"
	"syscall"
)

// Tied gives a command a group of its own, and has the system end it when the kernel dies.
func Tied(cmd *exec.Cmd) {
	Own(cmd)
	cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM
}
