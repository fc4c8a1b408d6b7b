package lazy_test

import (
	"testing"

	"github.com/lazycell/lazycell/lazy"
)

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
	for name, f := range map[string]func(*array, int) *array{
		"cumsum": (*array).CumSum, "cumprod": (*array).CumProd, "nan_cumsum": (*array).NanCumSum, "nan_cumprod": (*array).NanCumProd,
		"median": (*array).Median, "nan_median": (*array).NanMedian, "bincount": (*array).Bincount,
	} {
		table[name] = func(t testing.TB, s step, in ...*array) *array { return f(in[0], s.ints(t)[0]) }
	}
	for name, f := range map[string]func(*array, float64, int) *array{"quantile": (*array).Quantile, "nan_quantile": (*array).NanQuantile} {
		table[name] = func(t testing.TB, s step, in ...*array) *array {
			return f(in[0], s.floats(t)[0], argument[int](t, s.args[1]))
		}
	}
	for k, name := range []string{"unique", "unique_counts"} {
		table[name] = func(_ testing.TB, _ step, in ...*array) *array {
			values, counts, err := in[0].Unique()
			if err != nil {
				return lazy.Failed(err)
			}
			return []*array{values, counts}[k]
		}
	}
	table["quantiles"] = func(t testing.TB, s step, in ...*array) *array {
		return in[0].Quantiles(argument[[]float64](t, s.args[0]), argument[int](t, s.args[1]))
	}
	table["topk"] = func(t testing.TB, s step, in ...*array) *array {
		v := s.ints(t)
		return in[0].TopK(v[0], v[1])
	}
	table["histogram"] = func(t testing.TB, s step, in ...*array) *array {
		v := s.floats(t)
		counts, _ := in[0].Histogram(int(v[0]), v[1], v[2])
		return counts
	}
	table["histogram_edges"] = func(t testing.TB, s step, in ...*array) *array { return in[0].HistogramEdges(s.floats(t)) }
	for name, f := range map[string]func(*lazy.Groups) *array{
		"group_sum": (*lazy.Groups).Sum, "group_mean": (*lazy.Groups).Mean, "group_min": (*lazy.Groups).Min, "group_max": (*lazy.Groups).Max,
		"group_count": (*lazy.Groups).Count,
	} {
		table[name] = func(t testing.TB, s step, in ...*array) *array { return f(s.groups(t, in[0])) }
	}
	for name, f := range map[string]func(*lazy.Groups, int) *array{"group_var": (*lazy.Groups).Var, "group_std": (*lazy.Groups).Std} {
		table[name] = func(t testing.TB, s step, in ...*array) *array {
			return f(s.groups(t, in[0]), argument[int](t, s.args[2]))
		}
	}
	moreSteps = append(moreSteps, table)
}

func (s step) groups(t testing.TB, a *array) *lazy.Groups {
	return a.GroupBy(argument[[]int](t, s.args[0]), argument[int](t, s.args[1]))
}
