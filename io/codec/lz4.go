package codec

import (
	"encoding/binary"
)

// lz4Ratio is above what an LZ4 block can expand to (255).
const lz4Ratio = 260

// lz4Codec is numcodecs' LZ4: the plain size in four bytes, then one block.
type lz4Codec struct{}

func (lz4Codec) Name() string { return "lz4" }

func (lz4Codec) Decode(src []byte, limit int) ([]byte, error) {
	if len(src) < 4 {
		return nil, corrupt("%d bytes are too few for a header", len(src))
	}
	size := int(binary.LittleEndian.Uint32(src))
	if err := claimed(size, len(src), lz4Ratio, limit); err != nil {
		return nil, err
	}
	out := make([]byte, size)
	return out, DecodeLZ4Block(out, src[4:])
}

func (lz4Codec) Encode(src []byte) ([]byte, error) {
	if uint64(len(src)) > 1<<31-1 {
		return nil, corrupt("a chunk of %d bytes is too large for LZ4: use smaller chunks", len(src))
	}
	out := binary.LittleEndian.AppendUint32(make([]byte, 0, len(src)/2+64), uint32(len(src)))
	return appendLZ4Block(out, src), nil
}

// DecodeLZ4Block fills dst exactly from the block src.
func DecodeLZ4Block(dst, src []byte) error {
	d, s := 0, 0
	length := func(n int) (int, bool) {
		if n < 15 {
			return n, true
		}
		for s < len(src) {
			b := src[s]
			s++
			n += int(b)
			if b != 255 {
				return n, true
			}
			if n > len(dst) {
				return 0, false
			}
		}
		return 0, false
	}
	for s < len(src) {
		token := src[s]
		s++
		n, ok := length(int(token >> 4))
		if !ok || n > len(src)-s || n > len(dst)-d {
			return corrupt("LZ4 literals run past the end at byte %d", s)
		}
		copy(dst[d:], src[s:s+n])
		d, s = d+n, s+n
		if s == len(src) {
			break
		}
		if len(src)-s < 2 {
			return corrupt("LZ4 block ends inside a match")
		}
		offset := int(src[s]) | int(src[s+1])<<8
		s += 2
		n, ok = length(int(token & 15))
		n += 4
		if !ok || offset == 0 || offset > d || n > len(dst)-d {
			return corrupt("LZ4 match outside the data at byte %d", s)
		}
		copyMatch(dst, d, offset, n)
		d += n
	}
	if d != len(dst) {
		return corrupt("LZ4 block holds %d bytes where %d belong", d, len(dst))
	}
	return nil
}

// copyMatch copies n bytes from offset bytes before d to d; the two may overlap, and then the pattern repeats.
func copyMatch(dst []byte, d, offset, n int) {
	from := d - offset
	for n > 0 {
		c := copy(dst[d:d+n], dst[from:d])
		d += c
		n -= c
	}
}

// appendLZ4Block appends src as one block, matching by a small hash table.
func appendLZ4Block(out, src []byte) []byte {
	const (
		hashBits = 14
		tail     = 12 // the last match starts this far from the end, at least
	)
	var table [1 << hashBits]int32 // position + 1
	anchor, i := 0, 0
	for i+tail < len(src) {
		word := binary.LittleEndian.Uint32(src[i:])
		h := word * 2654435761 >> (32 - hashBits)
		at := int(table[h]) - 1
		table[h] = int32(i + 1)
		if at < 0 || i-at > 65535 || binary.LittleEndian.Uint32(src[at:]) != word {
			i += 1 + (i-anchor)>>6
			continue
		}
		n := 4
		for i+n < len(src)-5 && src[at+n] == src[i+n] {
			n++
		}
		out = appendLZ4Run(out, src[anchor:i], n-4)
		out = append(out, byte(i-at), byte((i-at)>>8))
		if n-4 >= 15 {
			out = appendLZ4Length(out, n-4-15)
		}
		i += n
		anchor = i
	}
	return appendLZ4Run(out, src[anchor:], 0)
}

func appendLZ4Run(out, literals []byte, match int) []byte {
	out = append(out, byte(min(len(literals), 15)<<4|min(match, 15)))
	if len(literals) >= 15 {
		out = appendLZ4Length(out, len(literals)-15)
	}
	return append(out, literals...)
}

func appendLZ4Length(out []byte, n int) []byte {
	for ; n >= 255; n -= 255 {
		out = append(out, 255)
	}
	return append(out, byte(n))
}
