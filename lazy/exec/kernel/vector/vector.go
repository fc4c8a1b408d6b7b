package vector

import "math"

// Function is a function of which four values are computed at once where the processor knows how.
type Function struct {
	groups   func(out, in *float64, n int) (done int)
	ordinary func(x float64) bool // what groups takes
	one      func(x float64) float64
}

// The functions that pay: the others cost little, or are seldom asked for.
var (
	vectorExp   = Function{expGroups, func(x float64) bool { return math.Abs(x) <= 708 }, math.Exp}
	vectorLog   = Function{logGroups, func(x float64) bool { return x >= 0x1p-1022 && x <= math.MaxFloat64 }, math.Log}
	vectorLog1p = Function{log1pGroups, func(x float64) bool { return x > -1 && x < 0x1p1000 }, math.Log1p}
)

// Of finds a function, where the processor knows how.
func Of(f string) *Function {
	switch {
	case !vectors:
	case f == "exp":
		return &vectorExp
	case f == "log":
		return &vectorLog
	}
	return nil
}

// Each computes the function of every value. A value gives the same wherever it stands, among whatever others.
func Each[T float32 | float64](f *Function, out, in []T) {
	switch v := any(in).(type) {
	case []float64:
		f.floats(any(out).([]float64), v)
	default:
		var buffer [256]float64
		for at := 0; at < len(in); at += len(buffer) {
			part := in[at:min(at+len(buffer), len(in))]
			wide := buffer[:len(part)]
			for i, x := range part {
				wide[i] = float64(x)
			}
			f.floats(wide, wide)
			for i, x := range wide {
				out[at+i] = T(x)
			}
		}
	}
}

func (f *Function) floats(out, in []float64) {
	for i := 0; i < len(in); {
		i += f.groups(&out[i], &in[i], len(in)-i)
		if end := min(i+4, len(in)); i < end {
			f.mixed(out[i:end], in[i:end])
			i = end
		}
	}
}

// mixed computes up to four values, some of which may not be ordinary.
func (f *Function) mixed(out, in []float64) {
	lanes := [4]float64{1, 1, 1, 1}
	for i, x := range in {
		if f.ordinary(x) {
			lanes[i] = x
		}
	}
	var all [4]float64
	f.groups(&all[0], &lanes[0], 4)
	for i, x := range in {
		if f.ordinary(x) {
			out[i] = all[i]
		} else {
			out[i] = f.one(x)
		}
	}
}
