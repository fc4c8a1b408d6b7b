package statistic

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/op"
)

// scanned is the function that puts neighbours together.
var scanned = map[string]string{"cumsum": "add", "cumprod": "mul"}

// scan adds up a chunk along an axis, from what comes of the chunks before it.
func scan(c *kernel.Call, s *op.Scan) (*block.Dense, error) {
	out := c.In[0]
	if !c.Mine[0] || out.DType() != c.Array.DType() {
		out = c.Empty()
		block.Convert(out, c.In[0])
	}
	var carry *block.Dense
	if len(c.In) > 1 {
		carry = c.In[1]
	}
	switch v := out.Data().(type) {
	case []int64:
		return out, scanAlong(c, s, v, valuesOf[int64](carry))
	case []uint64:
		return out, scanAlong(c, s, v, valuesOf[uint64](carry))
	case []float32:
		return out, scanAlong(c, s, v, valuesOf[float32](carry))
	case []float64:
		return out, scanAlong(c, s, v, valuesOf[float64](carry))
	case []complex128:
		return out, scanAlong(c, s, v, valuesOf[complex128](carry))
	}
	return nil, fmt.Errorf("%s is not defined for %v", s.Func, out.DType())
}

func valuesOf[T block.Elem](d *block.Dense) []T {
	if d == nil {
		return nil
	}
	return block.Values[T](d)
}

func scanAlong[T elementwise.Summable](c *kernel.Call, s *op.Scan, v, carry []T) error {
	outer, n, inner := lanes(c.Shape, s.Axis)
	product := s.Func == "cumprod"
	for o := range outer {
		if err := c.Stop(); err != nil {
			return err
		}
		lane := v[o*n*inner : (o+1)*n*inner]
		if inner == 1 {
			var total T
			if product {
				total = 1
			}
			if carry != nil {
				total = carry[o]
			}
			if product {
				for i, x := range lane {
					total *= x
					lane[i] = total
				}
				continue
			}
			for i, x := range lane {
				total += x
				lane[i] = total
			}
			continue
		}
		var before []T
		if carry != nil {
			before = carry[o*inner : (o+1)*inner]
		}
		for i := range n {
			row := lane[i*inner : (i+1)*inner]
			if before != nil {
				before = before[:len(row)]
				if product {
					for k := range row {
						row[k] *= before[k]
					}
				} else {
					for k := range row {
						row[k] += before[k]
					}
				}
			}
			before = row
		}
	}
	return nil
}

// prefix puts the totals of two chunks together.
func prefix(c *kernel.Call, p *op.Prefix) (*block.Dense, error) {
	if len(c.In) == 1 {
		return c.In[0], nil
	}
	out := c.Empty()
	return out, elementwise.Arithmetic(scanned[p.Func], out, c.In[0], c.In[1])
}
