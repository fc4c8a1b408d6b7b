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
