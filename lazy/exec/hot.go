package exec

import "github.com/lazycell/lazycell/lazy/block"

// mirrored is the comparison with its sides exchanged.
var mirrored = map[string]string{
	"equal": "equal", "not_equal": "not_equal", "less": "greater", "less_equal": "greater_equal", "greater": "less", "greater_equal": "less_equal",
}

// compared compares values of a type, each side as long as out or of one value; false for what is no comparison. A call for every pair would take
// several times as long as the comparison.
func compared[T block.Real](f string, out []bool, x, y []T) bool {
	n := len(out)
	switch {
	case len(x) == n && len(y) == n:
		if f == "greater" || f == "greater_equal" {
			f, x, y = mirrored[f], y, x
		}
		return comparedPairs(f, out, x[:n], y[:n])
	case len(y) == 1:
		return comparedWith(f, out, x[:n], y[0])
	}
	return comparedWith(mirrored[f], out, y[:n], x[0])
}

func comparedPairs[T block.Real](f string, out []bool, x, y []T) bool {
	switch f {
	case "less":
		for i := range out {
			out[i] = x[i] < y[i]
		}
	case "less_equal":
		for i := range out {
			out[i] = x[i] <= y[i]
		}
	case "equal":
		for i := range out {
			out[i] = x[i] == y[i]
		}
	case "not_equal":
		for i := range out {
			out[i] = x[i] != y[i]
		}
	default:
		return false
	}
	return true
}

func comparedWith[T block.Real](f string, out []bool, x []T, v T) bool {
	out = out[:len(x)]
	switch f {
	case "less":
		for i, a := range x {
			out[i] = a < v
		}
	case "less_equal":
		for i, a := range x {
			out[i] = a <= v
		}
	case "equal":
		for i, a := range x {
			out[i] = a == v
		}
	case "not_equal":
		for i, a := range x {
			out[i] = a != v
		}
	case "greater":
		for i, a := range x {
			out[i] = a > v
		}
	case "greater_equal":
		for i, a := range x {
			out[i] = a >= v
		}
	default:
		return false
	}
	return true
}

// extremes computes the smaller or the larger values; false for any other function.
func extremes[T block.Real](f string, out, x, y []T) bool {
	n := len(out)
	if len(x) != n {
		x, y = y, x
	}
	x = x[:n]
	if len(y) == n {
		y = y[:n]
		switch f {
		case "minimum":
			for i := range out {
				out[i] = min(x[i], y[i])
			}
		case "maximum":
			for i := range out {
				out[i] = max(x[i], y[i])
			}
		default:
			return false
		}
		return true
	}
	v := y[0]
	switch f {
	case "minimum":
		for i, a := range x {
			out[i] = min(a, v)
		}
	case "maximum":
		for i, a := range x {
			out[i] = max(a, v)
		}
	default:
		return false
	}
	return true
}

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
