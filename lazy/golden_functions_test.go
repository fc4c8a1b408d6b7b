package lazy_test

import (
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
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
	for name, f := range map[string]func(a, b *array) *array{
		"bit_and": (*array).BitAnd, "bit_or": (*array).BitOr, "bit_xor": (*array).BitXor, "shift_left": (*array).ShiftLeft,
		"shift_right": (*array).ShiftRight, "logaddexp": (*array).Logaddexp, "copysign": (*array).Copysign,
	} {
		binary[name] = f
	}
	unary["bit_not"], unary["deg2rad"], unary["rad2deg"] = (*array).BitNot, (*array).Deg2Rad, (*array).Rad2Deg
	axes["ptp"] = (*array).PeakToPeak
	scalar["mod_scalar"], scalar["floor_div_scalar"] = (*array).ModScalar, (*array).FloorDivScalar
	moreSteps = append(moreSteps, map[string]func(t testing.TB, s step, in ...*array) *array{
		"round_to": func(t testing.TB, s step, in ...*array) *array { return in[0].RoundTo(s.ints(t)[0]) },
		"clip": func(t testing.TB, s step, in ...*array) *array {
			v := s.floats(t)
			return in[0].Clip(v[0], v[1])
		},
		"diff": func(t testing.TB, s step, in ...*array) *array { return in[0].Diff(s.ints(t)[0], s.ints(t)[1]) },
		"average": func(t testing.TB, s step, in ...*array) *array {
			return in[0].Average(in[1], s.ints(t)...)
		},
		"isclose": func(t testing.TB, s step, in ...*array) *array {
			v := s.floats(t)
			return in[0].IsClose(in[1], v[0], v[1])
		},
		"digitize": func(t testing.TB, s step, in ...*array) *array { return in[0].Digitize(s.floats(t)) },
		"searchsorted": func(t testing.TB, s step, in ...*array) *array {
			v := s.floats(t)
			return in[0].SearchSorted(v[1:], v[0] == 1)
		},
		"isin": func(t testing.TB, s step, in ...*array) *array { return in[0].IsIn(s.floats(t)...) },
		"nan_to": func(t testing.TB, s step, in ...*array) *array {
			v := s.floats(t)
			return in[0].NanTo(v[0], v[1], v[2])
		},
		"where": func(_ testing.TB, _ step, in ...*array) *array { return in[0].Choose(in[1], in[2]) },
		"arange": func(t testing.TB, s step, _ ...*array) *array {
			switch dtype := argument[string](t, s.args[0]); dtype {
			case "uint8":
				return arange[uint8](t, s)
			case "int16":
				return arange[int16](t, s)
			case "int32":
				return arange[int32](t, s)
			case "int64":
				return arange[int](t, s)
			case "uint64":
				return arange[uint64](t, s)
			case "float32":
				return arange[float32](t, s)
			}
			return arange[float64](t, s)
		},
		"linspace": func(t testing.TB, s step, _ ...*array) *array {
			return lazy.Linspace(argument[float64](t, s.args[0]), argument[float64](t, s.args[1]), argument[int](t, s.args[2]))
		},
		"eye": func(t testing.TB, s step, _ ...*array) *array {
			dtype, err := block.ParseDType(argument[string](t, s.args[0]))
			if err != nil {
				t.Fatal(err)
			}
			return lazy.Eye(dtype, argument[int](t, s.args[1]), argument[int](t, s.args[2]), argument[int](t, s.args[3]))
		},
	})
}

func arange[T int | block.Real](t testing.TB, s step) *array {
	return lazy.Arange(argument[T](t, s.args[1]), argument[T](t, s.args[2]), argument[T](t, s.args[3]))
}

// floats is the arguments as numbers, which may be texts such as "inf".
func (s step) floats(t testing.TB) []float64 {
	var out []float64
	for _, a := range s.args {
		out = append(out, number(t, strings.Trim(string(a), `"`)))
	}
	return out
}
