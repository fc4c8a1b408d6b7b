package exec

import (
	"fmt"
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// reduce makes a partial result of a chunk, or puts partial results together.
func reduce(c *call, r *op.Reduce) (*block.Dense, error) {
	if r.State() {
		return variance(c, r)
	}
	if r.Stage == op.Chunk {
		return fold(c, r, c.in[0], c.array.DType(), c.shape)
	}
	state := c.in[0].DType()
	shape := partialShape(c.in[0].Shape(), r.Axes)
	total, err := fold(c, r, c.in[0], state, shape)
	if err != nil {
		return nil, err
	}
	for _, in := range c.in[1:] {
		next, err := fold(c, r, in, state, shape)
		if err != nil {
			return nil, err
		}
		if err := arithmetic(joins[r.Func], total, total, next); err != nil {
			return nil, err
		}
		c.pool.put(next)
	}
	if r.Stage == op.Combine {
		return total, nil
	}
	if r.Func == "mean" {
		n, err := block.FromSlice([]int{1}, []float64{float64(r.Count)})
		if err != nil {
			return nil, err
		}
		if err := arithmetic("div", total, total, n.AsType(state)); err != nil {
			return nil, err
		}
	}
	return total.AsType(c.array.DType()).Reshape(c.shape)
}

// joins is the function that puts two partial results together.
var joins = map[string]string{
	"sum": "add", "mean": "add", "prod": "mul", "min": "minimum", "max": "maximum", "any": "maximum", "all": "minimum",
}

// partialShape is a shape whose reduced axes are of size 1.
func partialShape(shape, axes []int) []int {
	out := slices.Clone(shape)
	for _, axis := range axes {
		out[axis] = 1
	}
	return out
}

// fold reduces one block along the axes, which are of size 1 in the result.
func fold(c *call, r *op.Reduce, in *block.Dense, dtype block.DType, shape []int) (*block.Dense, error) {
	out := block.NewDense(dtype, shape)
	plan := newPlanes(in.Shape(), r.Axes)
	ok := false
	switch o := out.Data().(type) {
	case []bool:
		ok = foldBools(r.Func, o, block.Values[bool](in.AsType(block.Bool)), plan)
	case []int8:
		ok = foldReals(r.Func, o, block.Values[int8](in), plan)
	case []int16:
		ok = foldReals(r.Func, o, block.Values[int16](in), plan)
	case []int32:
		ok = foldReals(r.Func, o, block.Values[int32](in), plan)
	case []int64:
		ok = foldReals(r.Func, o, block.Values[int64](in.AsType(dtype)), plan)
	case []uint8:
		ok = foldReals(r.Func, o, block.Values[uint8](in), plan)
	case []uint16:
		ok = foldReals(r.Func, o, block.Values[uint16](in), plan)
	case []uint32:
		ok = foldReals(r.Func, o, block.Values[uint32](in), plan)
	case []uint64:
		ok = foldReals(r.Func, o, block.Values[uint64](in.AsType(dtype)), plan)
	case []float32:
		ok = foldReals(r.Func, o, block.Values[float32](in), plan)
	case []float64:
		ok = foldReals(r.Func, o, block.Values[float64](in.AsType(dtype)), plan)
	case []complex128:
		ok = foldSummable(r.Func, o, block.Values[complex128](in), plan)
	}
	if !ok {
		return nil, fmt.Errorf("%s is not defined for %v", r.Func, in.DType())
	}
	return out, c.stop()
}

// planes walks through a block as rows along its last axis, telling where in the result each row goes.
type planes struct {
	shape   []int // of the block
	strides []int // of the result, 0 along reduced axes
	last    bool  // the last axis is reduced
}

func newPlanes(shape, axes []int) planes {
	p := planes{shape: shape, strides: make([]int, len(shape))}
	step := 1
	for axis := len(shape) - 1; axis >= 0; axis-- {
		if !slices.Contains(axes, axis) {
			p.strides[axis] = step
			step *= shape[axis]
		}
	}
	p.last = len(shape) == 0 || slices.Contains(axes, len(shape)-1)
	return p
}

// each calls f for every row: where it begins in the block and in the result, and its length.
func (p planes) each(f func(from, to, n int)) {
	nd := len(p.shape)
	if nd == 0 {
		f(0, 0, 1)
		return
	}
	if block.Size(p.shape) == 0 {
		return
	}
	n := p.shape[nd-1]
	index := make([]int, nd-1)
	to := 0
	for row := range block.Size(p.shape[:nd-1]) {
		f(row*n, to, n)
		for axis := nd - 2; axis >= 0; axis-- {
			index[axis]++
			to += p.strides[axis]
			if index[axis] < p.shape[axis] {
				break
			}
			to -= p.strides[axis] * p.shape[axis]
			index[axis] = 0
		}
	}
}

func foldBools(f string, out, in []bool, p planes) bool {
	if f != "any" && f != "all" {
		return foldReals(f, asBytes(out), asBytes(in), p)
	}
	all := f == "all"
	for i := range out {
		out[i] = all
	}
	p.each(func(from, to, n int) {
		for i, v := range in[from : from+n] {
			at := to
			if !p.last {
				at += i
			}
			if v != all {
				out[at] = v
			}
		}
	})
	return true
}

func foldReals[T block.Real](f string, out, in []T, p planes) bool {
	switch f {
	case "min":
		extreme(out, in, p, func(a, b T) T { return min(a, b) })
	case "max":
		extreme(out, in, p, func(a, b T) T { return max(a, b) })
	default:
		return foldSummable(f, out, in, p)
	}
	return true
}

// extreme keeps the first value of each place and then what better says of it and the next.
func extreme[T block.Real](out, in []T, p planes, better func(a, b T) T) {
	seen := make([]bool, len(out))
	p.each(func(from, to, n int) {
		row := in[from : from+n]
		if !p.last {
			o := out[to : to+n]
			if !seen[to] {
				copy(o, row)
				seen[to] = true
				return
			}
			for i, v := range row {
				o[i] = better(o[i], v)
			}
			return
		}
		best := row[0]
		for _, v := range row[1:] {
			best = better(best, v)
		}
		if seen[to] {
			best = better(out[to], best)
		}
		out[to], seen[to] = best, true
	})
}

func foldSummable[T summable](f string, out, in []T, p planes) bool {
	switch f {
	case "sum", "mean":
		p.each(func(from, to, n int) {
			row := in[from : from+n]
			if p.last {
				out[to] += pairwise(row)
				return
			}
			o := out[to : to+n]
			for i, v := range row {
				o[i] += v
			}
		})
	case "prod":
		for i := range out {
			out[i] = 1
		}
		p.each(func(from, to, n int) {
			for i, v := range in[from : from+n] {
				if p.last {
					out[to] *= v
				} else {
					out[to+i] *= v
				}
			}
		})
	default:
		return false
	}
	return true
}

// pairwise adds up in halves, so that rounding errors grow with the logarithm of the length only (Higham, "The accuracy of floating point
// summation", 1993).
func pairwise[T summable](v []T) T {
	if n := len(v); n > 128 {
		half := n / 2 &^ 7
		return pairwise(v[:half]) + pairwise(v[half:])
	}
	var s [8]T
	i := 0
	for ; i+8 <= len(v); i += 8 {
		w := v[i : i+8]
		s[0] += w[0]
		s[1] += w[1]
		s[2] += w[2]
		s[3] += w[3]
		s[4] += w[4]
		s[5] += w[5]
		s[6] += w[6]
		s[7] += w[7]
	}
	total := ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
	for ; i < len(v); i++ {
		total += v[i]
	}
	return total
}

// variance keeps count, mean and the sum of squared deviations, and joins them as Chan, Golub and LeVeque do ("Updating formulae and a
// pairwise algorithm for computing sample variances", 1979).
func variance(c *call, r *op.Reduce) (*block.Dense, error) {
	if r.Stage == op.Chunk {
		out := block.NewDense(block.Float64, c.shape)
		in := block.Values[float64](c.in[0].AsType(block.Float64))
		deviations(block.Values[float64](out), in, newPlanes(c.in[0].Shape(), r.Axes))
		return out, c.stop()
	}
	first := c.in[0].Shape()
	shape := partialShape(first, r.Axes)
	total := block.NewDense(block.Float64, shape)
	state := block.Values[float64](total)
	for _, in := range c.in {
		join(state, block.Values[float64](in))
	}
	if r.Stage == op.Combine {
		return total, nil
	}
	out := block.NewDense(block.Float64, c.shape)
	v := block.Values[float64](out)
	for i := range v {
		n, m2 := state[3*i], state[3*i+2]
		v[i] = m2 / (n - float64(r.Freedom))
		if n == 0 {
			v[i] = math.NaN()
		}
		if r.Func == "std" {
			v[i] = math.Sqrt(v[i])
		}
	}
	return out.AsType(c.array.DType()), nil
}

// deviations makes the state of one chunk in two passes: the means, then the deviations from them.
func deviations(state, in []float64, p planes) {
	p.each(func(from, to, n int) {
		if p.last {
			state[3*to] += float64(n)
			state[3*to+1] += pairwise(in[from : from+n])
			return
		}
		for i, v := range in[from : from+n] {
			state[3*(to+i)]++
			state[3*(to+i)+1] += v
		}
	})
	for i := 0; i < len(state); i += 3 {
		if state[i] > 0 {
			state[i+1] /= state[i]
		}
	}
	p.each(func(from, to, n int) {
		for i, v := range in[from : from+n] {
			at := to
			if !p.last {
				at += i
			}
			d := v - state[3*at+1]
			state[3*at+2] += d * d
		}
	})
}

func join(a, b []float64) {
	for i := 0; i < len(a); i += 3 {
		na, nb := a[i], b[i]
		if nb == 0 {
			continue
		}
		n := na + nb
		d := b[i+1] - a[i+1]
		a[i+2] += b[i+2] + d*d*na*nb/n
		a[i+1] += d * nb / n
		a[i] = n
	}
}
