package product

import (
	"errors"
	"math"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// general is values as a matrix of LAPACK.
func general(v []float64, rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: max(cols, 1), Data: v}
}

// workspace is memory for functions of LAPACK, as much as they would like.
type workspace []float64

// of makes room for a function, which tells how much it wants when it is called with -1.
func (w *workspace) of(f func(work []float64, lwork int)) {
	var size [1]float64
	f(size[:], -1)
	if n := int(size[0]); n > len(*w) {
		*w = make([]float64, n)
	}
	f(*w, len(*w))
}

// svd decomposes a matrix of one chunk: see op.SVD for how the result lies.
func svd(c *kernel.Call, _ *op.SVD) (*block.Dense, error) {
	out := c.Empty()
	v := block.Values[float64](out)
	m, n := c.In[0].Shape()[0], c.In[0].Shape()[1]
	k, width := min(m, n), m+1+n
	if k == 0 {
		return out, nil
	}
	a := make([]float64, m*n)
	copy(a, block.Values[float64](c.In[0]))
	for _, x := range a {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, errors.New("the array has values that are NaN or infinite, so its singular values are not defined")
		}
	}
	u, s, vt := make([]float64, m*k), make([]float64, k), make([]float64, k*n)
	ok := false
	var w workspace
	w.of(func(work []float64, lwork int) {
		ok = lapack64.Gesvd(lapack.SVDStore, lapack.SVDStore, general(a, m, n), general(u, m, k), general(vt, k, n), s, work, lwork)
	})
	if !ok {
		return nil, errors.New("the singular value decomposition did not converge")
	}
	for i := range k {
		row := v[i*width : (i+1)*width]
		for r := range m {
			row[r] = u[r*k+i]
		}
		row[m] = s[i]
		copy(row[m+1:], vt[i*n:(i+1)*n])
		if largest(row[m+1:]) < 0 {
			for j := range row {
				if j != m {
					row[j] = -row[j]
				}
			}
		}
	}
	return out, nil
}

// largest is the value that is the furthest from zero.
func largest(v []float64) float64 {
	best := 0.0
	for _, x := range v {
		if math.Abs(x) > math.Abs(best) {
			best = x
		}
	}
	return best
}

// piece copies columns of a matrix.
func piece(c *kernel.Call, o *op.Piece) (*block.Dense, error) {
	in, out := block.Values[float64](c.In[0]), c.Empty()
	v := block.Values[float64](out)
	rows, width := c.In[0].Shape()[0], c.In[0].Shape()[1]
	cols := o.Hi - o.Lo
	for i := range rows {
		part := in[i*width+o.Lo : i*width+o.Hi]
		if !o.Transpose {
			copy(v[i*cols:(i+1)*cols], part)
			continue
		}
		for j, x := range part {
			v[j*rows+i] = x
		}
	}
	return out, nil
}

// solve finds x in a x = b.
func solve(c *kernel.Call, _ *op.Solve) (*block.Dense, error) {
	out := c.Empty()
	v := block.Values[float64](out)
	n := c.In[0].Shape()[0]
	if len(v) == 0 {
		return out, nil
	}
	cols := len(v) / n
	if len(c.In) > 1 {
		copy(v, block.Values[float64](c.In[1]))
	} else {
		clear(v)
		for i := range n {
			v[i*n+i] = 1
		}
	}
	lu := make([]float64, n*n)
	copy(lu, block.Values[float64](c.In[0]))
	a, pivots := general(lu, n, n), make([]int, n)
	if !lapack64.Getrf(a, pivots) {
		return nil, errors.New("the matrix is singular")
	}
	if err := c.Stop(); err != nil {
		return nil, err
	}
	lapack64.Getrs(blas.NoTrans, a, general(v, n, cols), pivots)
	return out, nil
}

// cholesky decomposes a symmetric matrix, of which the lower triangle is read.
func cholesky(c *kernel.Call, _ *op.Cholesky) (*block.Dense, error) {
	out := c.Empty()
	v := block.Values[float64](out)
	n := c.Shape[0]
	copy(v, block.Values[float64](c.In[0]))
	if n == 0 {
		return out, nil
	}
	if _, ok := lapack64.Potrf(blas64.Symmetric{N: n, Stride: n, Data: v, Uplo: blas.Lower}); !ok {
		return nil, errors.New("the matrix is not positive definite")
	}
	for i := range n {
		clear(v[i*n+i+1 : (i+1)*n])
	}
	return out, nil
}
