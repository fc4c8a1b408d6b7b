//go:build !linux

package group

import "os/exec"

// Tied gives a command a group of its own; that the kernel has died it must find out by itself.
func Tied(cmd *exec.Cmd) { Own(cmd) }
