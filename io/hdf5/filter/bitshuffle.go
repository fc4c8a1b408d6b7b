package filter

import (
	"github.com/lazycell/lazycell/io/codec"
)

// How bitshuffle's blocks are compressed.
const (
	bitsPlain = 0
	bitsLZ4   = 2
	bitsZstd  = 3
)

const (
	bitsTarget   = 8192 // bytes of a block when the file doesn't say
	bitsMultiple = 8    // elements are shuffled by so many; those left over stay as they are
	bitsLeast    = 128
)

// unbitshuffle undoes the filter bitshuffle. Its values are two of its version, the size of an element, the elements of a block (0: as many as
// make a good size) and the compression.
func (f Filter) unbitshuffle(src []byte, limit int) ([]byte, error) {
	elem, block, kind := f.value(2), f.value(3), f.value(4)
	if elem < 1 || elem > 1<<16 {
		return nil, corrupt("elements of %d bytes", elem)
	}
	size := len(src)
	if kind != bitsPlain {
		var bytes int
		var err error
		if size, bytes, src, err = blockHeader(src, limit); err != nil {
			return nil, err
		}
		block = bytes / elem
	}
	if block == 0 {
		block = max(bitsTarget/elem/bitsMultiple*bitsMultiple, bitsLeast)
	}
	if size > limit || size%elem != 0 || block%bitsMultiple != 0 || block > 1<<30/elem {
		return nil, corrupt("%d bytes in blocks of %d elements of %d bytes", size, block, elem)
	}
	out, plain := make([]byte, size), make([]byte, min(block*elem, size))
	left := size / elem
	for at := 0; left >= bitsMultiple; {
		n := min(block, left/bitsMultiple*bitsMultiple)
		shuffled, err := plain[:n*elem], error(nil)
		switch kind {
		case bitsPlain:
			shuffled, src = src[:n*elem], src[n*elem:]
		case bitsLZ4:
			src, err = lz4Block(shuffled, src)
		case bitsZstd:
			var stored []byte
			if stored, src, err = sized(src); err == nil {
				err = exactly("zstd", shuffled, stored)
			}
		default:
			err = corrupt("bitshuffle's compression %d", kind)
		}
		if err != nil {
			return nil, err
		}
		codec.BitUnshuffle(out[at:at+n*elem], shuffled, elem)
		at += n * elem
		left -= n
	}
	if len(src) < left*elem {
		return nil, corrupt("ends before the last %d elements", left)
	}
	copy(out[size-left*elem:], src)
	return out, nil
}

// exactly fills dst with what a codec makes of src.
func exactly(name string, dst, src []byte) error {
	out, err := decode(name, src, len(dst))
	if err != nil {
		return err
	}
	if copy(dst, out) != len(dst) {
		return corrupt("%d bytes where %d belong", len(out), len(dst))
	}
	return nil
}
