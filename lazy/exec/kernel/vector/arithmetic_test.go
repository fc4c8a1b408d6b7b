package vector

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestVectorArithmetic: four at a time give to the last bit what single values give, for any length, either side, and when a side is written over.
func TestVectorArithmetic(t *testing.T) {
	needVectors(t)
	rng := rand.New(rand.NewPCG(4, 2))
	pool := anyFloats(5000)
	some := func(n int) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = pool[rng.IntN(len(pool))]
		}
		return v
	}
	same := func(what string, got, want []float64) {
		t.Helper()
		for i := range want {
			if math.Float64bits(got[i]) != math.Float64bits(want[i]) && want[i] == want[i] || (got[i] != got[i]) != (want[i] != want[i]) {
				t.Fatalf("%s: value %d of %d is %v, want %v", what, i, len(want), got[i], want[i])
			}
		}
	}
	funcs := map[string]func(a, b float64) float64{
		"add": func(a, b float64) float64 { return a + b }, "sub": func(a, b float64) float64 { return a - b },
		"mul": func(a, b float64) float64 { return a * b }, "div": func(a, b float64) float64 { return a / b },
	}
	for n := range 70 {
		for f, one := range funcs {
			for form, sides := range [][2][]float64{{some(n), some(n)}, {some(n), some(1)}, {some(1), some(n)}} {
				x, y := sides[0], sides[1]
				want := make([]float64, n)
				for i := range want {
					want[i] = one(x[min(i, len(x)-1)], y[min(i, len(y)-1)])
				}
				out := some(n)
				if done := Pairs(f, out, x, y); done != (n >= 4) {
					t.Fatalf("%s of %d: %v", f, n, done)
				} else if !done {
					continue
				}
				what := fmt.Sprint(f, " in form ", form)
				same(what, out, want)
				over := y
				if len(x) == n {
					over = x
				}
				if len(over) == n {
					Pairs(f, over, x, y)
					same(what+" written over", over, want)
				}
			}
		}
		x, want := some(n), make([]float64, n)
		for i := range want {
			want[i] = math.Sqrt(x[i])
		}
		done := Roots(x, x)
		if done != n&^3 {
			t.Fatalf("%d of %d roots", done, n)
		}
		same("sqrt", x[:done], want[:done])
	}
}

func TestWelford(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	for n := range 40 {
		mean, squares := make([]float64, n), make([]float64, n)
		wantMean, wantSquares := make([]float64, n), make([]float64, n)
		for k := 1; k < 20; k++ {
			row := make([]float64, n)
			for i := range row {
				row[i] = rng.NormFloat64() * 1e3
				d := row[i] - wantMean[i]
				step := d / float64(k)
				wantMean[i] += step
				wantSquares[i] += d * (row[i] - wantMean[i])
			}
			Welford(mean, squares, row, 1/float64(k))
		}
		for i := range mean {
			if math.Abs(mean[i]-wantMean[i]) > 1e-9 || math.Abs(squares[i]-wantSquares[i]) > 1e-6*wantSquares[i] {
				t.Fatalf("place %d of %d: mean %v and squares %v, want %v and %v", i, n, mean[i], squares[i], wantMean[i], wantSquares[i])
			}
		}
	}
}
