package exec

import (
	"github.com/lazycell/lazycell/lazy/block"
)

// word stands for the bits of an element of its size, so that values are moved without looking at them.
type word interface {
	uint8 | uint16 | uint32 | uint64 | complex128
}

// moved calls the function for the size of the elements.
func moved(out, in *block.Dense, f8 func(out, in []uint8), f16 func(out, in []uint16), f32 func(out, in []uint32), f64 func(out, in []uint64),
	f128 func(out, in []complex128)) {
	switch in.DType().Size() {
	case 1:
		f8(words[uint8](out), words[uint8](in))
	case 2:
		f16(words[uint16](out), words[uint16](in))
	case 4:
		f32(words[uint32](out), words[uint32](in))
	case 8:
		f64(words[uint64](out), words[uint64](in))
	case 16:
		f128(words[complex128](out), words[complex128](in))
	}
}
