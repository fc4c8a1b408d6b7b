package codec

import (
	"encoding/binary"
)

// shuffleCodec groups the bytes of elements by significance, as numcodecs' Shuffle.
type shuffleCodec struct{ size int }

func (shuffleCodec) Name() string { return "shuffle" }

func (c shuffleCodec) Decode(src []byte, limit int) ([]byte, error) {
	if limit >= 0 && len(src) > limit {
		return nil, corrupt("%d bytes where at most %d belong", len(src), limit)
	}
	out := make([]byte, len(src))
	unshuffle(out, src, c.size)
	return out, nil
}

func (c shuffleCodec) Encode(src []byte) ([]byte, error) {
	out := make([]byte, len(src))
	n := len(src) / c.size
	for b := range c.size {
		for i := range n {
			out[b*n+i] = src[i*c.size+b]
		}
	}
	copy(out[n*c.size:], src[n*c.size:])
	return out, nil
}

// unshuffle puts bytes grouped by significance back into elements of a size; bytes of no whole element stay at the end.
func unshuffle(dst, src []byte, size int) {
	n := len(src) / size
	first := 0
	switch size {
	case 8:
		first = unshuffle8(dst, src, n)
	case 4:
		first = unshuffle4(dst, src, n)
	}
	for b := range size {
		row := src[b*n+first : (b+1)*n]
		at := first*size + b
		for _, v := range row {
			dst[at] = v
			at += size
		}
	}
	copy(dst[n*size:], src[n*size:])
}

// unshuffle8 does elements of 8 bytes, eight at a time: a matrix of 8 × 8 bytes is turned in three steps, each of which exchanges the blocks beside
// its diagonal (Warren, Hacker's Delight, 7-3). It gives how many it did.
func unshuffle8(dst, src []byte, n int) int {
	whole := n &^ 7
	for i := 0; i < whole; i += 8 {
		a := binary.LittleEndian.Uint64(src[i:])
		b := binary.LittleEndian.Uint64(src[n+i:])
		c := binary.LittleEndian.Uint64(src[2*n+i:])
		d := binary.LittleEndian.Uint64(src[3*n+i:])
		e := binary.LittleEndian.Uint64(src[4*n+i:])
		f := binary.LittleEndian.Uint64(src[5*n+i:])
		g := binary.LittleEndian.Uint64(src[6*n+i:])
		h := binary.LittleEndian.Uint64(src[7*n+i:])
		const four, two, one = 0x00000000ffffffff, 0x0000ffff0000ffff, 0x00ff00ff00ff00ff
		a, e = a&four|e<<32, a>>32|e&^four
		b, f = b&four|f<<32, b>>32|f&^four
		c, g = c&four|g<<32, c>>32|g&^four
		d, h = d&four|h<<32, d>>32|h&^four
		a, c = a&two|c<<16&^two, a>>16&two|c&^two
		b, d = b&two|d<<16&^two, b>>16&two|d&^two
		e, g = e&two|g<<16&^two, e>>16&two|g&^two
		f, h = f&two|h<<16&^two, f>>16&two|h&^two
		a, b = a&one|b<<8&^one, a>>8&one|b&^one
		c, d = c&one|d<<8&^one, c>>8&one|d&^one
		e, f = e&one|f<<8&^one, e>>8&one|f&^one
		g, h = g&one|h<<8&^one, g>>8&one|h&^one
		to := dst[8*i : 8*i+64 : 8*i+64]
		binary.LittleEndian.PutUint64(to, a)
		binary.LittleEndian.PutUint64(to[8:], b)
		binary.LittleEndian.PutUint64(to[16:], c)
		binary.LittleEndian.PutUint64(to[24:], d)
		binary.LittleEndian.PutUint64(to[32:], e)
		binary.LittleEndian.PutUint64(to[40:], f)
		binary.LittleEndian.PutUint64(to[48:], g)
		binary.LittleEndian.PutUint64(to[56:], h)
	}
	return whole
}

// unshuffle4 does elements of 4 bytes, four at a time, in the same way.
func unshuffle4(dst, src []byte, n int) int {
	whole := n &^ 3
	for i := 0; i < whole; i += 4 {
		a := binary.LittleEndian.Uint32(src[i:])
		b := binary.LittleEndian.Uint32(src[n+i:])
		c := binary.LittleEndian.Uint32(src[2*n+i:])
		d := binary.LittleEndian.Uint32(src[3*n+i:])
		const two, one = 0x0000ffff, 0x00ff00ff
		a, c = a&two|c<<16, a>>16|c&^two
		b, d = b&two|d<<16, b>>16|d&^two
		a, b = a&one|b<<8&^one, a>>8&one|b&^one
		c, d = c&one|d<<8&^one, c>>8&one|d&^one
		to := dst[4*i : 4*i+16 : 4*i+16]
		binary.LittleEndian.PutUint32(to, a)
		binary.LittleEndian.PutUint32(to[4:], b)
		binary.LittleEndian.PutUint32(to[8:], c)
		binary.LittleEndian.PutUint32(to[12:], d)
	}
	return whole
}

// BitUnshuffle puts bits grouped by significance back into elements of a size. Blosc leaves element counts that are no multiple of 8 as they are.
func BitUnshuffle(dst, src []byte, size int) {
	n := len(src) / size
	if n%8 != 0 {
		copy(dst, src)
		return
	}
	clear(dst[:n*size])
	groups := n / 8
	for b := range size {
		for bit := range 8 {
			row := src[(b*8+bit)*groups : (b*8+bit+1)*groups]
			for g, v := range row {
				at := g*8*size + b
				for ; v != 0; v >>= 1 {
					dst[at] |= v & 1 << bit
					at += size
				}
			}
		}
	}
	copy(dst[n*size:], src[n*size:])
}
