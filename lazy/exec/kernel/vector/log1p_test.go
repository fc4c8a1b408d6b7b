package vector

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestLog1p compares with 400 bits of the same function, through log(1+x) = 2 artanh(x/(2+x)).
func TestLog1p(t *testing.T) {
	exact := func(x float64) float64 {
		const bits = 400
		u := new(big.Float).SetPrec(bits).Add(big.NewFloat(1).SetPrec(bits), new(big.Float).SetPrec(bits).SetFloat64(x))
		// log(u) = k log 2 + 2 artanh((m-1)/(m+1)), with m near 1.
		m := new(big.Float).SetPrec(bits)
		k := u.MantExp(m)
		artanh := func(s *big.Float) *big.Float {
			sum, power := new(big.Float).SetPrec(bits), new(big.Float).SetPrec(bits).Set(s)
			square := new(big.Float).SetPrec(bits).Mul(s, s)
			for n := int64(1); n < 260; n += 2 {
				sum.Add(sum, new(big.Float).SetPrec(bits).Quo(power, new(big.Float).SetPrec(bits).SetInt64(n)))
				power.Mul(power, square)
			}
			return sum
		}
		one := new(big.Float).SetPrec(bits).SetInt64(1)
		s := new(big.Float).SetPrec(bits).Quo(new(big.Float).SetPrec(bits).Sub(m, one), new(big.Float).SetPrec(bits).Add(m, one))
		ln2 := artanh(new(big.Float).SetPrec(bits).Quo(one, new(big.Float).SetPrec(bits).SetInt64(3)))
		total := artanh(s)
		total.Add(total, ln2.Mul(ln2, new(big.Float).SetPrec(bits).SetInt64(int64(k))))
		v, _ := total.Mul(total, new(big.Float).SetPrec(bits).SetInt64(2)).Float64()
		return v
	}
	rng := rand.New(rand.NewPCG(1, 2))
	in := []float64{1, 0.5, -0.5, 0.41421356, 0.41421357, -0.2928932, -0.2928933, 1e-16, -1e-16, 1e-10, 3e4, 1e16, 9007199254740991, 9007199254740993, 1e300, -0.9999999999999999, -0.999}
	for range 250 {
		in = append(in, rng.Float64(), -rng.Float64(), math.Ldexp(rng.Float64(), rng.IntN(120)-70), -math.Ldexp(rng.Float64(), -rng.IntN(60)))
	}
	out := make([]float64, len(in))
	Log1p(out, in)
	worst := 0.0
	for i, x := range in {
		want := exact(x)
		ulp := math.Abs(math.Nextafter(want, math.Inf(1)) - want)
		if off := math.Abs(out[i]-want) / ulp; off > worst {
			worst = off
		}
		if math.Abs(out[i]-want) > 1.5*ulp {
			t.Errorf("log1p(%v) is %v, want %v", x, out[i], want)
		}
	}
	t.Logf("at most %.2f units in the last place off", worst)
	special := []float64{1e-300, 5e-324, -5e-324, math.MaxFloat64, 0, math.Copysign(0, -1), -1, -2, math.Inf(1), math.Inf(-1), math.NaN()}
	got := make([]float64, len(special))
	Log1p(got, special)
	for i, x := range special {
		if want := math.Log1p(x); math.Float64bits(got[i]) != math.Float64bits(want) && !(math.IsNaN(got[i]) && math.IsNaN(want)) {
			t.Errorf("log1p(%v) is %v, want %v", x, got[i], want)
		}
	}
}

func BenchmarkLog1p(b *testing.B) {
	in, out := make([]float64, 4096), make([]float64, 4096)
	for i := range in {
		in[i] = rand.Float64() * 100
	}
	for b.Loop() {
		Log1p(out, in)
	}
}

func BenchmarkLog1pMath(b *testing.B) {
	in, out := make([]float64, 4096), make([]float64, 4096)
	for i := range in {
		in[i] = rand.Float64() * 100
	}
	for b.Loop() {
		for i, x := range in {
			out[i] = math.Log1p(x)
		}
	}
}
