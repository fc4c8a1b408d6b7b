package kernel

import (
	"unsafe"

	"github.com/lazycell/lazycell/lazy/block"
)

// Words is the memory of a block as elements of T, whose size is that of the block's.
func Words[T Word](d *block.Dense) []T {
	b := d.Bytes()
	if len(b) == 0 {
		return nil
	}
	var zero T
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/int(unsafe.Sizeof(zero)))
}

// Repeat fills memory with copies of a pattern.
func Repeat(out, pattern []byte) {
	for n := copy(out, pattern); n > 0 && n < len(out); {
		n += copy(out[n:], out[:n])
	}
}

// Word stands for the bits of an element of its size, so that values are moved without looking at them.
type Word interface {
	uint8 | uint16 | uint32 | uint64 | complex128
}

// BySize calls the function for the size of the elements.
func BySize(out, in *block.Dense, f8 func(out, in []uint8), f16 func(out, in []uint16), f32 func(out, in []uint32), f64 func(out, in []uint64),
	f128 func(out, in []complex128)) {
	switch in.DType().Size() {
	case 1:
		f8(Words[uint8](out), Words[uint8](in))
	case 2:
		f16(Words[uint16](out), Words[uint16](in))
	case 4:
		f32(Words[uint32](out), Words[uint32](in))
	case 8:
		f64(Words[uint64](out), Words[uint64](in))
	case 16:
		f128(Words[complex128](out), Words[complex128](in))
	}
}
