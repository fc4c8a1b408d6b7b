package codec

import (
	"encoding/binary"
	"hash/crc32"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// crc32cCodec appends a checksum to the bytes.
type crc32cCodec struct{}

func (crc32cCodec) Name() string { return "crc32c" }

func (crc32cCodec) Decode(src []byte, limit int) ([]byte, error) {
	n := len(src) - 4
	if n < 0 {
		return nil, corrupt("%d bytes are too few for a checksum", len(src))
	}
	if limit >= 0 && n > limit {
		return nil, corrupt("%d bytes where at most %d belong", n, limit)
	}
	want := binary.LittleEndian.Uint32(src[n:])
	if got := crc32.Checksum(src[:n], castagnoli); got != want {
		return nil, corrupt("checksum is %08x, the stored one %08x", got, want)
	}
	return src[:n], nil
}

func (crc32cCodec) Encode(src []byte) ([]byte, error) {
	out := make([]byte, len(src), len(src)+4)
	copy(out, src)
	return binary.LittleEndian.AppendUint32(out, crc32.Checksum(src, castagnoli)), nil
}
