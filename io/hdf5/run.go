package hdf5

// #include "shim.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"unsafe"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/sibling"
	"github.com/lazycell/lazycell/io/store"
)

// Arrays that aren't chunked lie in the file in one run. When their elements are stored as they are in memory, they are read and
// written there without libhdf5: it does one thing at a time, and the system moves several regions at once.

// leastRun is the size from which this is worth while.
const leastRun = 64 << 10

// bytesOf is an open file without libhdf5, nil when the system doesn't give it. It is the same file even when its name has gone to another.
func bytesOf(file *gonum.File) *os.File {
	descriptor := int(C.lc_descriptor(C.hid_t(file.ID())))
	if descriptor < 0 {
		return nil
	}
	again, err := syscall.Dup(descriptor)
	if err != nil {
		return nil
	}
	syscall.CloseOnExec(again)
	return os.NewFile(uintptr(again), "")
}

func (r *root) closeBytes() error {
	if r.bytes == nil {
		return nil
	}
	return sibling.Cause(r.bytes.Close())
}

// inspectRun finds out whether the array is such a one.
func (a *array) inspectRun(set *gonum.Dataset) error {
	n, _ := store.Elements(a.shape)
	if a.root.bytes == nil || a.chunks != nil || len(a.shape) == 0 || a.elem.typ.IsString() || a.members != nil || n*a.elem.size < leastRun {
		return nil
	}
	typ, err := a.elem.memoryType()
	if err != nil {
		return err
	}
	defer closeType(typ)
	var at C.ulonglong
	if C.lc_run(C.hid_t(set.ID()), typ, &at) != 0 {
		a.run = int64(at)
	}
	return nil
}

// readRun reads a box into a slice of its elements.
func (a *array) readRun(ctx context.Context, offset, shape []int, into any) error {
	data := a.memory(into)
	err := a.eachRun(ctx, offset, shape, func(at, from, n int) error {
		_, err := a.root.bytes.ReadAt(data[at:at+n], a.run+int64(from))
		return err
	})
	if err != nil {
		return runError("read", err)
	}
	if a.elem.class == C.LC_BOOL { // as readNumbers does
		for i, b := range data {
			if b > 1 {
				data[i] = 1
			}
		}
	}
	return nil
}

// writeRun writes a box from a slice of its elements.
func (a *array) writeRun(ctx context.Context, offset, shape []int, from any) error {
	data := a.memory(from)
	err := a.eachRun(ctx, offset, shape, func(at, to, n int) error {
		_, err := a.root.bytes.WriteAt(data[at:at+n], a.run+int64(to))
		return err
	})
	if err != nil {
		return runError("write", err)
	}
	return nil
}

func runError(what string, err error) error {
	switch {
	case errors.Is(err, os.ErrClosed):
		return fmt.Errorf("the file is closed: %w", fs.ErrClosed)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("the file ends before the array does: %w", store.ErrInvalid)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return fmt.Errorf("%s elements: %w", what, sibling.Cause(err))
}

// memory is the bytes of a slice of the array's elements.
func (a *array) memory(values any) []byte {
	return unsafe.Slice((*byte)(memoryOf(values)), lengthOf(values)*a.elem.size)
}

// eachRun calls f with the parts of a box that lie in one run: where in the box, where in the array, and how many bytes.
func (a *array) eachRun(ctx context.Context, offset, shape []int, f func(inBox, inArray, n int) error) error {
	if n, err := store.Elements(shape); err != nil || n == 0 {
		return err
	}
	// The axes from last on are taken whole but for the first of them.
	last := len(shape) - 1
	n := shape[last] * a.elem.size
	for last > 0 && shape[last] == a.shape[last] {
		last--
		n *= shape[last]
	}
	strides := make([]int, len(shape))
	step := a.elem.size
	for i := len(shape) - 1; i >= 0; i-- {
		strides[i] = step
		step *= a.shape[i]
	}
	index := make([]int, last)
	for at := 0; ; at += n {
		from := offset[last] * strides[last]
		for i := range index {
			from += (offset[i] + index[i]) * strides[i]
		}
		for i := last + 1; i < len(shape); i++ {
			from += offset[i] * strides[i]
		}
		for done := 0; done < n; done += pieceBytes {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := f(at+done, from+done, min(pieceBytes, n-done)); err != nil {
				return err
			}
		}
		axis := last - 1
		for ; axis >= 0; axis-- {
			if index[axis]++; index[axis] < shape[axis] {
				break
			}
			index[axis] = 0
		}
		if axis < 0 {
			return nil
		}
	}
}
