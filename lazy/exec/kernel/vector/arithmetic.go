package vector

// Pairs computes sums, differences, products and quotients where the processor does four at a time; false where it doesn't, or for any other
// function. Either side may be one value for all.
func Pairs(f string, out, x, y []float64) bool {
	n := len(out)
	m := n &^ 3
	if !vectors || m == 0 {
		return false
	}
	switch {
	case len(x) == n && len(y) == n:
		switch f {
		case "add":
			addPairs(&out[0], &x[0], &y[0], m)
		case "sub":
			subPairs(&out[0], &x[0], &y[0], m)
		case "mul":
			mulPairs(&out[0], &x[0], &y[0], m)
		case "div":
			divPairs(&out[0], &x[0], &y[0], m)
		default:
			return false
		}
		x, y = x[m:], y[m:]
	case len(x) == n:
		switch f {
		case "add":
			addWith(&out[0], &x[0], y[0], m)
		case "sub":
			subWith(&out[0], &x[0], y[0], m)
		case "mul":
			mulWith(&out[0], &x[0], y[0], m)
		case "div":
			divWith(&out[0], &x[0], y[0], m)
		default:
			return false
		}
		x = x[m:]
	default:
		switch f {
		case "add":
			addWith(&out[0], &y[0], x[0], m)
		case "sub":
			subFrom(&out[0], x[0], &y[0], m)
		case "mul":
			mulWith(&out[0], &y[0], x[0], m)
		case "div":
			divFrom(&out[0], x[0], &y[0], m)
		default:
			return false
		}
		y = y[m:]
	}
	singles(f, out[m:], x, y)
	return true
}

// Roots computes square roots where the processor does four at a time, and gives how many it did.
func Roots(out, in []float64) int {
	m := len(in) &^ 3
	if !vectors || m == 0 {
		return 0
	}
	sqrtGroups(&out[0], &in[0], m)
	return m
}

// Welford takes a row of values into means and sums of squared deviations; share is 1 divided by how many there are then.
func Welford(mean, squares, row []float64, share float64) {
	i := 0
	if m := len(row) &^ 3; vectors && m > 0 {
		welfordGroups(&mean[0], &squares[0], &row[0], share, m)
		i = m
	}
	mean, squares = mean[:len(row)], squares[:len(row)]
	for ; i < len(row); i++ {
		d := row[i] - mean[i]
		m := mean[i] + d*share
		mean[i], squares[i] = m, squares[i]+d*(row[i]-m)
	}
}

// singles computes the few that are left, of which either side may be one value for all.
func singles(f string, out, x, y []float64) {
	for i := range out {
		a, b := x[min(i, len(x)-1)], y[min(i, len(y)-1)]
		switch f {
		case "add":
			out[i] = a + b
		case "sub":
			out[i] = a - b
		case "mul":
			out[i] = a * b
		case "div":
			out[i] = a / b
		}
	}
}
