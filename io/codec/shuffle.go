package codec

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
	for b := range size {
		row := src[b*n : (b+1)*n]
		at := b
		for _, v := range row {
			dst[at] = v
			at += size
		}
	}
	copy(dst[n*size:], src[n*size:])
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
