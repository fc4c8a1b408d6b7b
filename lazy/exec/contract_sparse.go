package exec

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// sparseProduct is the unit of a product of matrices of which one at least is sparse, which is read as it is; of two sparse ones the second is made dense
// chunk by chunk. Zeros that aren't kept stay zeros, also beside a NaN, as in SciPy. ok is false for other products.
func sparseProduct(x *lazy.Array) (u unit, ok bool) {
	o, is := x.Op().(*op.Contract)
	if !is || o.Batch != 0 || o.Inner != 1 || x.DType() != block.Float64 && x.DType() != block.Float32 {
		return unit{}, false
	}
	in := x.Inputs()
	first := in[0].Kind() != lazy.Dense && o.Left == 1
	if second := in[1].Kind() != lazy.Dense && o.Right == 1; !first && !second {
		return unit{}, false
	}
	grids := gridsOf(in)
	return unit{
		array: x, inputs: in, steps: []string{o.Name()},
		sparse: func(c *call) (block.Block, error) { return contractSparse(c, o, first) },
		reads:  func(index []int) []op.Read { return o.Reads(x.Grid(), grids, index) },
	}, true
}

// contractSparse adds up products of pairs of chunks; the sparse factor is the first or the second.
func contractSparse(c *call, o *op.Contract, first bool) (block.Block, error) {
	out := c.empty()
	clear(out.Bytes())
	shape := c.shape
	if o.Partial {
		shape = shape[1:]
	}
	m, n := block.Size(shape[:o.Left]), block.Size(shape[o.Left:])
	sum, err := out.Reshape([]int{m, n})
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(c.in); i += 2 {
		if err := c.stop(); err != nil {
			return nil, err
		}
		if first {
			k := c.sparse[i].Shape()[1]
			if o.SwapA {
				k = c.sparse[i].Shape()[0]
			}
			err = c.plain(i+1, o.SwapB, k, n, func(d *block.Dense) error { return turnedSparse(c.sparse[i], o.SwapA).AddTimes(sum, d) })
		} else {
			k := c.sparse[i+1].Shape()[0]
			if o.SwapB {
				k = c.sparse[i+1].Shape()[1]
			}
			err = c.plain(i, o.SwapA, m, k, func(d *block.Dense) error { return turnedSparse(c.sparse[i+1], o.SwapB).AddTimesOf(sum, d) })
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
func (c *call) plain(i int, swapped bool, rows, cols int, f func(d *block.Dense) error) error {
	d := c.in[i]
	if s := c.sparse[i]; s != nil {
		d = c.pool.take(s.DType(), s.Shape())
		s.DenseInto(d)
		defer c.pool.put(d)
	}
	if swapped {
		turned := c.pool.take(d.DType(), []int{rows, cols})
		defer c.pool.put(turned)
		switch v := turned.Data().(type) {
		case []float64:
			flipInto(v, block.Values[float64](d), cols, rows)
		case []float32:
			flipInto(v, block.Values[float32](d), cols, rows)
		}
		d = turned
	}
	d, err := d.Reshape([]int{rows, cols})
	if err != nil {
		return err
	}
	return f(d)
}
