package codec

import (
	"encoding/binary"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
)

// bigEndian says that this machine has the other order of bytes.
var bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

// littleEndian is the elements of a block as bytes: its own memory where the machine has that order.
func littleEndian(d *block.Dense) []byte {
	if !bigEndian {
		return d.Bytes()
	}
	data := slices.Clone(d.Bytes())
	swap(data, d.DType())
	return data
}

// swap turns around the bytes of every number.
func swap(data []byte, dtype block.DType) {
	size := dtype.Size()
	if dtype == block.Complex128 {
		size = 8
	}
	for at := 0; at+size <= len(data); at += size {
		slices.Reverse(data[at : at+size])
	}
}
