package lazy_test

import (
	"testing"

	"github.com/lazycell/lazycell/lazy"
)

func init() {
	binary["matmul"], binary["dot"] = (*array).MatMul, (*array).Dot
	binary["outer"], binary["kron"] = lazy.Outer, lazy.Kron
	unary["diag"] = lazy.Diag
	unary["gram"] = func(a *array) *array { return a.MatMul(a.Transpose()) }
	unary["gram_transposed"] = func(a *array) *array { return a.Transpose().MatMul(a) }
	offset := func(f func(a *array, offset int, axes ...int) *array) func(t testing.TB, s step, in ...*array) *array {
		return func(t testing.TB, s step, in ...*array) *array {
			if v := s.ints(t); len(v) > 0 {
				return f(in[0], v[0], v[1:]...)
			}
			return f(in[0], 0)
		}
	}
	moreSteps = append(moreSteps, map[string]func(t testing.TB, s step, in ...*array) *array{
		"tensordot": func(t testing.TB, s step, in ...*array) *array {
			return in[0].TensorDot(in[1], argument[[]int](t, s.args[0]), argument[[]int](t, s.args[1]))
		},
		"einsum": func(t testing.TB, s step, in ...*array) *array {
			return lazy.Einsum(argument[string](t, s.args[0]), in...)
		},
		"diagonal": offset((*array).Diagonal),
		"trace":    offset((*array).Trace),
	})
}
