package statistic

import (
	"cmp"
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// laneBatch is how many lanes that lie next to each other are gathered at once: they share lines of the cache.
const laneBatch = 16

func quantile(c *kernel.Call, q *op.Quantile) (*block.Dense, error) {
	out := block.NewDense(block.Float64, c.Shape)
	o := block.Values[float64](out)
	in := c.In[0]
	outer, n, inner := lanes(in.Shape(), q.Axis)
	v := block.Values[float64](in.AsType(block.Float64))
	order := make([]int, len(q.Shares)) // the shares in ascending order
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(q.Shares[a], q.Shares[b]) })
	buffer := make([]float64, n*min(inner, laneBatch))
	for a := range outer {
		for b := 0; b < inner; b += laneBatch {
			if err := c.Stop(); err != nil {
				return nil, err
			}
			width := min(laneBatch, inner-b)
			for i := range n {
				for k, x := range v[(a*n+i)*inner+b:][:width] {
					buffer[k*n+i] = x
				}
			}
			for k := range width {
				lane := numbersOnly(buffer[k*n:(k+1)*n], q.SkipNaN)
				from := 0
				for _, s := range order {
					var x float64
					x, from = ranked(lane, q.Shares[s], from)
					o[s*outer*inner+a*inner+b+k] = x
				}
			}
		}
	}
	return out.AsType(c.Array.DType()), nil
}

// numbersOnly is the lane without NaN. One that may not have any is given as nothing.
func numbersOnly(lane []float64, skip bool) []float64 {
	n := 0
	for _, x := range lane {
		lane[n] = x
		if x == x {
			n++
		} else if !skip {
			return nil
		}
	}
	return lane[:n]
}

// ranked is the quantile of a lane, which it puts into another order. What lies before from is in its place already; so is then what lies
// before the place that it gives.
func ranked(lane []float64, share float64, from int) (value float64, place int) {
	if len(lane) == 0 {
		return math.NaN(), 0
	}
	at := share * float64(len(lane)-1)
	k := int(at)
	selectNth(lane[from:], k-from)
	low := lane[k]
	part := at - float64(k)
	if part == 0 || k+1 == len(lane) {
		return low, k
	}
	high := slices.Min(lane[k+1:])
	d := high - low
	if part >= 0.5 { // the end that is nearer is met exactly
		return high - float64(d*(1-part)), k
	}
	return low + float64(d*part), k
}

// selectNth puts the value that would lie at place k of the sorted slice there, smaller ones before and larger ones behind it (Hoare, "Algorithm
// 65: find", 1961, with the median of three as pivot). When the pivots turn out badly the rest is sorted.
func selectNth(v []float64, k int) {
	lo, hi := 0, len(v)-1
	for rounds := 0; hi-lo > 16; rounds++ {
		if rounds > 64 {
			break
		}
		mid := lo + (hi-lo)/2
		if v[mid] < v[lo] {
			v[mid], v[lo] = v[lo], v[mid]
		}
		if v[hi] < v[lo] {
			v[hi], v[lo] = v[lo], v[hi]
		}
		if v[hi] < v[mid] {
			v[hi], v[mid] = v[mid], v[hi]
		}
		pivot := v[mid]
		i, j := lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for pivot < v[j] {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return
		}
	}
	slices.Sort(v[lo : hi+1])
}
