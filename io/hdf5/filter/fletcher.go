package filter

import "encoding/binary"

// checked takes the checksum off the end of a chunk. It is Fletcher's with 32 bits over words of two bytes, the first one the high one.
func checked(src []byte) ([]byte, error) {
	n := len(src) - 4
	if n < 0 {
		return nil, corrupt("%d bytes are too few for a checksum", len(src))
	}
	want := binary.LittleEndian.Uint32(src[n:])
	got := fletcher32(src[:n])
	// Early releases of HDF5 stored it with the bytes of each half the other way round.
	if swapped := got&0x00ff00ff<<8 | got>>8&0x00ff00ff; want != got && want != swapped {
		return nil, corrupt("checksum is %08x, the stored one %08x", got, want)
	}
	return src[:n], nil
}

func fletcher32(data []byte) uint32 {
	var a, b uint32
	for words := len(data) / 2; words > 0; {
		n := min(words, 360) // before a sum can overflow
		words -= n
		for range n {
			a += uint32(data[0])<<8 | uint32(data[1])
			b += a
			data = data[2:]
		}
		a, b = a&0xffff+a>>16, b&0xffff+b>>16
	}
	if len(data) == 1 {
		a += uint32(data[0]) << 8
		b += a
		a, b = a&0xffff+a>>16, b&0xffff+b>>16
	}
	a, b = a&0xffff+a>>16, b&0xffff+b>>16
	return b<<16 | a
}
