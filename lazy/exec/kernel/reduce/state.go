package reduce

import (
	"fmt"
	"math"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/exec/kernel/vector"
	"github.com/lazycell/lazycell/lazy/op"
)

// joinStates puts partial results of several numbers together, and at the end makes the results of them.
func joinStates(c *kernel.Call, r *op.Reduce) (*block.Dense, error) {
	switch r.Func {
	case "var", "std", "nanvar", "nanstd":
		return joinVariance(c, r)
	case "argmin", "argmax":
		return joinPlaces(c, r)
	case "nanmean":
		return joinMeans(c, r)
	}
	return nil, fmt.Errorf("there is no reduction %q", r.Func)
}

// known copies what isn't NaN to the front of a buffer and gives it.
func known(buffer *[]float64, row []float64) []float64 {
	if len(*buffer) < len(row) {
		*buffer = make([]float64, max(len(row), kernel.TileSize))
	}
	b, n := *buffer, 0
	for _, x := range row {
		b[n] = x
		if x == x {
			n++
		}
	}
	return b[:n]
}

// nanDeviations is deviations without NaN.
func nanDeviations(state []float64, last bool) rowFold {
	if last {
		all := Deviations(state)
		var buffer []float64
		return func(v *block.Dense, lo, hi, at int) {
			row := known(&buffer, block.Values[float64](v)[lo:hi])
			if len(row) == 0 {
				return
			}
			if d, err := block.FromSlice([]int{len(row)}, row); err == nil {
				all(d, 0, len(row), at)
			}
		}
	}
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[float64](v)[lo:hi]
		s := state[3*at : 3*(at+len(row))]
		for i, x := range row {
			if x != x {
				continue
			}
			place := s[3*i : 3*i+3]
			d := x - place[1]
			n := place[0] + 1
			mean := place[1] + d/n
			place[0], place[1], place[2] = n, mean, place[2]+d*(x-mean)
		}
	}
}

// nanSums counts what isn't NaN and adds it up.
func nanSums(state []float64, last bool) rowFold {
	if last {
		var buffer []float64
		return func(v *block.Dense, lo, hi, at int) {
			row := known(&buffer, block.Values[float64](v)[lo:hi])
			state[2*at] += float64(len(row))
			state[2*at+1] += vector.Sum(row)
		}
	}
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[float64](v)[lo:hi]
		s := state[2*at : 2*(at+len(row))]
		for i, x := range row {
			if x == x {
				s[2*i]++
				s[2*i+1] += x
			}
		}
	}
}

func joinMeans(c *kernel.Call, r *op.Reduce) (*block.Dense, error) {
	total := c.In[0]
	if !c.Mine[0] {
		total = c.Copy(total)
	}
	for _, in := range c.In[1:] {
		if err := elementwise.Arithmetic("add", total, total, in); err != nil {
			return nil, err
		}
	}
	if r.Stage == op.Combine {
		return total, nil
	}
	state := block.Values[float64](total)
	out := block.NewDense(block.Float64, c.Shape)
	v := block.Values[float64](out)
	for i := range v {
		v[i] = state[2*i+1] / state[2*i]
		if state[2*i] == 0 {
			v[i] = math.NaN()
		}
	}
	return out.AsType(c.Array.DType()), nil
}
