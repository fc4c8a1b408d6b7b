// Package filter undoes the filters that chunks of HDF5 files went through: deflate, shuffle, fletcher32, and of HDF5's registered ones
// bzip2, lzf, blosc, lz4, bitshuffle and zstd, as the Python packages h5py and hdf5plugin write them. What libhdf5 alone can undo (szip,
// n-bit, scale-offset) is not here.
package filter

import (
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/io/codec"
)

// The numbers of the filters, as HDF5 registers them.
const (
	Deflate    = 1
	Shuffle    = 2
	Fletcher32 = 3
	Bzip2      = 307
	LZF        = 32000
	Blosc      = 32001
	LZ4        = 32004
	Bitshuffle = 32008
	Zstd       = 32015
)

// ErrUnknown is the error about a filter that can't be undone here.
var ErrUnknown = errors.New("unknown filter")

// Filter is one filter with the values that the file has for it.
type Filter struct {
	ID     int
	Values []uint32
}

// Known reports whether the filter can be undone here.
func Known(id int) bool {
	switch id {
	case Deflate, Shuffle, Fletcher32, Bzip2, LZF, Blosc, LZ4, Bitshuffle, Zstd:
		return true
	}
	return false
}

// Undo gives the bytes that the filter was applied to, at most limit of them. The result may share memory with src.
func (f Filter) Undo(src []byte, limit int) ([]byte, error) {
	switch f.ID {
	case Deflate:
		return unzip(src, limit)
	case Shuffle:
		size := f.value(0)
		if size < 1 || size > len(src) {
			return src, nil
		}
		c, err := codec.New("shuffle", codec.Config{"elementsize": float64(size)})
		if err != nil {
			return nil, err
		}
		return c.Decode(src, limit)
	case Fletcher32:
		return checked(src)
	case Bzip2:
		return unbzip(src, limit)
	case LZF:
		return unlzf(src, limit)
	case Blosc:
		return decode("blosc", src, limit)
	case Zstd:
		return decode("zstd", src, limit)
	case LZ4:
		return unlz4(src, limit)
	case Bitshuffle:
		return f.unbitshuffle(src, limit)
	}
	return nil, fmt.Errorf("filter %d: %w", f.ID, ErrUnknown)
}

// value is one of the filter's values, 0 where there are fewer.
func (f Filter) value(i int) int {
	if i < len(f.Values) {
		return int(f.Values[i])
	}
	return 0
}

func decode(name string, src []byte, limit int) ([]byte, error) {
	c, err := codec.New(name, nil)
	if err != nil {
		return nil, err
	}
	return c.Decode(src, limit)
}

// UndoAll undoes the filters of a chunk, the last first, but for those that it went without: bits of skipped. The plain chunk has size bytes.
func UndoAll(filters []Filter, src []byte, skipped uint, size int) ([]byte, error) {
	for i := len(filters) - 1; i >= 0; i-- {
		if skipped&(1<<i) != 0 {
			continue
		}
		limit := size
		if i > 0 {
			limit += size/64 + 64<<10 // what encoding that much can need
		}
		out, err := filters[i].Undo(src, limit)
		if err != nil {
			return nil, fmt.Errorf("filter %d: %w", filters[i].ID, err)
		}
		src = out
	}
	if len(src) != size {
		return nil, fmt.Errorf("%d bytes where %d belong: %w", len(src), size, codec.ErrCorrupt)
	}
	return src, nil
}

func corrupt(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, codec.ErrCorrupt)...)
}
