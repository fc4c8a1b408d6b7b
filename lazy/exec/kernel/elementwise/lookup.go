package elementwise

import (
	"math"
	"slices"
	"sort"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// digitize finds the places of values among edges.
func digitize(d *op.Digitize, out, in *block.Dense) {
	o := block.Values[int64](out)
	for i, x := range block.Values[float64](in.AsType(block.Float64)) {
		switch {
		case x != x:
			o[i] = int64(len(d.Edges))
		case d.Before:
			o[i] = int64(sort.SearchFloat64s(d.Edges, x))
		default:
			o[i] = int64(sort.Search(len(d.Edges), func(k int) bool { return d.Edges[k] > x }))
		}
	}
}

// isIn tests whether values are among some.
func isIn(s *op.IsIn, out, in *block.Dense) {
	o := block.Values[bool](out)
	for i, x := range block.Values[float64](in.AsType(block.Float64)) {
		if len(s.Values) <= 8 {
			o[i] = slices.Contains(s.Values, x)
		} else {
			_, o[i] = slices.BinarySearch(s.Values, x)
		}
	}
}

// bits computes functions of the bits of integers; false for any other function.
func bits[T block.Integer](f string, out, x, y []T) bool {
	switch f {
	case "bit_and":
		pairs(out, x, y, func(a, b T) T { return a & b })
	case "bit_or":
		pairs(out, x, y, func(a, b T) T { return a | b })
	case "bit_xor":
		pairs(out, x, y, func(a, b T) T { return a ^ b })
	case "shift_left":
		pairs(out, x, y, func(a, b T) T {
			if b < 0 {
				return 0
			}
			return a << b
		})
	case "shift_right":
		pairs(out, x, y, func(a, b T) T {
			if b < 0 {
				b = 127 // more than any type has bits
			}
			return a >> b
		})
	default:
		return false
	}
	return true
}

// logaddexp keeps the larger exponent out of the exponential.
func logaddexp(a, b float64) float64 {
	if a == b { // also infinities
		return a + math.Ln2
	}
	if a < b {
		a, b = b, a
	}
	return a + math.Log1p(math.Exp(b-a))
}
