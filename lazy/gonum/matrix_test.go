package gonum_test

import (
	"fmt"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec"
	"github.com/lazycell/lazycell/lazy/gonum"
	"github.com/lazycell/lazycell/lazy/random"
)

func TestFrom(t *testing.T) {
	dense := mat.NewDense(2, 3, []float64{1, 2, 3, 4, 5, 6})
	for name, tc := range map[string]struct {
		array *lazy.Array
		shape string
		want  []float64
	}{
		"dense":           {gonum.From(dense), "(2, 3)", []float64{1, 2, 3, 4, 5, 6}},
		"transposed":      {gonum.From(dense.T()), "(3, 2)", []float64{1, 4, 2, 5, 3, 6}},
		"part":            {gonum.From(dense.Slice(0, 2, 1, 3)), "(2, 2)", []float64{2, 3, 5, 6}},
		"symmetric":       {gonum.From(mat.NewSymDense(2, []float64{1, 2, 9, 3})), "(2, 2)", []float64{1, 2, 2, 3}},
		"diagonal":        {gonum.From(mat.NewDiagDense(2, []float64{4, 5})), "(2, 2)", []float64{4, 0, 0, 5}},
		"vector":          {gonum.FromVec(mat.NewVecDense(3, []float64{7, 8, 9})), "(3,)", []float64{7, 8, 9}},
		"column":          {gonum.FromVec(dense.ColView(1)), "(2,)", []float64{2, 5}},
		"vector, as such": {gonum.From(dense.ColView(1)), "(2, 1)", []float64{2, 5}},
	} {
		v, err := tc.array.Float64s()
		if err != nil || !slices.Equal(v, tc.want) || tc.array.Shape().String() != tc.shape {
			t.Errorf("%s: %v of shape %v, %v", name, v, tc.array.Shape(), err)
		}
	}
	for name, bad := range map[string]*lazy.Array{"matrix": gonum.From(nil), "vector": gonum.FromVec(nil)} {
		if bad.Err() == nil {
			t.Errorf("a %s that is nil is %v", name, bad)
		}
	}
}

func TestDense(t *testing.T) {
	x := random.New(1).Chunks(3, 2).Uniform(7, 5)
	m, err := gonum.Dense(x)
	if err != nil {
		t.Fatal(err)
	}
	var product mat.Dense
	product.Mul(m, m.T())
	ours, err := gonum.Dense(x.MatMul(x.Transpose()))
	if err != nil {
		t.Fatal(err)
	}
	if !mat.EqualApprox(&product, ours, 1e-12) {
		t.Error("the products differ")
	}
	v, err := gonum.Vec(x.Sum(1).AsType(lazy.Float32))
	if err != nil || v.Len() != 7 {
		t.Fatal(v, err)
	}
	for name, a := range map[string]*lazy.Array{"nil": nil, "axes": x.Sum(1), "empty": lazy.Zeros(lazy.Float64, 0, 3), "failed": x.Sum(9), "complex": lazy.Zeros(lazy.Complex128, 2, 2)} {
		if _, err := gonum.Dense(a); err == nil {
			t.Errorf("%s: a matrix", name)
		}
	}
	if _, err := gonum.Vec(x); err == nil {
		t.Error("a matrix became a vector")
	}
}

func ExampleFrom() {
	m := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	back, err := gonum.Dense(gonum.From(m).AddScalar(1))
	fmt.Println(mat.Formatted(back), err)
	// Output:
	// ⎡2  3⎤
	// ⎣4  5⎦ <nil>
}
