//go:build unix && !linux

package host

import "syscall"

// replace makes file descriptor at another file; whoever reads it now goes on with the old one.
func replace(at, fd int) error { return syscall.Dup2(fd, at) }

// seesReaders reports that this system doesn't tell who waits for input: cells ask with gonbui.RequestInput.
func seesReaders() bool { return false }

func readerWaits() bool { return false }
