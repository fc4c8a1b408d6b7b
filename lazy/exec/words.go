package exec

import (
	"unsafe"

	"github.com/lazycell/lazycell/lazy/block"
)

// words is the memory of a block as elements of T, whose size is that of the block's.
func words[T word](d *block.Dense) []T {
	b := d.Bytes()
	if len(b) == 0 {
		return nil
	}
	var zero T
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/int(unsafe.Sizeof(zero)))
}

// asBytes is booleans as the bytes they are.
func asBytes(v []bool) []uint8 {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*uint8)(unsafe.Pointer(&v[0])), len(v))
}
