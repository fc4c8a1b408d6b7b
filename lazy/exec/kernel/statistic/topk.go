package statistic

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func topK(c *kernel.Call, t *op.TopK) (*block.Dense, error) {
	out := c.Empty()
	switch v := out.Data().(type) {
	case []bool:
		bytes := out.AsType(block.Uint8)
		in := slices.Clone(c.In)
		for i := range in {
			in[i] = in[i].AsType(block.Uint8)
		}
		err := topValues(c, t, block.Values[uint8](bytes), in)
		block.Convert(out, bytes)
		return out, err
	case []int8:
		return out, topValues(c, t, v, c.In)
	case []int16:
		return out, topValues(c, t, v, c.In)
	case []int32:
		return out, topValues(c, t, v, c.In)
	case []int64:
		return out, topValues(c, t, v, c.In)
	case []uint8:
		return out, topValues(c, t, v, c.In)
	case []uint16:
		return out, topValues(c, t, v, c.In)
	case []uint32:
		return out, topValues(c, t, v, c.In)
	case []uint64:
		return out, topValues(c, t, v, c.In)
	case []float32:
		return out, topValues(c, t, v, c.In)
	case []float64:
		return out, topValues(c, t, v, c.In)
	}
	return nil, fmt.Errorf("topk is not defined for %v", out.DType())
}

// topValues keeps up to twice as many values as are wanted, and throws the worse half away whenever that is full.
func topValues[T block.Real](c *kernel.Call, t *op.TopK, out []T, in []*block.Dense) error {
	outer, k, inner := lanes(c.Shape, t.Axis)
	if k == 0 {
		return nil
	}
	order := func(a, b T) int { // NaN is larger than any number
		switch {
		case a > b || a != a && b == b:
			return -1
		case a < b || b != b && a == a:
			return 1
		}
		return 0
	}
	if t.Least {
		most := order
		order = func(a, b T) int { return most(b, a) }
	}
	kept := make([]T, 0, 2*k)
	for o := range outer {
		if err := c.Stop(); err != nil {
			return err
		}
		for i := range inner {
			kept = kept[:0]
			full := false // then kept[k-1] is the worst that counts
			for _, d := range in {
				v := block.Values[T](d)
				n := d.Shape()[t.Axis]
				for p := range n {
					x := v[(o*n+p)*inner+i]
					if full && order(x, kept[k-1]) >= 0 {
						continue
					}
					if kept = append(kept, x); len(kept) == 2*k {
						slices.SortFunc(kept, order)
						kept, full = kept[:k], true
					}
				}
			}
			slices.SortFunc(kept, order)
			for p, x := range kept[:k] {
				out[(o*k+p)*inner+i] = x
			}
		}
	}
	return nil
}
