package filter

// unlzf unpacks h5py's own filter.
func unlzf(in []byte, limit int) ([]byte, error) {
	out := make([]byte, 0, min(limit, 264*len(in)))
	for i := 0; i < len(in); {
		c := int(in[i])
		i++
		if c < 32 { // c+1 bytes as they are
			n := c + 1
			if n > len(in)-i || n > limit-len(out) {
				return nil, corrupt("lzf bytes run past the end at byte %d", i)
			}
			out = append(out, in[i:i+n]...)
			i += n
			continue
		}
		n, back := c>>5, c&31<<8 // bytes that came before
		if n == 7 {
			if i >= len(in) {
				return nil, corrupt("lzf data ends inside a match")
			}
			n += int(in[i])
			i++
		}
		if i >= len(in) {
			return nil, corrupt("lzf data ends inside a match")
		}
		back += int(in[i]) + 1
		i++
		n += 2
		if back > len(out) || n > limit-len(out) {
			return nil, corrupt("lzf match outside the data at byte %d", i)
		}
		for range n {
			out = append(out, out[len(out)-back])
		}
	}
	return out, nil
}
