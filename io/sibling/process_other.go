//go:build !unix

package sibling

import "os"

// runs reports whether there may be a process of that number.
func runs(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = p.Release() // it was only asked for
	return true
}
