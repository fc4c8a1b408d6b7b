package sparse

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/move"
	"github.com/lazycell/lazycell/lazy/op"
)

// Product adds up products of pairs of chunks; the sparse factor is the first or the second.
func Product(c *kernel.Call, o *op.Contract, first bool) (block.Block, error) {
	out := c.Empty()
	clear(out.Bytes())
	shape := c.Shape
	if o.Partial {
		shape = shape[1:]
	}
	m, n := block.Size(shape[:o.Left]), block.Size(shape[o.Left:])
	sum, err := out.Reshape([]int{m, n})
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(c.In); i += 2 {
		if err := c.Stop(); err != nil {
			return nil, err
		}
		if first {
			k := c.Sparse[i].Shape()[1]
			if o.SwapA {
				k = c.Sparse[i].Shape()[0]
			}
			err = plain(c, i+1, o.SwapB, k, n, func(d *block.Dense) error { return turnedSparse(c.Sparse[i], o.SwapA).AddTimes(sum, d) })
		} else {
			k := c.Sparse[i+1].Shape()[0]
			if o.SwapB {
				k = c.Sparse[i+1].Shape()[1]
			}
			err = plain(c, i, o.SwapA, m, k, func(d *block.Dense) error { return turnedSparse(c.Sparse[i+1], o.SwapB).AddTimesOf(sum, d) })
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func turnedSparse(s *block.Sparse, swapped bool) *block.Sparse {
	if swapped {
		return s.Transpose()
	}
	return s
}

// plain calls f with an input as a dense matrix of so many rows and columns, in C order; swapped says that it lies there transposed.
func plain(c *kernel.Call, i int, swapped bool, rows, cols int, f func(d *block.Dense) error) error {
	d := c.In[i]
	if s := c.Sparse[i]; s != nil {
		d = c.Pool.Take(s.DType(), s.Shape())
		s.DenseInto(d)
		defer c.Pool.Put(d)
	}
	if swapped {
		turned := c.Pool.Take(d.DType(), []int{rows, cols})
		defer c.Pool.Put(turned)
		switch v := turned.Data().(type) {
		case []float64:
			move.FlipInto(v, block.Values[float64](d), cols, rows)
		case []float32:
			move.FlipInto(v, block.Values[float32](d), cols, rows)
		}
		d = turned
	}
	d, err := d.Reshape([]int{rows, cols})
	if err != nil {
		return err
	}
	return f(d)
}
