package statistic

import (
	"fmt"
	"math"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/op"
)

// groupRows reduces the rows of a chunk into their groups, some rows at a time.
func groupRows(c *kernel.Call, g *op.GroupRows) (*block.Dense, error) {
	in := c.In[0]
	rows := in.Shape()[0]
	width := block.Size(in.Shape()[1:])
	first := c.Grids[0].Start(0, c.Index[0])
	codes := g.Codes[first : first+rows]
	out := block.NewDense(c.Array.DType(), c.Shape)
	take := groupFold(g, out, width)
	if take == nil {
		return nil, fmt.Errorf("%s is not defined for %v", g.Name(), out.DType())
	}
	step := max(kernel.TileSize/max(width, 1), 1)
	var buffer *block.Dense
	for row, tiles := 0, 0; row < rows; row, tiles = row+step, tiles+1 {
		if tiles%64 == 0 {
			if err := c.Stop(); err != nil {
				return nil, err
			}
		}
		end := min(row+step, rows)
		v := in.Span(row*width, end*width)
		if v.DType() != out.DType() {
			if buffer == nil || buffer.Len() != v.Len() {
				buffer = block.NewDense(out.DType(), []int{v.Len()})
			}
			block.Convert(buffer, v)
			v = buffer
		}
		take(v, codes[row:end])
	}
	return out, nil
}

// groupFold is what takes rows into their groups.
func groupFold(g *op.GroupRows, out *block.Dense, width int) func(v *block.Dense, codes []int) {
	switch o := out.Data().(type) {
	case []bool:
		bits := kernel.Words[uint8](out) // min and max of 0 and 1
		if fold := groupExtremes(g.Func, bits, width, 0, 1); fold != nil {
			return func(v *block.Dense, codes []int) { fold(kernel.Words[uint8](v), codes) }
		}
	case []int8:
		return onValues(groupExtremes(g.Func, o, width, math.MinInt8, math.MaxInt8))
	case []int16:
		return onValues(groupExtremes(g.Func, o, width, math.MinInt16, math.MaxInt16))
	case []int32:
		return onValues(groupExtremes(g.Func, o, width, math.MinInt32, math.MaxInt32))
	case []int64:
		return onValues(groupReals(g.Func, o, width, math.MinInt64, math.MaxInt64))
	case []uint8:
		return onValues(groupExtremes(g.Func, o, width, 0, math.MaxUint8))
	case []uint16:
		return onValues(groupExtremes(g.Func, o, width, 0, math.MaxUint16))
	case []uint32:
		return onValues(groupExtremes(g.Func, o, width, 0, math.MaxUint32))
	case []uint64:
		return onValues(groupReals(g.Func, o, width, 0, math.MaxUint64))
	case []float32:
		return onValues(groupReals(g.Func, o, width, float32(math.Inf(-1)), float32(math.Inf(1))))
	case []float64:
		if g.Func == "var" {
			return onValues(groupDeviations(o, width))
		}
		return onValues(groupReals(g.Func, o, width, math.Inf(-1), math.Inf(1)))
	case []complex128:
		if g.Func == "sum" {
			return onValues(groupSums(o, width))
		}
	}
	return nil
}

// groupTake takes rows of a type.
type groupTake[T block.Elem] func(v []T, codes []int)

func onValues[T block.Elem](fold groupTake[T]) func(v *block.Dense, codes []int) {
	if fold == nil {
		return nil
	}
	return func(v *block.Dense, codes []int) { fold(block.Values[T](v), codes) }
}

func groupReals[T block.Real](f string, out []T, width int, least, most T) groupTake[T] {
	if f == "sum" {
		return groupSums(out, width)
	}
	return groupExtremes(f, out, width, least, most)
}

func groupSums[T elementwise.Summable](out []T, width int) groupTake[T] {
	return func(v []T, codes []int) {
		for i, code := range codes {
			if code < 0 {
				continue
			}
			row := v[i*width : (i+1)*width]
			o := out[code*width:][:len(row)]
			for k, x := range row {
				o[k] += x
			}
		}
	}
}

func groupExtremes[T block.Real](f string, out []T, width int, least, most T) groupTake[T] {
	better, from := func(a, b T) T { return min(a, b) }, most
	switch f {
	case "min":
	case "max":
		better, from = func(a, b T) T { return max(a, b) }, least
	default:
		return nil
	}
	for i := range out {
		out[i] = from
	}
	return func(v []T, codes []int) {
		for i, code := range codes {
			if code < 0 {
				continue
			}
			row := v[i*width : (i+1)*width]
			o := out[code*width:][:len(row)]
			for k, x := range row {
				o[k] = better(o[k], x)
			}
		}
	}
}

func groupDeviations(state []float64, width int) groupTake[float64] {
	return func(v []float64, codes []int) {
		for i, code := range codes {
			if code < 0 {
				continue
			}
			row := v[i*width : (i+1)*width]
			s := state[3*code*width:][:3*len(row)]
			if len(row) == 0 {
				continue
			}
			n := s[0] + 1 // all columns of a group have as many values
			share := 1 / n
			for k, x := range row {
				place := s[3*k : 3*k+3]
				d := x - place[1]
				mean := place[1] + d*share
				place[0], place[1], place[2] = n, mean, place[2]+d*(x-mean)
			}
		}
	}
}
