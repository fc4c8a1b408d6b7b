package host

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// replace makes file descriptor at another file; whoever reads it now goes on with the old one.
func replace(at, fd int) error { return syscall.Dup3(fd, at, 0) }

const self = "/proc/self"

// seesReaders reports whether the system tells which call each thread waits in.
func seesReaders() bool {
	text, err := os.ReadFile(self + "/task/" + strconv.Itoa(syscall.Gettid()) + "/syscall")
	return err == nil && len(text) > 0
}

// readerWaits reports whether a thread of this process, or a program that it has started, waits at the empty pipe which is
// standard input.
func readerWaits() bool {
	var size int32
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, 0, syscall.TIOCINQ, uintptr(unsafe.Pointer(&size))); errno != 0 || size > 0 {
		return false
	}
	link, err := os.Readlink(self + "/fd/0")
	return err == nil && waitsIn(self, link, 0)
}

// maxDepth is how deep programs that start programs are looked for.
const maxDepth = 8

func waitsIn(process, link string, depth int) bool {
	tasks, err := os.ReadDir(process + "/task")
	if err != nil {
		return false // it has ended
	}
	for _, t := range tasks {
		dir := process + "/task/" + t.Name()
		if call, err := os.ReadFile(dir + "/syscall"); err == nil && reads(process, link, call) {
			return true
		}
		if depth == maxDepth {
			continue
		}
		children, _ := os.ReadFile(dir + "/children")
		for _, pid := range bytes.Fields(children) {
			if waitsIn(filepath.Join("/proc", string(pid)), link, depth+1) {
				return true
			}
		}
	}
	return false
}

// reads reports whether a call, as /proc tells it, reads the file that link names: the call's number, then its arguments.
func reads(process, link string, call []byte) bool {
	number, rest, ok := strings.Cut(string(call), " ")
	if !ok || number != readCall && number != readvCall {
		return false
	}
	first, _, _ := strings.Cut(rest, " ")
	fd, err := strconv.ParseUint(strings.TrimPrefix(first, "0x"), 16, 32)
	if err != nil {
		return false
	}
	file, err := os.Readlink(process + "/fd/" + strconv.FormatUint(fd, 10))
	return err == nil && file == link
}

var readCall, readvCall = strconv.Itoa(syscall.SYS_READ), strconv.Itoa(syscall.SYS_READV)
