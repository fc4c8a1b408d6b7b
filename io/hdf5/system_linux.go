package hdf5

import "golang.org/x/sys/unix"

// discard lets everything that libhdf5 still writes to a file go to memory that no one reads. Closing a file flushes it, and on a full disk
// that fails and leaves the file open; a file that is given up needs neither.
func discard(descriptor int) {
	if descriptor < 0 {
		return
	}
	memory, err := unix.MemfdCreate("given-up", unix.MFD_CLOEXEC)
	if err != nil {
		return
	}
	defer unix.Close(memory)
	_ = unix.Dup3(memory, descriptor, unix.O_CLOEXEC)
}
