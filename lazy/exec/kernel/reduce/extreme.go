package reduce

import "github.com/lazycell/lazycell/lazy/block"

// leastOf keeps the smallest values. A row is always cut into the same pieces, so that the first place of a piece tells whether it has values yet.
func leastOf[T block.Real](out []T, last bool) rowFold {
	seen := make([]bool, len(out))
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[T](v)[lo:hi]
		switch o := out[at:]; {
		case last:
			best := row[0]
			if seen[at] {
				best = min(best, out[at])
			}
			a, b, c, d := best, best, best, best
			i := 0
			for ; i+4 <= len(row); i += 4 {
				w := row[i : i+4]
				a, b, c, d = min(a, w[0]), min(b, w[1]), min(c, w[2]), min(d, w[3])
			}
			for _, x := range row[i:] {
				a = min(a, x)
			}
			out[at] = min(a, b, c, d)
		case !seen[at]:
			copy(o, row)
		default:
			o = o[:len(row)]
			for i, x := range row {
				o[i] = min(o[i], x)
			}
		}
		seen[at] = true
	}
}

// mostOf keeps the largest values. A row is always cut into the same pieces, so that the first place of a piece tells whether it has values yet.
func mostOf[T block.Real](out []T, last bool) rowFold {
	seen := make([]bool, len(out))
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[T](v)[lo:hi]
		switch o := out[at:]; {
		case last:
			best := row[0]
			if seen[at] {
				best = max(best, out[at])
			}
			a, b, c, d := best, best, best, best
			i := 0
			for ; i+4 <= len(row); i += 4 {
				w := row[i : i+4]
				a, b, c, d = max(a, w[0]), max(b, w[1]), max(c, w[2]), max(d, w[3])
			}
			for _, x := range row[i:] {
				a = max(a, x)
			}
			out[at] = max(a, b, c, d)
		case !seen[at]:
			copy(o, row)
		default:
			o = o[:len(row)]
			for i, x := range row {
				o[i] = max(o[i], x)
			}
		}
		seen[at] = true
	}
}

// floatExtremes keeps the extremes that one gives of a row, and that each puts in the place of others.
func floatExtremes(out []float64, last bool, one func([]float64) float64, each func(to, v []float64)) rowFold {
	seen := make([]bool, len(out))
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[float64](v)[lo:hi]
		switch {
		case !last && seen[at]:
			each(out[at:at+len(row)], row)
		case !last:
			copy(out[at:], row)
		case seen[at]:
			out[at] = one([]float64{out[at], one(row)})
		default:
			out[at] = one(row)
		}
		seen[at] = true
	}
}

// extreme keeps the first value of each place and then what better says of it and the next.
func extreme[T block.Real](out []T, last bool, better func(a, b T) T) rowFold {
	seen := make([]bool, len(out))
	return func(v *block.Dense, lo, hi, at int) {
		row := block.Values[T](v)[lo:hi]
		if last {
			best := row[0]
			for _, x := range row[1:] {
				best = better(best, x)
			}
			if seen[at] {
				best = better(out[at], best)
			}
			out[at], seen[at] = best, true
			return
		}
		o, s := out[at:at+len(row)], seen[at:at+len(row)]
		for i, x := range row {
			if s[i] {
				x = better(o[i], x)
			}
			o[i], s[i] = x, true
		}
	}
}

// lessOrKnown is the smaller value, or that which isn't NaN.
func lessOrKnown[T block.Real](a, b T) T {
	if b < a || a != a {
		return b
	}
	return a
}

// moreOrKnown is the larger value, or that which isn't NaN.
func moreOrKnown[T block.Real](a, b T) T {
	if b > a || a != a {
		return b
	}
	return a
}
