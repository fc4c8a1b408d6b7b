package linalg_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	_ "github.com/lazycell/lazycell/lazy/exec"
	"github.com/lazycell/lazycell/lazy/linalg"
)

// row is what testdata/lazy/linalg/linalg.py wrote.
type row struct {
	Op     string
	Args   []string
	Inputs []held
	Want   map[string]held
	Close  float64 // share of the largest value wanted, or of 1, that results may be off
}

type held struct {
	DType  string
	Shape  []int
	Values []float64
}

func (h held) block(t testing.TB) *block.Dense {
	t.Helper()
	dtype, err := block.ParseDType(h.DType)
	if err != nil {
		t.Fatal(err)
	}
	d, err := block.FromSlice(h.Shape, h.Values)
	if err != nil {
		t.Fatal(err)
	}
	return d.AsType(dtype)
}

func (r row) number(t testing.TB, i int) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(r.Args[i], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

type results map[string]*lazy.Array

// operations are called as the rows name them.
var operations = map[string]func(t testing.TB, r row, in ...*lazy.Array) results{
	"qr": func(_ testing.TB, _ row, in ...*lazy.Array) results {
		q, r := linalg.QR(in[0])
		return results{"q": q, "r": r}
	},
	"svd": func(_ testing.TB, _ row, in ...*lazy.Array) results {
		u, s, v := linalg.SVD(in[0])
		return results{"u": u, "s": s, "v": v}
	},
	"svd_compressed": func(t testing.TB, r row, in ...*lazy.Array) results {
		o := linalg.CompressedOptions{Seed: 3}
		if len(r.Args) > 1 {
			o.PowerIterations, o.Oversampling = -1, 2
		}
		u, s, v := linalg.SVDCompressed(in[0], int(r.number(t, 0)), o)
		return results{"u": u, "s": s, "v": v}
	},
	"pca": func(t testing.TB, r row, in ...*lazy.Array) results {
		p := linalg.PCA(in[0], int(r.number(t, 0)), linalg.PCAOptions{Solver: linalg.Solver(r.Args[1])})
		return results{
			"mean": p.Mean, "components": p.Components, "scores": p.Scores, "singular_values": p.SingularValues, "explained_variance": p.ExplainedVariance,
			"ratio": p.ExplainedVarianceRatio, "transformed": p.Transform(in[1]), "back": p.InverseTransform(p.Scores),
		}
	},
	"solve":    func(_ testing.TB, _ row, in ...*lazy.Array) results { return results{"x": linalg.Solve(in[0], in[1])} },
	"inv":      func(_ testing.TB, _ row, in ...*lazy.Array) results { return results{"x": linalg.Inv(in[0])} },
	"cholesky": func(_ testing.TB, _ row, in ...*lazy.Array) results { return results{"x": linalg.Cholesky(in[0])} },
	"lstsq": func(t testing.TB, r row, in ...*lazy.Array) results {
		f := linalg.LstSq(in[0], in[1], r.number(t, 0))
		return results{"x": f.X, "residuals": f.Residuals, "rank": f.Rank, "s": f.SingularValues}
	},
	"cov": func(_ testing.TB, _ row, in ...*lazy.Array) results { return results{"x": linalg.Cov(in[0])} },
	"cov_columns": func(_ testing.TB, _ row, in ...*lazy.Array) results {
		return results{"x": linalg.Cov(in[0].Transpose())}
	},
	"corrcoef": func(_ testing.TB, _ row, in ...*lazy.Array) results { return results{"x": linalg.Corrcoef(in[0])} },
	"distances": func(_ testing.TB, r row, in ...*lazy.Array) results {
		var y *lazy.Array
		if len(in) > 1 {
			y = in[1]
		}
		return results{"x": linalg.PairwiseDistances(in[0], y, linalg.Metric(r.Args[0]))}
	},
	"norm": func(_ testing.TB, r row, in ...*lazy.Array) results {
		return results{"x": linalg.Norm(in[0], linalg.Order(r.Args[0]))}
	},
}

// cuttings are sizes of chunks along each axis.
var cuttings = [][]int{{1 << 20, 1 << 20, 1 << 20}, {2, 3, 2}, {7, 1, 2}, {3, 1 << 20, 1}}

func chunked(d *block.Dense, sizes []int) *lazy.Array {
	a := lazy.FromBlock(d)
	if a.NDim() == 0 {
		return a
	}
	return a.Rechunk(sizes[:a.NDim()]...)
}

func TestGolden(t *testing.T) {
	data, err := os.ReadFile("../../testdata/lazy/linalg/linalg.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for n, r := range rows {
		f := operations[r.Op]
		if f == nil {
			t.Fatalf("row %d: operation %s", n, r.Op)
		}
		seen[r.Op] = true
		for k, sizes := range cuttings {
			if testing.Short() && (n+k)%len(cuttings) != 0 { // under the race detector
				continue
			}
			in := make([]*lazy.Array, len(r.Inputs))
			for i, h := range r.Inputs {
				in[i] = chunked(h.block(t), sizes)
			}
			label := fmt.Sprintf("row %d, %s%v of %v, cut %d", n, r.Op, r.Args, in, k)
			got := f(t, r, in...)
			if len(got) != len(r.Want) {
				t.Fatalf("%s: %d results, want %d", label, len(got), len(r.Want))
			}
			for name, want := range r.Want {
				d, err := got[name].Dense()
				if err != nil {
					t.Errorf("%s: %s: %v", label, name, err)
					continue
				}
				if diff := differs(d, want.block(t), r.Close); diff != "" {
					t.Errorf("%s: %s: %s", label, name, diff)
				}
			}
		}
	}
	if len(seen) != len(operations) {
		t.Errorf("rows for %d operations of %d", len(seen), len(operations))
	}
}

// differs says how two blocks do: more than a share of the largest value, or of 1.
func differs(got, want *block.Dense, share float64) string {
	if got.DType() != want.DType() || !slices.Equal(got.Shape(), want.Shape()) {
		return fmt.Sprintf("%v of shape %v, want %v of shape %v", got.DType(), got.Shape(), want.DType(), want.Shape())
	}
	most := 1.0
	for i := range want.Len() {
		most = max(most, math.Abs(want.Float64At(i)))
	}
	for i := range want.Len() {
		if x, y := got.Float64At(i), want.Float64At(i); !(math.Abs(x-y) <= share*most) && !(math.IsNaN(x) && math.IsNaN(y)) {
			return fmt.Sprintf("element %d is %v, want %v: %v, want %v", i, x, y, reflect.ValueOf(got.Data()), reflect.ValueOf(want.Data()))
		}
	}
	return ""
}
