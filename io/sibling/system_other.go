//go:build !linux

package sibling

import (
	"os"
	"runtime"
)

func swap(a, b string) error { return swapByTwoRenames(a, b) }

// syncFolder flushes a folder's entries where folders can be opened like files.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
