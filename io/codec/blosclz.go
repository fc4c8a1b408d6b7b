package codec

// bloscLZFar is the distance from which BloscLZ spells out a match's offset in two more bytes.
const bloscLZFar = 8191

// decodeBloscLZ fills dst exactly from a BloscLZ stream.
func decodeBloscLZ(dst, src []byte) error {
	if len(src) == 0 {
		return corrupt("BloscLZ stream is empty")
	}
	d, s := 0, 1
	next := func() int {
		if s >= len(src) {
			s++ // past the end: found below
			return 0
		}
		b := src[s]
		s++
		return int(b)
	}
	ctrl := int(src[0]) & 31
	for {
		if ctrl < 32 {
			n := ctrl + 1
			if n > len(src)-s || n > len(dst)-d {
				return corrupt("BloscLZ literals run past the end at byte %d", s)
			}
			copy(dst[d:], src[s:s+n])
			d, s = d+n, s+n
		} else {
			n, high := ctrl>>5-1, ctrl&31<<8
			if n == 6 {
				for code := 255; code == 255 && n <= len(dst); {
					code = next()
					n += code
				}
			}
			low := next()
			offset := high + low
			if low == 255 && high == 31<<8 {
				offset = next() << 8
				offset += next() + bloscLZFar
			}
			offset++
			n += 3
			if s > len(src) || offset > d || n > len(dst)-d {
				return corrupt("BloscLZ match outside the data at byte %d", s)
			}
			copyMatch(dst, d, offset, n)
			d += n
		}
		if s >= len(src) {
			break
		}
		ctrl = next()
	}
	if d != len(dst) {
		return corrupt("BloscLZ stream holds %d bytes where %d belong", d, len(dst))
	}
	return nil
}
