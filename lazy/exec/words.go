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
