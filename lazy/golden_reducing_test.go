package lazy_test

import "testing"

func init() {
	for name, f := range map[string]func(*array, ...int) *array{
		"nan_sum": (*array).NanSum, "nan_prod": (*array).NanProd, "nan_mean": (*array).NanMean, "nan_var": (*array).NanVar, "nan_std": (*array).NanStd,
		"nan_min": (*array).NanMin, "nan_max": (*array).NanMax, "argmin": (*array).ArgMin, "argmax": (*array).ArgMax,
		"count_nonzero": (*array).CountNonzero, "norm": (*array).Norm,
	} {
		axes[name] = f
	}
	table := map[string]func(t testing.TB, s step, in ...*array) *array{}
	for name, f := range map[string]func(*array, int, ...int) *array{
		"var_ddof": (*array).VarDDof, "std_ddof": (*array).StdDDof, "nan_var_ddof": (*array).NanVarDDof, "nan_std_ddof": (*array).NanStdDDof,
	} {
		table[name] = func(t testing.TB, s step, in ...*array) *array {
			v := s.ints(t)
			return f(in[0], v[0], v[1:]...)
		}
	}
	moreSteps = append(moreSteps, table)
}
