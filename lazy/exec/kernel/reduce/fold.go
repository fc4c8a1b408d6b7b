package reduce

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/exec/kernel/vector"
	"github.com/lazycell/lazycell/lazy/op"
)

// folder takes the values of a block, tile by tile, into the partial result of a reduction.
type folder struct {
	state   block.DType // of the values as they are folded
	strides []int       // of the partial result along the block's axes, 0 along reduced ones
	shape   []int       // of the block
	last    bool        // the last axis is reduced
	row     rowFold
	cast    *block.Dense
	walk    kernel.Walk
	after   func() // what is left to do at the end, or nil
}

func (f *folder) End() {
	if f.after != nil {
		f.after()
	}
}

// rowFold takes a piece of a row into the partial result: v[lo:hi], whose first element belongs to place at.
type rowFold func(v *block.Dense, lo, hi, at int)

// newFolder is a folder for blocks of a shape and the partial result it fills, which has dtype and shape.
func newFolder(r *op.Reduce, dtype block.DType, shape, blockShape []int) (*folder, *block.Dense, error) {
	out := block.NewDense(dtype, shape)
	f := &folder{state: dtype, shape: blockShape, strides: make([]int, len(blockShape)), walk: kernel.WalkFrom(blockShape, 0)}
	step := 1
	for axis := len(blockShape) - 1; axis >= 0; axis-- {
		if !slices.Contains(r.Axes, axis) {
			f.strides[axis] = step
			step *= blockShape[axis]
		}
	}
	f.last = len(blockShape) == 0 || slices.Contains(r.Axes, len(blockShape)-1)
	if (r.Func == "var" || r.Func == "std") && !f.last {
		f.row, f.after = columnDeviations(block.Values[float64](out))
		return f, out, nil
	}
	f.row = rowFoldOf(r.Func, out, f.last)
	if f.row == nil {
		return nil, nil, fmt.Errorf("%s is not defined for %v", r.Func, dtype)
	}
	return f, out, nil
}

// Tile takes the values of one tile.
func (f *folder) Tile(t kernel.Tile, v *block.Dense) error {
	if v.DType() != f.state {
		if f.cast == nil || f.cast.Len() != t.N {
			f.cast = block.NewDense(f.state, []int{t.N})
		}
		block.Convert(f.cast, v)
		v = f.cast
	}
	w := &f.walk
	w.To(t.Row)
	along := 1
	if f.last {
		along = 0
	}
	for row := range t.Rows {
		f.row(v, row*t.Cols, (row+1)*t.Cols, w.Dot(f.strides)+t.Col*along)
		w.Next()
	}
	return nil
}

// fold takes the values of a chunk into a partial result, tile by tile.
type fold interface {
	Tile(t kernel.Tile, v *block.Dense) error
	End() // all tiles are taken
}

// New is the fold of a reduction for a chunk of the given shape in a grid, and the partial result it fills.
func New(r *op.Reduce, c *kernel.Call, g *op.Grid, shape []int) (fold, *block.Dense, error) {
	if r.Func == "argmin" || r.Func == "argmax" {
		return newArgFolder(r, c, g, shape)
	}
	return newFolder(r, c.Array.DType(), c.Shape, shape)
}

// whole takes a whole block.
func whole(c *kernel.Call, f fold, d *block.Dense) error {
	tiles := 0
	err := kernel.EachTile(d.Shape(), func(t kernel.Tile) error {
		if tiles++; tiles%8 == 0 {
			if err := c.Stop(); err != nil {
				return err
			}
		}
		return f.Tile(t, d.Span(t.At, t.At+t.N))
	})
	f.End()
	return err
}

func rowFoldOf(f string, out *block.Dense, last bool) rowFold {
	switch f {
	case "var", "std":
		return Deviations(block.Values[float64](out))
	case "nanvar", "nanstd":
		return nanDeviations(block.Values[float64](out), last)
	case "nanmean":
		return nanSums(block.Values[float64](out), last)
	}
	switch o := out.Data().(type) {
	case []bool:
		return boolFold(f, o, last)
	case []int8:
		return realFold(f, o, last)
	case []int16:
		return realFold(f, o, last)
	case []int32:
		return realFold(f, o, last)
	case []int64:
		return realFold(f, o, last)
	case []uint8:
		return realFold(f, o, last)
	case []uint16:
		return realFold(f, o, last)
	case []uint32:
		return realFold(f, o, last)
	case []uint64:
		return realFold(f, o, last)
	case []float32:
		return realFold(f, o, last)
	case []float64:
		switch f {
		case "sum", "mean":
			return floatSums(o, last)
		case "min":
			return floatExtremes(o, last, vector.Least, vector.Lower)
		case "max":
			return floatExtremes(o, last, vector.Most, vector.Raise)
		}
		return realFold(f, o, last)
	case []complex128:
		return summableFold(f, o, last)
	}
	return nil
}

func boolFold(f string, out []bool, last bool) rowFold {
	var decided bool // the value that settles a result
	switch f {
	case "any", "max":
		decided = true
	case "all", "min":
	default:
		return nil
	}
	for i := range out {
		out[i] = !decided
	}
	return func(v *block.Dense, lo, hi, at int) {
		for i, x := range block.Values[bool](v)[lo:hi] {
			if x != decided {
				continue
			}
			if last {
				out[at] = decided
				return
			}
			out[at+i] = decided
		}
	}
}

func realFold[T block.Real](f string, out []T, last bool) rowFold {
	switch f {
	case "min":
		return leastOf(out, last)
	case "max":
		return mostOf(out, last)
	case "nanmin":
		return extreme(out, last, lessOrKnown[T])
	case "nanmax":
		return extreme(out, last, moreOrKnown[T])
	}
	return summableFold(f, out, last)
}

func summableFold[T elementwise.Summable](f string, out []T, last bool) rowFold {
	switch {
	case (f == "sum" || f == "mean") && last:
		return func(v *block.Dense, lo, hi, at int) { out[at] += Pairwise(block.Values[T](v)[lo:hi]) }
	case f == "sum" || f == "mean":
		return func(v *block.Dense, lo, hi, at int) {
			row := block.Values[T](v)[lo:hi]
			o := out[at : at+len(row)]
			for i, x := range row {
				o[i] += x
			}
		}
	case f != "prod":
		return nil
	}
	for i := range out {
		out[i] = 1
	}
	return func(v *block.Dense, lo, hi, at int) {
		for i, x := range block.Values[T](v)[lo:hi] {
			if last {
				out[at] *= x
			} else {
				out[at+i] *= x
			}
		}
	}
}

// floatSums is summableFold for the sums that are asked for most.
func floatSums(out []float64, last bool) rowFold {
	if last {
		return func(v *block.Dense, lo, hi, at int) { out[at] += vector.Sum(block.Values[float64](v)[lo:hi]) }
	}
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[float64](v)[lo:hi]
		vector.Add(out[at:at+len(row)], row)
	}
}

// Pairwise adds up in halves, so that rounding errors grow with the logarithm of the length only (Higham, "The accuracy of floating point
// summation", 1993).
func Pairwise[T elementwise.Summable](v []T) T {
	if n := len(v); n > 128 {
		half := n / 2 &^ 7
		return Pairwise(v[:half]) + Pairwise(v[half:])
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
