package elem_test

import (
	"os"
	"testing"
)

// quickDir is a temporary folder, in memory where the system has one: bringing many small files to a disk takes long.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "lazycell-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
