package product

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// divider divides by an upper triangle: it finds X in X R = B. The triangle is cut along its diagonal, so that nearly all the work is products of matrices, which
// are several times faster than the solution of triangles; those on the diagonal are inverted once where that loses no more than two digits of sixteen (Demmel, Higham and
// Schreiber, "Stability of block LU factorization", 1995).
type divider struct {
	r        []float64
	n        int
	inverses [][]float64 // of the triangles on the diagonal, nil where they aren't used
	scratch  []float64
}

const (
	// dividerStep is how many columns the triangles on the diagonal have.
	dividerStep = 40
	// dividerCondition is how badly conditioned an inverted triangle may be.
	dividerCondition = 100
)

func newDivider(r []float64, n int) *divider {
	d := &divider{r: r, n: n}
	for lo := 0; lo < n; lo += dividerStep {
		d.inverses = append(d.inverses, inverted(r[lo*n+lo:], min(dividerStep, n-lo), n))
	}
	return d
}

// inverted is the inverse of an upper triangle, nil when it is badly conditioned.
func inverted(r []float64, n, stride int) []float64 {
	out := make([]float64, n*n)
	size, inverse := 0.0, 0.0
	for i := n - 1; i >= 0; i-- { // row i of R X = 1
		row := out[i*n : (i+1)*n]
		row[i] = 1
		for k := i + 1; k < n; k++ {
			x := r[i*stride+k]
			for j, y := range out[k*n+k : (k+1)*n] {
				row[k+j] -= x * y
			}
		}
		sums := [2]float64{}
		for j := i; j < n; j++ {
			row[j] /= r[i*stride+i]
			sums[0] += math.Abs(r[i*stride+j])
			sums[1] += math.Abs(row[j])
		}
		size, inverse = max(size, sums[0]), max(inverse, sums[1])
	}
	if size*inverse <= dividerCondition {
		return out
	}
	return nil
}

// divide puts X in the place of B, which has rows of n.
func (d *divider) divide(b []float64) {
	n, m := d.n, len(b)/d.n
	impl := blas64.Implementation()
	for k, inverse := range d.inverses {
		lo := k * dividerStep
		w := min(dividerStep, n-lo)
		if lo > 0 {
			impl.Dgemm(blas.NoTrans, blas.NoTrans, m, w, lo, -1, b, n, d.r[lo:], n, 1, b[lo:], n)
		}
		if inverse == nil {
			impl.Dtrsm(blas.Right, blas.Upper, blas.NoTrans, blas.NonUnit, m, w, 1, d.r[lo*n+lo:], n, b[lo:], n)
			continue
		}
		if len(d.scratch) < m*w {
			d.scratch = make([]float64, m*w)
		}
		for i := range m {
			copy(d.scratch[i*w:(i+1)*w], b[i*n+lo:i*n+lo+w])
		}
		impl.Dgemm(blas.NoTrans, blas.NoTrans, m, w, w, 1, d.scratch, w, inverse, w, 0, b[lo:], n)
	}
}
