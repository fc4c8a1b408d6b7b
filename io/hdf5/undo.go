package hdf5

// #include "shim.h"
import "C"

import (
	"unsafe"

	"github.com/lazycell/lazycell/io/codec"
	"github.com/lazycell/lazycell/io/hdf5/filter"
)

// undone is the most bytes that a chunk of the array that is being read may have when its filters are undone; 0 when that isn't known. It is used
// inside visits only.
var undone int

// allowUndone notes how large the array's plain chunks are, for lcUndo.
func (a *array) allowUndone() {
	undone = 0
	if a.chunks != nil {
		undone = max(a.elem.stored, 1)
		for _, n := range a.chunks {
			undone *= n
		}
		undone += undone/64 + 64<<10 // what a filter adds
	}
}

// lcUndo undoes a filter for libhdf5, which calls it while it reads elements. The result is memory of libhdf5's own; 0 bytes are a failure.
//
//export lcUndo
func lcUndo(id C.int, count C.size_t, values *C.uint, n C.size_t, data unsafe.Pointer, out *unsafe.Pointer) (size C.size_t) {
	defer func() {
		if recover() != nil { // C's frames can't be unwound
			size = 0
		}
	}()
	if n == 0 || n > maxChunk || count > 1<<10 {
		return 0
	}
	f := filter.Filter{ID: int(id)}
	for _, v := range unsafe.Slice(values, int(count)) {
		f.Values = append(f.Values, uint32(v))
	}
	limit := undone
	if limit <= 0 {
		limit = codec.MaxUnbounded
	}
	plain, err := f.Undo(unsafe.Slice((*byte)(data), int(n)), limit)
	if err != nil || len(plain) == 0 {
		return 0
	}
	memory := C.lc_allocate(C.size_t(len(plain)))
	if memory == nil {
		return 0
	}
	copy(unsafe.Slice((*byte)(memory), len(plain)), plain)
	*out = memory
	return C.size_t(len(plain))
}
