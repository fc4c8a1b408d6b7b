package product

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/exec/kernel/move"
	"github.com/lazycell/lazycell/lazy/op"
)

// side is one factor of a product: a stack of matrices in C order.
type side struct {
	shape []int // of the batch axes
	step  int   // elements of a matrix
	swap  bool  // the matrix lies there transposed
}

// product is the multiplication of the matrices of a pair of chunks.
type product struct {
	batch      []int
	m, k, n    int
	a, b       side
	accumulate bool
	square     bool // b is a transposed
	mirror     bool // and nothing is added to the half below the diagonal alone any more
}

// contract adds up the products of pairs of chunks.
func contract(c *kernel.Call, o *op.Contract) (*block.Dense, error) {
	out := c.Empty()
	shape := c.Shape
	if o.Partial {
		shape = shape[1:]
	}
	square := func(i int) bool { return c.In[i] == c.In[i+1] && o.Batch == 0 && o.SwapA != o.SwapB }
	for i := 0; i < len(c.In); i += 2 {
		a, b := c.In[i], c.In[i+1]
		p := product{
			batch: shape[:o.Batch], m: block.Size(shape[o.Batch : o.Batch+o.Left]), n: block.Size(shape[o.Batch+o.Left:]),
			accumulate: i > 0,
			square:     square(i),
		}
		p.mirror = p.square && (i+2 >= len(c.In) || !square(i+2))
		inner := a.Shape()[o.Batch+o.Left:]
		if o.SwapA {
			inner = a.Shape()[o.Batch : o.Batch+o.Inner]
		}
		p.k = block.Size(inner)
		p.a = side{a.Shape()[:o.Batch], p.m * p.k, o.SwapA}
		p.b = side{b.Shape()[:o.Batch], p.k * p.n, o.SwapB}
		if err := p.of(c, out, a, b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// of multiplies by the type of the elements.
func (p *product) of(c *kernel.Call, out, a, b *block.Dense) error {
	switch v := out.Data().(type) {
	case []float64:
		return stacks(c, p, v, block.Values[float64](a), block.Values[float64](b), multiply64)
	case []float32:
		return stacks(c, p, v, block.Values[float32](a), block.Values[float32](b), multiply32)
	case []complex128:
		return stacks(c, p, v, block.Values[complex128](a), block.Values[complex128](b), multiply128)
	case []int64:
		return stacks(c, p, v, block.Values[int64](a), block.Values[int64](b), multiplyInts[int64])
	case []int32:
		return stacks(c, p, v, block.Values[int32](a), block.Values[int32](b), multiplyInts[int32])
	case []int16:
		return stacks(c, p, v, block.Values[int16](a), block.Values[int16](b), multiplyInts[int16])
	case []int8:
		return stacks(c, p, v, block.Values[int8](a), block.Values[int8](b), multiplyInts[int8])
	case []uint64:
		return stacks(c, p, v, block.Values[uint64](a), block.Values[uint64](b), multiplyInts[uint64])
	case []uint32:
		return stacks(c, p, v, block.Values[uint32](a), block.Values[uint32](b), multiplyInts[uint32])
	case []uint16:
		return stacks(c, p, v, block.Values[uint16](a), block.Values[uint16](b), multiplyInts[uint16])
	case []uint8:
		return stacks(c, p, v, block.Values[uint8](a), block.Values[uint8](b), multiplyInts[uint8])
	case []bool:
		return stacks(c, p, v, block.Values[bool](a), block.Values[bool](b), multiplyBools)
	}
	return fmt.Errorf("the product of %v is not defined", out.DType())
}

// stacks goes through the matrices of both stacks; of a batch axis of size 1 the only place is taken again and again.
func stacks[T block.Elem](c *kernel.Call, p *product, out, a, b []T, multiply func(c *kernel.Call, m matrices[T]) error) error {
	at := make([]int, len(p.batch))
	for i := range block.Size(p.batch) {
		m := matrices[T]{
			m: p.m, k: p.k, n: p.n, swapA: p.a.swap, swapB: p.b.swap, accumulate: p.accumulate, square: p.square, mirror: p.mirror,
			out: out[i*p.m*p.n : (i+1)*p.m*p.n],
		}
		ia, ib := p.a.at(at), p.b.at(at)
		m.a, m.b = a[ia:ia+p.a.step], b[ib:ib+p.b.step]
		switch {
		case p.m == 0 || p.n == 0:
		case p.k == 0:
			if !p.accumulate {
				clear(m.out)
			}
		default:
			if err := multiply(c, m); err != nil {
				return err
			}
		}
		for axis := len(at) - 1; axis >= 0; axis-- {
			if at[axis]++; at[axis] < p.batch[axis] {
				break
			}
			at[axis] = 0
		}
	}
	return nil
}

// at is where the matrix at a place of the batch axes begins.
func (s side) at(place []int) int {
	n := 0
	for axis, k := range place {
		if s.shape[axis] == 1 {
			k = 0
		}
		n = n*s.shape[axis] + k
	}
	return n * s.step
}

// addUp adds up blocks, in the memory of the first where that is nobody else's.
func addUp(c *kernel.Call, _ *op.AddUp) (*block.Dense, error) {
	total := c.In[0]
	if len(c.In) > 1 && !c.Mine[0] {
		total = c.Pool.Take(total.DType(), total.Shape())
		copy(total.Bytes(), c.In[0].Bytes())
	}
	f := "add"
	if total.DType() == block.Bool {
		f = "maximum"
	}
	for _, in := range c.In[1:] {
		if err := elementwise.Arithmetic(f, total, total, in); err != nil {
			return nil, err
		}
	}
	return total.Reshape(c.Shape)
}

// symmetric passes a chunk on or down, or turns the one on the other side of the diagonal.
func symmetric(c *kernel.Call, _ *op.Mirror) (*block.Dense, error) {
	if c.Index[1] <= c.Index[0] {
		return c.In[0], nil
	}
	return move.Transpose(c, &op.Transpose{Axes: []int{1, 0}})
}

// kron multiplies every element of one block with all of another.
func kron(c *kernel.Call, _ *op.Kron) (*block.Dense, error) {
	out, a, b := c.Empty(), c.In[0], c.In[1]
	as, bs := a.Shape(), b.Shape()
	if len(as) == 1 {
		as, bs = []int{1, as[0]}, []int{1, bs[0]}
	}
	rows, cols := as[0], as[1]
	p, q := bs[0], bs[1]
	for i := range rows {
		if err := c.Stop(); err != nil {
			return nil, err
		}
		for k := range p {
			line := out.Span((i*p+k)*cols*q, (i*p+k+1)*cols*q)
			for j := range cols {
				at := i*cols + j
				if err := elementwise.Arithmetic("mul", line.Span(j*q, (j+1)*q), b.Span(k*q, (k+1)*q), a.Span(at, at+1)); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}
