package vector

import "math"

// Most is the largest of values, of which there is at least one, as the built-in max has it: NaN when one is.
func Most(v []float64) float64 {
	best, m := v[0], len(v)&^15
	if vectors && m > 0 {
		var lanes [4]float64
		if mostGroups(&lanes, &v[0], m) != 0 {
			return math.NaN()
		}
		best = max(lanes[0], lanes[1], lanes[2], lanes[3])
		v = v[m:]
	}
	for _, x := range v {
		best = max(best, x)
	}
	return best
}

// Least is the smallest of values, of which there is at least one, as the built-in min has it: NaN when one is.
func Least(v []float64) float64 {
	best, m := v[0], len(v)&^15
	if vectors && m > 0 {
		var lanes [4]float64
		if leastGroups(&lanes, &v[0], m) != 0 {
			return math.NaN()
		}
		best = min(lanes[0], lanes[1], lanes[2], lanes[3])
		v = v[m:]
	}
	for _, x := range v {
		best = min(best, x)
	}
	return best
}

// Raise puts values in the place of smaller ones; NaN stays and is taken.
func Raise(to, v []float64) {
	m := 0
	if vectors {
		if m = len(v) &^ 3; m > 0 {
			mostPairs(&to[0], &to[0], &v[0], m)
		}
	}
	for i, x := range v[m:] {
		to[m+i] = max(to[m+i], x)
	}
}

// Lower puts values in the place of larger ones; NaN stays and is taken.
func Lower(to, v []float64) {
	m := 0
	if vectors {
		if m = len(v) &^ 3; m > 0 {
			leastPairs(&to[0], &to[0], &v[0], m)
		}
	}
	for i, x := range v[m:] {
		to[m+i] = min(to[m+i], x)
	}
}
