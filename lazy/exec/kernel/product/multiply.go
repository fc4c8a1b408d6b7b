package product

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/move"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/cblas128"
)

// matrices is one product, out = a b or out += a b: m x k times k x n, each in C order; with swapA and swapB the factor lies there transposed.
type matrices[T block.Elem] struct {
	m, k, n            int
	swapA, swapB       bool
	accumulate, square bool
	mirror             bool // of a square product the half above the diagonal is wanted too
	out, a, b          []T
}

// Operations that go by before the context is asked: by BLAS, and by the loops here.
const (
	flopsOfBLAS = 2e9
	flopsHere   = 1e8
)

// panels cuts the rows of the result into pieces of at most so many operations and calls f with the columns that are wanted of each: of a square product
// those up to the diagonal, and the rest is mirrored.
func (m *matrices[T]) panels(c *kernel.Call, flops float64, f func(lo, hi, cols int)) error {
	step := int(flops / (2 * float64(m.k) * float64(m.n)))
	if m.square {
		step = min(step, m.m/8)
	}
	step = max(step, 16)
	for lo := 0; lo < m.m; lo += step {
		if err := c.Stop(); err != nil {
			return err
		}
		hi := min(lo+step, m.m)
		if m.square {
			f(lo, hi, hi)
		} else {
			f(lo, hi, m.n)
		}
	}
	m.reflect()
	return nil
}

// reflect puts what is below the diagonal above it.
func (m *matrices[T]) reflect() {
	if m.mirror {
		move.Mirror(m.out, m.m)
	}
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

func multiply64(c *kernel.Call, m matrices[float64]) error {
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
	if m.square {
		return square64(c, m, beta)
	}
	return m.panels(c, flopsOfBLAS, func(lo, hi, cols int) {
		a, stride := m.rowsOf(lo)
		impl.Dgemm(transposed(m.swapA), transposed(m.swapB), hi-lo, cols, m.k, 1, a, stride, m.b, m.strideB(), beta, m.out[lo*m.n:], m.n)
	})
}

// square64 is a matrix times its transpose: of a few rows of the result what is before the diagonal, and then their half of what is on it.
func square64(c *kernel.Call, m matrices[float64], beta float64) error {
	impl := blas64.Implementation()
	step := max(int(flopsOfBLAS/(float64(m.k)*float64(m.m))), 16)
	for lo := 0; lo < m.m; lo += step {
		if err := c.Stop(); err != nil {
			return err
		}
		hi := min(lo+step, m.m)
		a, stride := m.rowsOf(lo)
		if lo > 0 {
			impl.Dgemm(transposed(m.swapA), transposed(m.swapB), hi-lo, lo, m.k, 1, a, stride, m.b, m.strideB(), beta, m.out[lo*m.n:], m.n)
		}
		impl.Dsyrk(blas.Lower, transposed(m.swapA), hi-lo, m.k, 1, a, stride, beta, m.out[lo*m.n+lo:], m.n)
	}
	m.reflect()
	return nil
}

func multiply32(c *kernel.Call, m matrices[float32]) error {
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

func multiply128(c *kernel.Call, m matrices[complex128]) error {
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

// multiplyInts multiplies whole numbers, which wrap around: row by row of b, so that both inner loops run along memory.
func multiplyInts[T block.Integer](c *kernel.Call, m matrices[T]) error {
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

func multiplyBools(c *kernel.Call, m matrices[bool]) error {
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
		a = move.Flipped(a, m.k, m.m)
	}
	if m.swapB {
		b = move.Flipped(b, m.n, m.k)
	}
	return a, b
}
