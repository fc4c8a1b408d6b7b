package block

import "unsafe"

// word stands for the bits of an element of its size, so that values are moved without looking at them.
type word interface {
	uint8 | uint16 | uint32 | uint64 | complex128
}

// wordsOf is the values of a block as words of their size.
func wordsOf[T word](d *Dense) []T {
	b := d.Bytes()
	if len(b) == 0 {
		return nil
	}
	var w T
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/int(unsafe.Sizeof(w)))
}

// mover moves values from one block to another: the function for each size of element.
type mover struct {
	f8   func(out, in []uint8)
	f16  func(out, in []uint16)
	f32  func(out, in []uint32)
	f64  func(out, in []uint64)
	f128 func(out, in []complex128)
}

func (m mover) move(out, in *Dense) {
	switch in.dtype.Size() {
	case 1:
		m.f8(wordsOf[uint8](out), wordsOf[uint8](in))
	case 2:
		m.f16(wordsOf[uint16](out), wordsOf[uint16](in))
	case 4:
		m.f32(wordsOf[uint32](out), wordsOf[uint32](in))
	case 8:
		m.f64(wordsOf[uint64](out), wordsOf[uint64](in))
	case 16:
		m.f128(wordsOf[complex128](out), wordsOf[complex128](in))
	}
}

// gather is the values at positions of a block of one axis, in the order of the positions.
func gather(v *Dense, at []int) *Dense {
	out := NewDense(v.dtype, []int{len(at)})
	mover{
		func(o, w []uint8) { pick(o, w, at) }, func(o, w []uint16) { pick(o, w, at) }, func(o, w []uint32) { pick(o, w, at) },
		func(o, w []uint64) { pick(o, w, at) }, func(o, w []complex128) { pick(o, w, at) },
	}.move(out, v)
	return out
}

func pick[T word](out, in []T, at []int) {
	for i, p := range at {
		out[i] = in[p]
	}
}
