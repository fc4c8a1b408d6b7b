package filter

import (
	"bytes"
	"errors"
	"testing"

	"github.com/lazycell/lazycell/io/codec"
)

var ids = []int{Deflate, Shuffle, Fletcher32, Bzip2, LZF, Blosc, LZ4, Bitshuffle, Zstd}

// FuzzUndo: whatever the bytes are, the result is an error or within the limit. What real writers make is tested in package hdf5.
func FuzzUndo(f *testing.F) {
	f.Add(uint8(4), uint32(8), uint32(0), uint32(0), []byte{0x05, 'l', 'a', 'z', 'y', 'l', 'a', 0x20, 0x03})
	f.Add(uint8(6), uint32(8), uint32(0), uint32(0), []byte{0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 1, 2, 3, 4})
	f.Add(uint8(7), uint32(2), uint32(8), uint32(2), []byte{0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 16, 0, 0, 0, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
	f.Fuzz(func(t *testing.T, which uint8, elem, block, kind uint32, src []byte) {
		id := ids[int(which)%len(ids)]
		const limit = 1 << 16
		out, err := Filter{ID: id, Values: []uint32{elem, 0, elem, block, kind}}.Undo(bytes.Clone(src), limit)
		if err == nil && len(out) > max(limit, len(src)) {
			t.Errorf("filter %d gives %d bytes of %d", id, len(out), len(src))
		}
	})
}

func TestUndo(t *testing.T) {
	for _, c := range []struct {
		name string
		f    Filter
		src  []byte
		want string
	}{
		{"lzf", Filter{ID: LZF}, []byte{0x05, 'l', 'a', 'z', 'y', 'l', 'a', 0x20, 0x03}, "lazylazyl"},
		{"lzf cut off", Filter{ID: LZF}, []byte{0x05, 'l', 'a'}, ""},
		{"lzf before the beginning", Filter{ID: LZF}, []byte{0x20, 0x03}, ""},
		{"lz4 stored", Filter{ID: LZ4}, []byte{0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0, 4, 'l', 'a', 'z', 'y'}, "lazy"},
		{"lz4 of many bytes", Filter{ID: LZ4}, []byte{0, 0, 1, 0, 0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0, 4, 'l', 'a', 'z', 'y'}, ""},
		{"fletcher", Filter{ID: Fletcher32}, []byte{'l', 'a', 'z', 'y', 0xda, 0xe6, 0x3c, 0x53}, "lazy"},
		{"fletcher wrong", Filter{ID: Fletcher32}, []byte{'l', 'a', 'z', 'i', 0xda, 0xe6, 0x3c, 0x53}, ""},
		{"shuffle", Filter{ID: Shuffle, Values: []uint32{2}}, []byte("lzay"), "lazy"},
		{"bitshuffle, too few to shuffle", Filter{ID: Bitshuffle, Values: []uint32{0, 4, 1, 0, 0}}, []byte("lazy"), "lazy"},
		{"unknown", Filter{ID: 5}, []byte("lazy"), ""},
	} {
		got, err := c.f.Undo(c.src, 100)
		switch {
		case c.want == "" && !errors.Is(err, codec.ErrCorrupt) && !errors.Is(err, ErrUnknown):
			t.Errorf("%s: %q, %v", c.name, got, err)
		case c.want != "" && (err != nil || string(got) != c.want):
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}
