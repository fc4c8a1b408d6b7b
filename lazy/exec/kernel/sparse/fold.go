package sparse

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/exec/kernel/reduce"
	"github.com/lazycell/lazycell/lazy/op"
)

// Folds says that a reduction's first stage reads sparse chunks of an array as they are.
func Folds(r *op.Reduce, in *lazy.Array) bool {
	switch r.Func {
	case "sum", "mean", "prod", "any", "all":
		return true
	case "min", "max", "var", "std":
		return in.DType() != block.Complex128
	}
	return false
}

// sparseFolder takes the values that a sparse chunk keeps, tile by tile, into the partial result of a reduction; at the end come the zeros
// that it doesn't keep.
type sparseFolder struct {
	in    *block.Sparse
	out   *block.Dense
	cast  *block.Dense
	state block.DType
	fold  foldFuncs
	lines bool // every line has a result of its own
	each  bool // every place along the lines has one
}

// foldFuncs is a reduction of one type of values.
type foldFuncs struct {
	run   func(v *block.Dense, lo, hi, at int)          // takes v[lo:hi] into place at
	each  func(v *block.Dense, lo int, indices []int32) // takes v[lo+i] into place indices[i]
	zeros func(at int, kept, missing int)               // takes zeros into a place that has taken as many values; nil when they change nothing
}

func newSparseFolder(r *op.Reduce, dtype block.DType, shape []int, in *block.Sparse) *sparseFolder {
	m := in.Major()
	f := &sparseFolder{in: in, out: block.NewDense(dtype, shape), state: dtype}
	f.lines, f.each = !slices.Contains(r.Axes, m), !slices.Contains(r.Axes, 1-m)
	f.fold = foldFuncsOf(r.Func, f.out)
	return f
}

// tile takes the values of one tile.
func (f *sparseFolder) tile(t entries, v *block.Dense) {
	if v.DType() != f.state {
		if f.cast == nil {
			f.cast = block.NewDense(f.state, []int{min(kernel.TileSize, f.in.NNZ())})
		}
		cast := f.cast.Span(0, v.Len())
		block.Convert(cast, v)
		v = cast
	}
	switch {
	case f.lines && f.each: // nothing is reduced
		width := f.in.Width()
		t.pieces(f.in.Indptr(), func(line, lo, hi int) {
			for i := lo; i < hi; i++ {
				at := line*width + int(f.in.Indices()[i])
				if f.in.Major() == 1 {
					at = int(f.in.Indices()[i])*f.in.NLines() + line
				}
				f.fold.run(v, i-t.lo, i-t.lo+1, at)
			}
		})
	case f.lines:
		t.pieces(f.in.Indptr(), func(line, lo, hi int) { f.fold.run(v, lo-t.lo, hi-t.lo, line) })
	case f.each:
		f.fold.each(v, 0, f.in.Indices()[t.lo:t.hi])
	default:
		f.fold.run(v, 0, v.Len(), 0)
	}
}

// done is the partial result, with the zeros that aren't kept.
func (f *sparseFolder) done() *block.Dense {
	in := f.in
	lines, width := in.NLines(), in.Width()
	switch {
	case f.fold.zeros == nil:
	case f.lines && f.each:
		kept := make([]int, lines*width)
		for line := range lines {
			for _, place := range in.Indices()[in.Indptr()[line]:in.Indptr()[line+1]] {
				if in.Major() == 1 {
					kept[int(place)*lines+line] = 1
				} else {
					kept[line*width+int(place)] = 1
				}
			}
		}
		for at, k := range kept {
			f.fold.zeros(at, k, 1-k)
		}
	case f.lines:
		for line := range lines {
			kept := int(in.Indptr()[line+1] - in.Indptr()[line])
			f.fold.zeros(line, kept, width-kept)
		}
	case f.each:
		kept := make([]int, width)
		for _, place := range in.Indices() {
			kept[place]++
		}
		for at, k := range kept {
			f.fold.zeros(at, k, lines-k)
		}
	default:
		f.fold.zeros(0, in.NNZ(), lines*width-in.NNZ())
	}
	return f.out
}

