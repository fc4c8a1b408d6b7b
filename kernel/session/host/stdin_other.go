//go:build unix && !linux

package host

import (
	"fmt"
	"syscall"
)

// replaceStdin makes file descriptor 0 another file; whoever reads it now goes on with the old one.
func replaceStdin(fd int) error {
	if err := syscall.Dup2(fd, 0); err != nil {
		return fmt.Errorf("make standard input: %w", err)
	}
	return nil
}

// seesReaders reports that this system doesn't tell who waits for input: cells ask with gonbui.RequestInput.
func seesReaders() bool { return false }

func readerWaits() bool { return false }
