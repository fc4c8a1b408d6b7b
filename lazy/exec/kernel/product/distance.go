package product

import (
	"math"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// closeRows is the share of the squared lengths below which a squared distance is computed anew from the differences, since too many digits cancel out in
// |x|² + |y|² - 2xy.
const closeRows = 1e-4

// distance compares the rows of two blocks: their products by BLAS, and from these the distances.
func distance(c *kernel.Call, o *op.Distance) (*block.Dense, error) {
	out := c.Empty()
	v := block.Values[float64](out)
	x, y := block.Values[float64](c.In[0]), block.Values[float64](c.In[1])
	m, n, k := c.Shape[0], c.Shape[1], c.In[0].Shape()[1]
	if len(v) == 0 {
		return out, nil
	}
	if k == 0 {
		clear(v)
	} else {
		p := matrices[float64]{m: m, k: k, n: n, swapB: true, out: v, a: x, b: y}
		if err := p.panels(c, flopsOfBLAS, func(lo, hi, _ int) {
			blas64.Implementation().Dgemm(blas.NoTrans, blas.Trans, hi-lo, n, k, 1, x[lo*k:], k, y, k, 0, v[lo*n:], n)
		}); err != nil {
			return nil, err
		}
	}
	nx, ny := squares(x, m, k), squares(y, n, k)
	same := o.Same && c.Index[0] == c.Index[1]
	for i := range m {
		row := v[i*n : (i+1)*n]
		if i%64 == 0 {
			if err := c.Stop(); err != nil {
				return nil, err
			}
		}
		if o.Metric == "cosine" {
			cosines(row, nx[i], ny)
		} else {
			euclidean(row, nx[i], ny, x[i*k:(i+1)*k], y, o.Metric == "euclidean")
		}
		if same {
			row[i] = 0
		}
	}
	return out, nil
}

// squares is the squared lengths of rows.
func squares(v []float64, rows, cols int) []float64 {
	out := make([]float64, rows)
	for i := range out {
		s := 0.0
		for _, x := range v[i*cols : (i+1)*cols] {
			s += x * x
		}
		out[i] = s
	}
	return out
}

// cosines turns products with a row into 1 - cosine; a row of zeros is at distance 1 of everything.
func cosines(row []float64, nx float64, ny []float64) {
	for j, p := range row {
		d := math.Sqrt(nx) * math.Sqrt(ny[j])
		if d == 0 {
			row[j] = 1
			continue
		}
		row[j] = max(1-p/d, 0)
	}
}

// euclidean turns products with the row x into distances.
func euclidean(row []float64, nx float64, ny, x, y []float64, root bool) {
	for j, p := range row {
		d := nx + ny[j] - 2*p
		if !(d > closeRows*(nx+ny[j])) {
			d = 0
			for i, b := range y[j*len(x) : (j+1)*len(x)] {
				d += (x[i] - b) * (x[i] - b)
			}
		}
		if root {
			d = math.Sqrt(d)
		}
		row[j] = d
	}
}
