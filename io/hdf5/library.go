package hdf5

// #cgo CFLAGS: -std=gnu11 -O2
// #cgo linux CFLAGS: -I/usr/include/hdf5/serial
// #cgo linux,amd64 LDFLAGS: -L/usr/lib/x86_64-linux-gnu/hdf5/serial
// #cgo linux,arm64 LDFLAGS: -L/usr/lib/aarch64-linux-gnu/hdf5/serial
// #cgo darwin CFLAGS: -I/usr/local/include -I/opt/homebrew/include
// #cgo darwin LDFLAGS: -L/usr/local/lib -L/opt/homebrew/lib
// #cgo LDFLAGS: -lhdf5
// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/lazycell/lazycell/io/store"
)

// library is held during every visit to libhdf5.
var library sync.Mutex

// visit calls f with libhdf5 to itself. What libhdf5 has to say about errors belongs to the thread and is not printed.
func visit(f func() error) error {
	library.Lock()
	defer library.Unlock()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	C.lc_silence()
	register()
	return f()
}

// register adds what libhdf5 lacks; where that fails, files that need it are errors.
var register = sync.OnceFunc(func() { C.lc_register() })

// failure is the error of a call that just failed, with libhdf5's own reason. It is called inside a visit.
func failure(what string) error {
	var text [512]C.char
	C.lc_reason(&text[0], C.size_t(len(text)))
	reason := C.GoString(&text[0])
	if code := errno(reason); code != 0 {
		return fmt.Errorf("%s: %w", what, code)
	}
	switch {
	case reason == "":
		return errors.New(what)
	case strings.Contains(reason, "bad version number"): // of a message in the file
		return fmt.Errorf("%s: %s: it was written by a newer HDF5 than the one here (%d.%d.%d), or is damaged; h5py writes for this one with libver=('earliest', 'v110'): %w",
			what, reason, int(C.H5_VERS_MAJOR), int(C.H5_VERS_MINOR), int(C.H5_VERS_RELEASE), store.ErrUnsupported)
	}
	return fmt.Errorf("%s: %s", what, reason)
}

// errno finds the system's error in a reason such as "file write failed: …, errno = 28, error message = '…'".
func errno(reason string) syscall.Errno {
	_, rest, ok := strings.Cut(reason, "errno = ")
	if !ok {
		return 0
	}
	digits, _, _ := strings.Cut(rest, ",")
	n, err := strconv.Atoi(strings.TrimSpace(digits))
	if err != nil || n <= 0 {
		return 0
	}
	return syscall.Errno(n)
}
