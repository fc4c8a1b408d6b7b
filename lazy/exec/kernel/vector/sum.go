package vector

// Sum adds up in halves, so that rounding errors grow with the logarithm of the length only (Higham, "The accuracy of floating point summation", 1993).
func Sum(v []float64) float64 {
	if n := len(v); n > 128 {
		half := n / 2 &^ 7
		return Sum(v[:half]) + Sum(v[half:])
	}
	m := len(v) &^ 7
	total := 0.0
	switch {
	case m == 0:
	case vectors:
		total = sumGroups(&v[0], m)
	default:
		var s [8]float64
		for i := 0; i < m; i += 8 {
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
		total = lanes(&s)
	}
	for _, x := range v[m:] {
		total += x
	}
	return total
}

// Squares adds up the squares of what values differ from a number by, in halves as Sum does.
func Squares(v []float64, from float64) float64 {
	if n := len(v); n > 128 {
		half := n / 2 &^ 7
		return Squares(v[:half], from) + Squares(v[half:], from)
	}
	m := len(v) &^ 7
	total := 0.0
	switch {
	case m == 0:
	case vectors:
		total = squareGroups(&v[0], from, m)
	default:
		var s [8]float64
		for i := 0; i < m; i += 8 {
			for k, x := range v[i : i+8] {
				d := x - from
				s[k] += float64(d * d)
			}
		}
		total = lanes(&s)
	}
	for _, x := range v[m:] {
		d := x - from
		total += float64(d * d)
	}
	return total
}

func lanes(s *[8]float64) float64 {
	return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

// Add adds values to totals.
func Add(totals, v []float64) {
	if !Pairs("add", totals, totals, v) {
		totals = totals[:len(v)]
		for i, x := range v {
			totals[i] += x
		}
	}
}
