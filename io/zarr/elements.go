package zarr

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/lazycell/lazycell/io/codec"
	"github.com/lazycell/lazycell/io/zarr/meta"
)

// A chunk's plain elements are either bytes, little endian and of the size they have in Go, or texts.
type elements struct {
	raw  []byte
	text []string
}

// plainSize is the size that an element has in Go: half precision is read as float32, complex64 as complex128.
func plainSize(t meta.DataType) int {
	switch {
	case t.Kind == meta.Float && t.Size == 2:
		return 4
	case t.Kind == meta.Complex:
		return 16
	}
	return t.Size
}

// widen turns stored elements into Go's.
func widen(raw []byte, t meta.DataType) []byte {
	switch {
	case t.Kind == meta.Bool:
		for i, b := range raw {
			if b > 1 {
				raw[i] = 1
			}
		}
	case t.Kind == meta.Float && t.Size == 2:
		out := make([]byte, 2*len(raw))
		for i := 0; i < len(raw); i += 2 {
			binary.LittleEndian.PutUint32(out[2*i:], fromHalf(binary.LittleEndian.Uint16(raw[i:])))
		}
		return out
	case t.Kind == meta.Complex && t.Size == 8:
		out := make([]byte, 2*len(raw))
		for i := 0; i < len(raw); i += 4 {
			f := math.Float32frombits(binary.LittleEndian.Uint32(raw[i:]))
			binary.LittleEndian.PutUint64(out[2*i:], math.Float64bits(float64(f)))
		}
		return out
	}
	return raw
}

// fromHalf gives the bits of the single precision number that equals a half precision one.
func fromHalf(h uint16) uint32 {
	sign, exp, frac := uint32(h>>15)<<31, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch {
	case exp == 31:
		return sign | 0xff<<23 | frac<<13
	case exp > 0:
		return sign | (exp+112)<<23 | frac<<13
	case frac == 0:
		return sign
	}
	f := float32(frac) / (1 << 24)
	return sign | math.Float32bits(f)
}

// reverseElements turns the bytes of every number around.
func reverseElements(raw []byte, t meta.DataType) {
	size := t.Size
	switch t.Kind {
	case meta.Complex:
		size /= 2
	case meta.UTF32:
		size = 4
	case meta.Chars, meta.Record: // those of records are turned field by field
		return
	}
	if size < 2 {
		return
	}
	for i := 0; i+size <= len(raw); i += size {
		for a, b := i, i+size-1; a < b; a, b = a+1, b-1 {
			raw[a], raw[b] = raw[b], raw[a]
		}
	}
}

// unpackTexts reads strings, each after its length, that fill raw.
func unpackTexts(raw []byte, want int) ([]string, error) {
	if len(raw) < 4 {
		return nil, fmt.Errorf("%d bytes are too few for strings: %w", len(raw), codec.ErrCorrupt)
	}
	n := int(binary.LittleEndian.Uint32(raw))
	if n != want || n > (len(raw)-4)/4 {
		return nil, fmt.Errorf("%d strings in %d bytes where %d belong: %w", n, len(raw), want, codec.ErrCorrupt)
	}
	all := string(raw)
	out := make([]string, n)
	at := 4
	for i := range out {
		if len(raw)-at < 4 {
			return nil, fmt.Errorf("string %d of %d is cut off: %w", i, n, codec.ErrCorrupt)
		}
		size := int(binary.LittleEndian.Uint32(raw[at:]))
		at += 4
		if size > len(raw)-at {
			return nil, fmt.Errorf("string %d of %d is cut off: %w", i, n, codec.ErrCorrupt)
		}
		out[i] = all[at : at+size]
		if !utf8.ValidString(out[i]) {
			return nil, fmt.Errorf("string %d of %d isn't UTF-8: %w", i, n, codec.ErrCorrupt)
		}
		at += size
	}
	return out, nil
}

func packTexts(texts []string) ([]byte, error) {
	size := 4
	for i, t := range texts {
		if uint64(len(t)) > math.MaxUint32 {
			return nil, fmt.Errorf("string %d has %d bytes, the most are %d", i, len(t), uint32(math.MaxUint32))
		}
		size += 4 + len(t)
	}
	out := binary.LittleEndian.AppendUint32(make([]byte, 0, size), uint32(len(texts)))
	for _, t := range texts {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(t)))
		out = append(out, t...)
	}
	return out, nil
}

// fixedTexts reads n strings of a fixed size, padded with zeros.
func fixedTexts(raw []byte, t meta.DataType, n int) ([]string, error) {
	out := make([]string, n)
	for i := range out {
		cell := raw[i*t.Size : (i+1)*t.Size]
		if t.Kind == meta.Chars {
			out[i] = strings.ToValidUTF8(strings.TrimRight(string(cell), "\x00"), "\uFFFD")
			continue
		}
		var b strings.Builder
		for j := 0; j < len(cell); j += 4 {
			r := binary.LittleEndian.Uint32(cell[j:])
			if r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
				return nil, fmt.Errorf("string %d holds no Unicode character at %d: %w", i, j/4, codec.ErrCorrupt)
			}
			b.WriteRune(rune(r))
		}
		out[i] = strings.TrimRight(b.String(), "\x00")
	}
	return out, nil
}

// hostIsLittle says whether numbers lie in memory as Zarr stores them.
var hostIsLittle = func() bool {
	one := uint16(1)
	return *(*byte)(unsafe.Pointer(&one)) == 1
}()

// bytesOf is the memory of a slice of numbers.
func bytesOf[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	var zero T
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(zero)))
}