func foldFuncsOf(f string, out *block.Dense) foldFuncs {
	if f == "var" || f == "std" {
		return deviationFolds(block.Values[float64](out))
	}
	switch o := out.Data().(type) {
	case []bool:
		return boolFolds(f, o)
	case []int8:
		return realFolds(f, o)
	case []int16:
		return realFolds(f, o)
	case []int32:
		return realFolds(f, o)
	case []int64:
		return realFolds(f, o)
	case []uint8:
		return realFolds(f, o)
	case []uint16:
		return realFolds(f, o)
	case []uint32:
		return realFolds(f, o)
	case []uint64:
		return realFolds(f, o)
	case []float32:
		return realFolds(f, o)
	case []float64:
		return realFolds(f, o)
	}
	return sumFolds(f, block.Values[complex128](out))
}

// boolFolds is any (and max), or all (and min): a value settles the result, and so may a zero.
func boolFolds(f string, out []bool) foldFuncs {
	decided := f == "any" || f == "max"
	for i := range out {
		out[i] = !decided
	}
	return foldFuncs{
		run: func(v *block.Dense, lo, hi, at int) {
			if slices.Contains(block.Values[bool](v)[lo:hi], decided) {
				out[at] = decided
			}
		},
		each: func(v *block.Dense, lo int, indices []int32) {
			w := block.Values[bool](v)[lo:]
			for i, at := range indices {
				if w[i] == decided {
					out[at] = decided
				}
			}
		},
		zeros: func(at, _, missing int) {
			if missing > 0 && !decided {
				out[at] = false
			}
		},
	}
}

func realFolds[T block.Real](f string, out []T) foldFuncs {
	switch f {
	case "min":
		return extremeFolds(out, func(a, b T) T { return min(a, b) })
	case "max":
		return extremeFolds(out, func(a, b T) T { return max(a, b) })
	}
	return sumFolds(f, out)
}

// extremeFolds keeps what better says of each value and the next.
func extremeFolds[T block.Real](out []T, better func(a, b T) T) foldFuncs {
	seen := make([]bool, len(out))
	take := func(at int, x T) {
		if seen[at] {
			x = better(out[at], x)
		}
		out[at], seen[at] = x, true
	}
	return foldFuncs{
		run: func(v *block.Dense, lo, hi, at int) {
			row := block.Values[T](v)[lo:hi]
			best := row[0]
			for _, x := range row[1:] {
				best = better(best, x)
			}
			take(at, best)
		},
		each: func(v *block.Dense, lo int, indices []int32) {
			w := block.Values[T](v)[lo:]
			for i, at := range indices {
				take(int(at), w[i])
			}
		},
		zeros: func(at, _, missing int) {
			if missing > 0 {
				take(at, 0)
			}
		},
	}
}

// sumFolds is sums, means and products.
func sumFolds[T elementwise.Summable](f string, out []T) foldFuncs {
	if f == "prod" {
		for i := range out {
			out[i] = 1
		}
		return foldFuncs{
			run: func(v *block.Dense, lo, hi, at int) {
				for _, x := range block.Values[T](v)[lo:hi] {
					out[at] *= x
				}
			},
			each: func(v *block.Dense, lo int, indices []int32) {
				w := block.Values[T](v)[lo:]
				for i, at := range indices {
					out[at] *= w[i]
				}
			},
			zeros: func(at, _, missing int) {
				if missing > 0 {
					out[at] *= 0 // not 0: an infinity among the values makes a NaN of it
				}
			},
		}
	}
	return foldFuncs{
		run: func(v *block.Dense, lo, hi, at int) { out[at] += reduce.Pairwise(block.Values[T](v)[lo:hi]) },
		each: func(v *block.Dense, lo int, indices []int32) {
			w := block.Values[T](v)[lo : lo+len(indices)]
			for i, at := range indices {
				out[at] += w[i]
			}
		},
	}
}

// deviationFolds is the state of a variance: see reduce.Deviations.
func deviationFolds(state []float64) foldFuncs {
	whole := reduce.Deviations(state)
	return foldFuncs{
		run: whole,
		each: func(v *block.Dense, lo int, indices []int32) {
			w := block.Values[float64](v)[lo:]
			for i, at := range indices {
				s := state[3*int(at) : 3*int(at)+3]
				n := s[0] + 1
				d := w[i] - s[1]
				mean := s[1] + d/n
				s[0], s[1], s[2] = n, mean, s[2]+d*(w[i]-mean)
			}
		},
		zeros: func(at, _, missing int) {
			reduce.Join(state[3*at:3*at+3], []float64{float64(missing), 0, 0})
		},
	}
}
