package reduce

import (
	"math"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/vector"
	"github.com/lazycell/lazycell/lazy/op"
)

// The state of a variance is three numbers for each place: how many values there were, their mean, and the sum of their squared deviations from
// it. States are joined as Chan, Golub and LeVeque do ("Updating formulae and a pairwise algorithm for computing sample variances", 1979), and
// single values are taken in as Welford does ("Note on a method for calculating corrected sums of squares and products", 1962).

func Deviations(state []float64) rowFold {
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[float64](v)[lo:hi]
		mean := vector.Sum(row) / float64(len(row))
		m2 := vector.Squares(row, mean)
		Join(state[3*at:3*at+3], []float64{float64(len(row)), mean, m2})
	}
}

// columnDeviations takes rows into states of a place each, which are put together at the end. A row is always cut into the same pieces, so that the
// first place of a piece tells how many values there were.
func columnDeviations(state []float64) (row rowFold, end func()) {
	n := len(state) / 3
	counts, mean, squares := make([]float64, n), make([]float64, n), make([]float64, n)
	row = func(v *block.Dense, lo, hi, at int) {
		counts[at]++
		vector.Welford(mean[at:], squares[at:], block.Values[float64](v)[lo:hi], 1/counts[at])
	}
	return row, func() {
		count := 0.0
		for i := range n {
			if counts[i] > 0 {
				count = counts[i]
			}
			state[3*i], state[3*i+1], state[3*i+2] = count, mean[i], squares[i]
		}
	}
}

// Join takes the states b into the states a.
func Join(a, b []float64) {
	for i := 0; i < len(a); i += 3 {
		na, nb := a[i], b[i]
		switch {
		case nb == 0:
			continue
		case na == 0: // the distance to a mean of nothing could be too large to be squared
			copy(a[i:i+3], b[i:i+3])
			continue
		}
		n := na + nb
		d := b[i+1] - a[i+1]
		a[i+2] += b[i+2] + d*d*(na*nb/n)
		a[i+1] += d * (nb / n)
		a[i] = n
	}
}

// joinVariance puts partial states together, and at the end makes the results of them.
func joinVariance(c *kernel.Call, r *op.Reduce) (*block.Dense, error) {
	total := block.NewDense(block.Float64, partialShape(c.In[0].Shape(), r.Axes))
	state := block.Values[float64](total)
	for _, in := range c.In {
		Join(state, block.Values[float64](in))
	}
	if r.Stage == op.Combine {
		return total, nil
	}
	out := block.NewDense(block.Float64, c.Shape)
	v := block.Values[float64](out)
	for i := range v {
		n, m2 := state[3*i], state[3*i+2]
		free := n - float64(r.Freedom)
		v[i] = m2 / max(free, 0)
		if n == 0 || free <= 0 && (r.Func == "nanvar" || r.Func == "nanstd") {
			v[i] = math.NaN()
		}
		if r.Func == "std" || r.Func == "nanstd" {
			v[i] = math.Sqrt(v[i])
		}
	}
	return out.AsType(c.Array.DType()), nil
}
