package statistic

import (
	"fmt"
	"sort"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// histogram counts the values of a chunk, tile by tile.
func histogram(c *kernel.Call, h *op.Histogram) (*block.Dense, error) {
	out := block.NewDense(block.Int64, c.Shape)
	counts := block.Values[int64](out)
	last := len(counts) - 1
	lo, hi := h.Edges[0], h.Edges[last+1]
	find := func(x float64) int {
		if x == hi {
			return last
		}
		return sort.Search(last, func(k int) bool { return h.Edges[k+1] > x })
	}
	if scale := float64(last+1) / (hi - lo); h.Even && scale > 1e-300 && scale < 1e300 {
		find = func(x float64) int {
			// Rounding may lead to the next interval.
			k := min(int((x-lo)*scale), last)
			switch {
			case x < h.Edges[k]:
				k--
			case k < last && x >= h.Edges[k+1]:
				k++
			}
			return k
		}
	}
	return out, eachFloats(c, func(v []float64) {
		for _, x := range v {
			if x >= lo && x <= hi {
				counts[find(x)]++
			}
		}
	})
}

// eachFloats gives the values of the only input as float64, some at a time.
func eachFloats(c *kernel.Call, f func(v []float64)) error {
	in := c.In[0]
	buffer := block.NewDense(block.Float64, []int{kernel.TileSize})
	n := in.Len()
	for at := 0; at < n; at += kernel.TileSize {
		if at/kernel.TileSize%64 == 0 {
			if err := c.Stop(); err != nil {
				return err
			}
		}
		part := in.Span(at, min(at+kernel.TileSize, n))
		if part.DType() != block.Float64 {
			same := buffer.Span(0, part.Len())
			block.Convert(same, part)
			part = same
		}
		f(block.Values[float64](part))
	}
	return nil
}

func bincount(c *kernel.Call, b *op.Bincount) (*block.Dense, error) {
	out := block.NewDense(block.Int64, c.Shape)
	counts := block.Values[int64](out)
	var err error
	switch v := c.In[0].Data().(type) {
	case []bool:
		err = countInts(counts, block.Values[uint8](c.In[0].AsType(block.Uint8)))
	case []int8:
		err = countInts(counts, v)
	case []int16:
		err = countInts(counts, v)
	case []int32:
		err = countInts(counts, v)
	case []int64:
		err = countInts(counts, v)
	case []uint8:
		err = countInts(counts, v)
	case []uint16:
		err = countInts(counts, v)
	case []uint32:
		err = countInts(counts, v)
	case []uint64:
		err = countInts(counts, v)
	default:
		err = fmt.Errorf("bincount is not defined for %v", c.In[0].DType())
	}
	return out, err
}

func countInts[T block.Integer](counts []int64, v []T) error {
	for _, x := range v {
		if x < 0 || uint64(x) >= uint64(len(counts)) {
			return fmt.Errorf("the value %d is not one of the %d numbers that are counted", x, len(counts))
		}
		counts[x]++
	}
	return nil
}
