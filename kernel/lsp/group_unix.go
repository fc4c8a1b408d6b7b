//go:build unix

package lsp

import (
	"os/exec"
	"syscall"
)

// ownGroup gives gopls a process group of its own, so that a Ctrl-C in the kernel's terminal doesn't reach it and all it
// starts can be ended.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// kill ends a process and its group.
func kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
