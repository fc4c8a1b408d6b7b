package filter

import (
	"encoding/binary"

	"github.com/lazycell/lazycell/io/codec"
)

// most4 is above what an LZ4 block can expand to (255).
const most4 = 260

// unlz4 unpacks the LZ4 filter: the plain size in eight bytes and the size of a block in four, big endian, then the blocks, each after
// its stored size in four.
func unlz4(src []byte, limit int) ([]byte, error) {
	size, block, src, err := blockHeader(src, limit)
	if err != nil {
		return nil, err
	}
	out := make([]byte, size)
	for at := 0; at < size; at += block {
		if src, err = lz4Block(out[at:min(at+block, size)], src); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// blockHeader reads the header that the filters lz4 and bitshuffle share.
func blockHeader(src []byte, limit int) (size, block int, rest []byte, err error) {
	if len(src) < 12 {
		return 0, 0, nil, corrupt("%d bytes are too few for a header", len(src))
	}
	all := binary.BigEndian.Uint64(src)
	block = int(binary.BigEndian.Uint32(src[8:]))
	switch {
	case all > uint64(limit):
		return 0, 0, nil, corrupt("header claims %d bytes where at most %d belong", all, limit)
	case all > 0 && block == 0:
		return 0, 0, nil, corrupt("block size is 0")
	}
	return int(all), block, src[12:], nil
}

// lz4Block fills dst from one block after its stored size, and gives what follows. A block that didn't get smaller is stored as it is.
func lz4Block(dst, src []byte) (rest []byte, err error) {
	stored, rest, err := sized(src)
	switch {
	case err != nil:
		return nil, err
	case len(stored) == len(dst):
		copy(dst, stored)
		return rest, nil
	case len(dst)/most4 > len(stored):
		return nil, corrupt("a block claims %d bytes, which %d encoded bytes can't hold", len(dst), len(stored))
	}
	return rest, codec.DecodeLZ4Block(dst, stored)
}

// sized splits off bytes after their number.
func sized(src []byte) (stored, rest []byte, err error) {
	if len(src) < 4 {
		return nil, nil, corrupt("ends before a block")
	}
	n := int(binary.BigEndian.Uint32(src))
	if n > len(src)-4 {
		return nil, nil, corrupt("a block claims %d bytes, there are %d", n, len(src)-4)
	}
	return src[4 : 4+n], src[4+n:], nil
}
