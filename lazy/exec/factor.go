package exec

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/lapack64"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// general is values as a matrix of LAPACK.
func general(v []float64, rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: max(cols, 1), Data: v}
}

// worked calls a function of LAPACK that first tells how much memory it would like.
func worked(f func(work []float64, lwork int)) {
	var size [1]float64
	f(size[:], -1)
	f(make([]float64, int(size[0])), int(size[0]))
}

// qrFactor decomposes a chunk of m rows and n columns; the result has a row more, for the factors of the reflectors.
func qrFactor(c *call) (*block.Dense, error) {
	in, out := block.Values[float64](c.in[0]), c.empty()
	v := block.Values[float64](out)
	m, n := c.shape[0]-1, c.shape[1]
	copy(v, in)
	tau := v[m*n:]
	clear(tau)
	if k := min(m, n); k > 0 {
		a := general(v[:m*n], m, n)
		worked(func(work []float64, lwork int) { lapack64.Geqrf(a, tau[:k], work, lwork) })
	}
	return out, c.stop()
}

// signs is 1 or -1 for each row of R, so that rows times signs have nothing negative on the diagonal.
func signs(factor []float64, n, k int) []float64 {
	s := make([]float64, k)
	for i := range s {
		s[i] = 1
		if factor[i*n+i] < 0 {
			s[i] = -1
		}
	}
	return s
}

// qrUpper takes the upper triangle out of a Householder form.
func qrUpper(c *call, o *op.QRUpper) (*block.Dense, error) {
	in, out := block.Values[float64](c.in[0]), c.empty()
	v := block.Values[float64](out)
	k, n := c.shape[0], c.shape[1]
	for i := range k {
		clear(v[i*n : i*n+i])
		copy(v[i*n+i:(i+1)*n], in[i*n+i:(i+1)*n])
	}
	if o.Positive {
		for i, s := range signs(in, n, k) {
			if s < 0 {
				for j := i; j < n; j++ {
					v[i*n+j] = -v[i*n+j]
				}
			}
		}
	}
	return out, nil
}

// qrApply multiplies Q with a matrix, or with the first columns of the identity.
func qrApply(c *call, o *op.QRApply) (*block.Dense, error) {
	factor, out := block.Values[float64](c.in[0]), c.empty()
	v := block.Values[float64](out)
	m, n := c.in[0].Shape()[0]-1, c.in[0].Shape()[1]
	cols, k := c.shape[1], min(m, n)
	if len(v) == 0 {
		return out, nil
	}
	clear(v)
	sign := make([]float64, k)
	for i := range sign {
		sign[i] = 1
	}
	if o.Positive {
		sign = signs(factor, n, k)
	}
	if len(c.in) == 1 {
		for i := range min(k, cols) {
			v[i*cols+i] = sign[i]
		}
	} else {
		right := block.Values[float64](c.in[1])
		for i := range k {
			for j, x := range right[i*cols : (i+1)*cols] {
				v[i*cols+j] = sign[i] * x
			}
		}
	}
	if k == 0 {
		return out, nil
	}
	a := blas64.General{Rows: m, Cols: k, Stride: n, Data: factor[:m*n]}
	worked(func(work []float64, lwork int) {
		lapack64.Ormqr(blas.Left, blas.NoTrans, a, factor[m*n:m*n+k], general(v, m, cols), work, lwork)
	})
	return out, c.stop()
}

// svd decomposes a matrix of one chunk: see op.SVD for how the result lies.
func svd(c *call) (*block.Dense, error) {
	out := c.empty()
	v := block.Values[float64](out)
	m, n := c.in[0].Shape()[0], c.in[0].Shape()[1]
	k, width := min(m, n), m+1+n
	if k == 0 {
		return out, nil
	}
	a := make([]float64, m*n)
	copy(a, block.Values[float64](c.in[0]))
	for _, x := range a {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, errors.New("the array has values that are NaN or infinite, so its singular values are not defined")
		}
	}
	u, s, vt := make([]float64, m*k), make([]float64, k), make([]float64, k*n)
	ok := false
	worked(func(work []float64, lwork int) {
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
func piece(c *call, o *op.Piece) (*block.Dense, error) {
	in, out := block.Values[float64](c.in[0]), c.empty()
	v := block.Values[float64](out)
	rows, width := c.in[0].Shape()[0], c.in[0].Shape()[1]
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
func solve(c *call) (*block.Dense, error) {
	out := c.empty()
	v := block.Values[float64](out)
	n := c.in[0].Shape()[0]
	if len(v) == 0 {
		return out, nil
	}
	cols := len(v) / n
	if len(c.in) > 1 {
		copy(v, block.Values[float64](c.in[1]))
	} else {
		clear(v)
		for i := range n {
			v[i*n+i] = 1
		}
	}
	lu := make([]float64, n*n)
	copy(lu, block.Values[float64](c.in[0]))
	a, pivots := general(lu, n, n), make([]int, n)
	if !lapack64.Getrf(a, pivots) {
		return nil, errors.New("the matrix is singular")
	}
	if err := c.stop(); err != nil {
		return nil, err
	}
	lapack64.Getrs(blas.NoTrans, a, general(v, n, cols), pivots)
	return out, nil
}

// cholesky decomposes a symmetric matrix, of which the lower triangle is read.
func cholesky(c *call) (*block.Dense, error) {
	out := c.empty()
	v := block.Values[float64](out)
	n := c.shape[0]
	copy(v, block.Values[float64](c.in[0]))
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
