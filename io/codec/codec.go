// Package codec holds the byte-to-byte codecs of chunks in files: each turns a stored sequence of bytes into the plain one and,
// where Zarr stores are written with it, back. Array-level steps (element order, strings, shards) are not its business.
package codec

import (
	"errors"
	"fmt"
	"math"
)

// ErrCorrupt is wrapped by every error that blames the stored bytes.
var ErrCorrupt = errors.New("corrupt data")

// ErrUnsupported is wrapped by every error about a codec that exists but can't be used here.
var ErrUnsupported = errors.New("unsupported codec")

// Unbounded is the limit for a decode whose result has no known size, as of strings. Memory is still bounded, by MaxUnbounded.
const Unbounded = -1

// MaxUnbounded is the largest result of a decode without a known size.
const MaxUnbounded = 4 << 30

// Codec is one reversible step over bytes. Implementations are safe for concurrent use.
type Codec interface {
	// Name is the name in the store's metadata.
	Name() string
	// Decode gives the plain bytes of src, at most limit of them (or Unbounded). A larger result is an error, found before
	// its memory is taken. The result may share memory with src.
	Decode(src []byte, limit int) ([]byte, error)
	// Encode gives the stored form of src. The result may share memory with src.
	Encode(src []byte) ([]byte, error)
}

// IntoDecoder is a codec that can decode into memory of exactly the plain size.
type IntoDecoder interface {
	DecodeInto(dst, src []byte) error
}

// AppendEncoder is a codec that can encode into memory that the caller has.
type AppendEncoder interface {
	AppendEncode(dst, src []byte) ([]byte, error)
}

// Config holds a codec's parameters as metadata gives them: numbers are float64, as encoding/json decodes them.
type Config map[string]any

// New gives the codec of a name with its parameters, in the naming of Zarr v3 or of numcodecs (Zarr v2): the two agree on what they share.
func New(name string, cfg Config) (Codec, error) {
	switch name {
	case "zstd", "numcodecs.zstd":
		return NewZstd(cfg.intOr("level", 0)), nil
	case "gzip", "numcodecs.gzip":
		return gzipCodec{level: clampLevel(cfg.intOr("level", 5))}, nil
	case "zlib", "numcodecs.zlib":
		return zlibCodec{level: clampLevel(cfg.intOr("level", 1))}, nil
	case "crc32c", "numcodecs.crc32c":
		return crc32cCodec{}, nil
	case "blosc", "numcodecs.blosc":
		return bloscCodec{}, nil
	case "lz4", "numcodecs.lz4":
		return lz4Codec{}, nil
	case "shuffle", "numcodecs.shuffle":
		size := cfg.intOr("elementsize", 4)
		if size < 1 || size > 256 {
			return nil, fmt.Errorf("codec shuffle: element size %d is not between 1 and 256: %w", size, ErrCorrupt)
		}
		return shuffleCodec{size: size}, nil
	}
	return nil, fmt.Errorf("codec %q: %w (known: zstd, gzip, zlib, blosc, lz4, crc32c, shuffle)", name, ErrUnsupported)
}

// DecodeAll undoes a chain of codecs, the last first. Every step's result is bounded: the first codec's by limit, the others' by
// what encoding that much can need.
func DecodeAll(chain []Codec, src []byte, limit int) ([]byte, error) {
	for i := len(chain) - 1; i >= 0; i-- {
		bound := limit
		if limit >= 0 && i > 0 {
			bound = limit + limit/64 + 64<<10
		}
		out, err := chain[i].Decode(src, bound)
		if err != nil {
			return nil, fmt.Errorf("codec %s: %w", chain[i].Name(), err)
		}
		src = out
	}
	return src, nil
}

// EncodeAll applies a chain of codecs, the first first. The last may use the memory of scratch for its result.
func EncodeAll(chain []Codec, src, scratch []byte) ([]byte, error) {
	for i, c := range chain {
		out, err := encode(c, src, scratch, i == len(chain)-1)
		if err != nil {
			return nil, fmt.Errorf("codec %s: %w", c.Name(), err)
		}
		src = out
	}
	return src, nil
}

func encode(c Codec, src, scratch []byte, last bool) ([]byte, error) {
	if a, ok := c.(AppendEncoder); ok && last && cap(scratch) > 0 {
		return a.AppendEncode(scratch[:0], src)
	}
	return c.Encode(src)
}

// FixedSize says whether encoded sizes under the chain are a pure function of the plain size, and gives the encoded size of n bytes.
func FixedSize(chain []Codec, n int) (int, bool) {
	for _, c := range chain {
		switch c.(type) {
		case crc32cCodec:
			n += 4
		case shuffleCodec:
		default:
			return 0, false
		}
	}
	return n, true
}

func (c Config) intOr(key string, otherwise int) int {
	if v, ok := c[key].(float64); ok && v == math.Trunc(v) && math.Abs(v) < 1<<31 {
		return int(v)
	}
	return otherwise
}

func clampLevel(level int) int { return min(max(level, 0), 9) }

func corrupt(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, ErrCorrupt)...)
}

// claimed checks the size that a header claims for encoded bytes that can expand ratio-fold at most.
func claimed(size, encoded, ratio, limit int) error {
	switch {
	case size < 0:
		return corrupt("header claims a negative size")
	case limit >= 0 && size > limit:
		return corrupt("header claims %d bytes where at most %d belong", size, limit)
	case limit < 0 && size > MaxUnbounded:
		return corrupt("header claims %d bytes, more than %d", size, MaxUnbounded)
	case size/ratio > encoded:
		return corrupt("header claims %d bytes, which %d encoded bytes can't hold", size, encoded)
	}
	return nil
}
