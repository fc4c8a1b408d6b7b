package lazy_test

import (
	"strings"
	"testing"
)

func init() {
	for name, f := range map[string]func(*array) *array{
		"sin": (*array).Sin, "cos": (*array).Cos, "tan": (*array).Tan, "arcsin": (*array).Arcsin, "arccos": (*array).Arccos,
		"arctan": (*array).Arctan, "sinh": (*array).Sinh, "cosh": (*array).Cosh, "tanh": (*array).Tanh, "arcsinh": (*array).Arcsinh,
		"arccosh": (*array).Arccosh, "arctanh": (*array).Arctanh, "exp2": (*array).Exp2, "cbrt": (*array).Cbrt,
		"reciprocal": (*array).Reciprocal, "trunc": (*array).Trunc, "isinf": (*array).IsInf, "isfinite": (*array).IsFinite,
		"nan_to_num": (*array).NanToNum, "real": (*array).Real, "imag": (*array).Imag, "conj": (*array).Conj, "angle": (*array).Angle,
	} {
		unary[name] = f
	}
	for name, f := range map[string]func(a, b *array) *array{
		"mod": (*array).Mod, "fmod": (*array).Fmod, "floor_div": (*array).FloorDiv, "fmin": (*array).Fmin, "fmax": (*array).Fmax,
		"arctan2": (*array).Arctan2, "hypot": (*array).Hypot, "and": (*array).And, "or": (*array).Or, "xor": (*array).Xor,
	} {
		binary[name] = f
	}
	scalar["mod_scalar"], scalar["floor_div_scalar"] = (*array).ModScalar, (*array).FloorDivScalar
	moreSteps = append(moreSteps, map[string]func(t testing.TB, s step, in ...*array) *array{
		"round_to": func(t testing.TB, s step, in ...*array) *array { return in[0].RoundTo(s.ints(t)[0]) },
		"clip": func(t testing.TB, s step, in ...*array) *array {
			v := s.floats(t)
			return in[0].Clip(v[0], v[1])
		},
		"nan_to": func(t testing.TB, s step, in ...*array) *array {
			v := s.floats(t)
			return in[0].NanTo(v[0], v[1], v[2])
		},
		"where": func(_ testing.TB, _ step, in ...*array) *array { return in[0].Choose(in[1], in[2]) },
	})
}

// floats is the arguments as numbers, which may be texts such as "inf".
func (s step) floats(t testing.TB) []float64 {
	var out []float64
	for _, a := range s.args {
		out = append(out, number(t, strings.Trim(string(a), `"`)))
	}
	return out
}
