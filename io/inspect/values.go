package inspect

import (
	"errors"
	"math"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

// pieceBytes is about how much of an array is read at once.
const pieceBytes = 8 << 20

// values reads all of an array, from its first element to its last in runs along the first axis, and gives each run with the position of its first row. An error
// of f ends the reading.
func (c *checker) values(path string, a store.Array, f func(at int, data any) error) {
	shape := a.Shape()
	if block.Size(shape) == 0 {
		return
	}
	if len(shape) == 0 {
		if _, err := a.ReadRegion(c.ctx, []int{}, []int{}); err != nil {
			c.failed(path, err)
		}
		return
	}
	row := 16 // of text, about
	if d, ok := a.Type().DType(); ok {
		row = d.Size()
	}
	for _, n := range shape[1:] {
		row *= n
	}
	step := max(pieceBytes/max(row, 1), 1)
	if chunks := a.Chunks(); len(chunks) > 0 && chunks[0] > 0 {
		step = max(step/chunks[0], 1) * chunks[0]
	}
	offset, size := make([]int, len(shape)), append([]int(nil), shape...)
	for at := 0; at < shape[0]; at += step {
		offset[0], size[0] = at, min(step, shape[0]-at)
		data, err := a.ReadRegion(c.ctx, offset, size)
		if err != nil {
			c.failed(path, err)
			return
		}
		if f == nil {
			continue
		}
		if err := f(at, data); err != nil {
			if !errors.Is(err, errStop) {
				c.failed(path, err)
			}
			return
		}
	}
}

// span is the least and the most of a slice of integers, and gives the position of one of them.
func span(data any) (least, most int64, where func(v int64) int) {
	switch v := data.(type) {
	case []int8:
		return spanOf(v)
	case []int16:
		return spanOf(v)
	case []int32:
		return spanOf(v)
	case []int64:
		return spanOf(v)
	case []uint8:
		return spanOf(v)
	case []uint16:
		return spanOf(v)
	case []uint32:
		return spanOf(v)
	case []uint64:
		return spanOf(v)
	}
	return 0, 0, func(int64) int { return 0 }
}

func spanOf[T block.Integer](values []T) (least, most int64, where func(v int64) int) {
	least, most = math.MaxInt64, math.MinInt64
	for _, v := range values {
		n := int64(v)
		if T(n) != v || v > 0 && n < 0 {
			n = math.MaxInt64
		}
		least, most = min(least, n), max(most, n)
	}
	return least, most, func(want int64) int {
		for i, v := range values {
			if int64(v) == want {
				return i
			}
		}
		return 0
	}
}
