package exec

import (
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/cblas128"

	"github.com/lazycell/lazycell/lazy/block"
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
}

// contract adds up the products of pairs of chunks.
func contract(c *call, o *op.Contract) (*block.Dense, error) {
	out := c.empty()
	shape := c.shape
	if o.Partial {
		shape = shape[1:]
	}
	for i := 0; i < len(c.in); i += 2 {
		a, b := c.in[i], c.in[i+1]
		p := product{
			batch: shape[:o.Batch], m: block.Size(shape[o.Batch : o.Batch+o.Left]), n: block.Size(shape[o.Batch+o.Left:]),
			accumulate: i > 0,
			square:     a == b && o.Batch == 0 && o.SwapA != o.SwapB,
		}
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
func (p *product) of(c *call, out, a, b *block.Dense) error {
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
func stacks[T block.Elem](c *call, p *product, out, a, b []T, multiply func(c *call, m matrices[T]) error) error {
	at := make([]int, len(p.batch))
	for i := range block.Size(p.batch) {
		m := matrices[T]{
			m: p.m, k: p.k, n: p.n, swapA: p.a.swap, swapB: p.b.swap, accumulate: p.accumulate, square: p.square,
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

// matrices is one product, out = a b or out += a b: m x k times k x n, each in C order; with swapA and swapB the factor lies there transposed.
type matrices[T block.Elem] struct {
	m, k, n            int
	swapA, swapB       bool
	accumulate, square bool
	out, a, b          []T
}

// Operations that go by before the context is asked: by BLAS, and by the loops here.
const (
	flopsOfBLAS = 1e9
	flopsHere   = 1e8
)

// panels cuts the rows of the result into pieces of at most so many operations and calls f with the columns that are wanted of each: of a square product
// those up to the diagonal, and the rest is mirrored.
func (m *matrices[T]) panels(c *call, flops float64, f func(lo, hi, cols int)) error {
	step := int(flops / (2 * float64(m.k) * float64(m.n)))
	if m.square {
		step = min(step, m.m/8)
	}
	step = max(step, 16)
	for lo := 0; lo < m.m; lo += step {
		if err := c.stop(); err != nil {
			return err
		}
		hi := min(lo+step, m.m)
		if m.square {
			f(lo, hi, hi)
		} else {
			f(lo, hi, m.n)
		}
	}
	if m.square {
		mirror(m.out, m.m)
	}
	return nil
}

// rowsOf is the part of the first factor that rows lo to hi of the result are made of, and the length of its rows.
func (m *matrices[T]) rowsOf(lo int) (part []T, stride int) {
	if m.swapA {
		return m.a[lo:], m.m
	}
	return m.a[lo*m.k:], m.k
}

func (m *matrices[T]) strideB() int {
	if m.swapB {
		return m.k
	}
	return m.n
}

func transposed(swapped bool) blas.Transpose {
	if swapped {
		return blas.Trans
	}
	return blas.NoTrans
}

func multiply64(c *call, m matrices[float64]) error {
	beta := 0.0
	if m.accumulate {
		beta = 1
	}
	impl := blas64.Implementation()
	switch {
	case m.n == 1 && !m.swapA:
		impl.Dgemv(blas.NoTrans, m.m, m.k, 1, m.a, m.k, m.b, 1, beta, m.out, 1)
		return nil
	case m.n == 1:
		impl.Dgemv(blas.Trans, m.k, m.m, 1, m.a, m.m, m.b, 1, beta, m.out, 1)
		return nil
	}
	return m.panels(c, flopsOfBLAS, func(lo, hi, cols int) {
		a, stride := m.rowsOf(lo)
		impl.Dgemm(transposed(m.swapA), transposed(m.swapB), hi-lo, cols, m.k, 1, a, stride, m.b, m.strideB(), beta, m.out[lo*m.n:], m.n)
	})
}

func multiply32(c *call, m matrices[float32]) error {
	beta := float32(0)
	if m.accumulate {
		beta = 1
	}
	impl := blas32.Implementation()
	return m.panels(c, flopsOfBLAS, func(lo, hi, cols int) {
		a, stride := m.rowsOf(lo)
		impl.Sgemm(transposed(m.swapA), transposed(m.swapB), hi-lo, cols, m.k, 1, a, stride, m.b, m.strideB(), beta, m.out[lo*m.n:], m.n)
	})
}

func multiply128(c *call, m matrices[complex128]) error {
	beta := complex128(0)
	if m.accumulate {
		beta = 1
	}
	impl := cblas128.Implementation()
	return m.panels(c, flopsOfBLAS, func(lo, hi, cols int) {
		a, stride := m.rowsOf(lo)
		impl.Zgemm(transposed(m.swapA), transposed(m.swapB), hi-lo, cols, m.k, 1, a, stride, m.b, m.strideB(), beta, m.out[lo*m.n:], m.n)
	})
}

// squareSize is how many rows and columns are turned at once, so that both sides stay in the cache.
const squareSize = 32

// mirror copies what is below the diagonal above it.
func mirror[T any](v []T, n int) {
	for r := 0; r < n; r += squareSize {
		for k := 0; k <= r; k += squareSize {
			for i := r; i < min(r+squareSize, n); i++ {
				for j := k; j < min(k+squareSize, i); j++ {
					v[j*n+i] = v[i*n+j]
				}
			}
		}
	}
}

// multiplyInts multiplies whole numbers, which wrap around: row by row of b, so that both inner loops run along memory.
func multiplyInts[T block.Integer](c *call, m matrices[T]) error {
	a, b := m.plain()
	if !m.accumulate {
		clear(m.out)
	}
	return m.panels(c, flopsHere, func(lo, hi, cols int) {
		for i := lo; i < hi; i++ {
			row := m.out[i*m.n : i*m.n+cols]
			for k, x := range a[i*m.k : (i+1)*m.k] {
				if x == 0 {
					continue
				}
				other := b[k*m.n:][:len(row)]
				for j, y := range other {
					row[j] += x * y
				}
			}
		}
	})
}

func multiplyBools(c *call, m matrices[bool]) error {
	a, b := m.plain()
	if !m.accumulate {
		clear(m.out)
	}
	return m.panels(c, flopsHere, func(lo, hi, cols int) {
		for i := lo; i < hi; i++ {
			row := m.out[i*m.n : i*m.n+cols]
			for k, x := range a[i*m.k : (i+1)*m.k] {
				if !x {
					continue
				}
				for j, y := range b[k*m.n:][:len(row)] {
					row[j] = row[j] || y
				}
			}
		}
	})
}

// plain is both factors not transposed.
func (m *matrices[T]) plain() (a, b []T) {
	a, b = m.a, m.b
	if m.swapA {
		a = flipped(a, m.k, m.m)
	}
	if m.swapB {
		b = flipped(b, m.n, m.k)
	}
	return a, b
}

// flipped is the transpose of a matrix.
func flipped[T any](v []T, rows, cols int) []T {
	out := make([]T, rows*cols)
	flipInto(out, v, rows, cols)
	return out
}

// flipInto writes the transpose of a matrix of so many rows and columns.
func flipInto[T any](out, v []T, rows, cols int) {
	for r := 0; r < rows; r += squareSize {
		for k := 0; k < cols; k += squareSize {
			for i := r; i < min(r+squareSize, rows); i++ {
				row := v[i*cols : (i+1)*cols]
				for j := k; j < min(k+squareSize, cols); j++ {
					out[j*rows+i] = row[j]
				}
			}
		}
	}
}

// addUp adds up blocks, in the memory of the first where that is nobody else's.
func addUp(c *call) (*block.Dense, error) {
	total := c.in[0]
	if len(c.in) > 1 && !c.mine[0] {
		total = c.pool.take(total.DType(), total.Shape())
		copy(total.Bytes(), c.in[0].Bytes())
	}
	f := "add"
	if total.DType() == block.Bool {
		f = "maximum"
	}
	for _, in := range c.in[1:] {
		if err := arithmetic(f, total, total, in); err != nil {
			return nil, err
		}
	}
	return total.Reshape(c.shape)
}

// symmetric passes a chunk on or down, or turns the one on the other side of the diagonal.
func symmetric(c *call) (*block.Dense, error) {
	if c.index[1] <= c.index[0] {
		return c.in[0], nil
	}
	return transpose(c, &op.Transpose{Axes: []int{1, 0}})
}

// kron multiplies every element of one block with all of another.
func kron(c *call) (*block.Dense, error) {
	out, a, b := c.empty(), c.in[0], c.in[1]
	as, bs := a.Shape(), b.Shape()
	if len(as) == 1 {
		as, bs = []int{1, as[0]}, []int{1, bs[0]}
	}
	rows, cols := as[0], as[1]
	p, q := bs[0], bs[1]
	for i := range rows {
		if err := c.stop(); err != nil {
			return nil, err
		}
		for k := range p {
			line := out.Span((i*p+k)*cols*q, (i*p+k+1)*cols*q)
			for j := range cols {
				at := i*cols + j
				if err := arithmetic("mul", line.Span(j*q, (j+1)*q), b.Span(k*q, (k+1)*q), a.Span(at, at+1)); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}
