package vector

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// odd is numbers at the edges of what functions of floats do.
var odd = []float64{
	0, math.Copysign(0, -1), 1, -1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64,
	-math.SmallestNonzeroFloat64, 0x1p-1022, math.Nextafter(0x1p-1022, 0), -0x1p-1022, 708, -708, math.Nextafter(708, 800), math.Nextafter(-708, -800), 709.7, 709.79,
	710, -745, -745.2, -746, -1000, 0x1p1000, math.Nextafter(0x1p1000, 0), math.Nextafter(-1, 0), math.Nextafter(-1, -2), math.Sqrt2, math.Sqrt2 / 2,
	math.Nextafter(math.Sqrt2/2, 0), math.Nextafter(math.Sqrt2/2, 1), math.Sqrt2 - 1, math.Sqrt2/2 - 1, math.Ln2, -math.Ln2, math.Ln2 / 2, 0x1p-29, 0x1p-54, 0x1p53, 2, 0.5,
	1e-300, 1e300, math.Nextafter(1, 0), math.Nextafter(1, 2),
}

// anyFloats is the odd numbers and many others: of any bits, and of the sizes that mostly occur.
func anyFloats(n int) []float64 {
	rng := rand.New(rand.NewPCG(3, 5))
	v := append([]float64(nil), odd...)
	for len(v) < n {
		x := rng.NormFloat64()
		v = append(v, math.Float64frombits(rng.Uint64()), x, 300*x, math.Abs(x), 1+x*1e-3, x*1e-9, math.Exp(200*x), -1+math.Exp(-20*math.Abs(x)))
	}
	return v
}

func ulps(a, b float64) float64 {
	if a == b || a != a && b != b {
		return 0
	}
	return math.Abs(a-b) / (math.Nextafter(math.Abs(b), math.Inf(1)) - math.Abs(b))
}

func needVectors(t *testing.T) {
	if !vectors {
		t.Skip("this processor computes one value at a time")
	}
}

func TestVectorsAgainstMath(t *testing.T) {
	needVectors(t)
	in := anyFloats(1 << 20)
	out := make([]float64, len(in))
	for _, tc := range []struct {
		name string
		f    *Function
		one  func(float64) float64
		most float64 // units in the last place
	}{{"exp", &vectorExp, math.Exp, 2}, {"log", &vectorLog, math.Log, 0}, {"log1p", &vectorLog1p, math.Log1p, 1}} {
		tc.f.floats(out, in)
		for i, x := range in {
			want := tc.one(x)
			if d := ulps(out[i], want); d > tc.most || (out[i] != out[i]) != (want != want) || math.Signbit(out[i]) != math.Signbit(want) && want == want {
				t.Errorf("%s(%v) is %v, want %v", tc.name, x, out[i], want)
			}
		}
	}
}

// What is computed four at a time is to the last bit what is computed alone.
func TestVectorLog1pIsTheSame(t *testing.T) {
	needVectors(t)
	in := anyFloats(1 << 18)
	got, want := make([]float64, len(in)), make([]float64, len(in))
	vectorLog1p.floats(got, in)
	log1pEach(want, in)
	for i, x := range in {
		if math.Float64bits(got[i]) != math.Float64bits(want[i]) && want[i] == want[i] {
			t.Fatalf("log1p(%v) is %v among four and %v alone", x, got[i], want[i])
		}
	}
}

// TestVectorExp is against sums of a hundred and more bits.
func TestVectorExp(t *testing.T) {
	needVectors(t)
	rng := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for range 3000 {
		x := rng.Float64()*1400 - 700
		if rng.IntN(2) == 0 {
			x = rng.NormFloat64()
		}
		in, out := []float64{x}, []float64{0}
		vectorExp.floats(out, in)
		worst = max(worst, offBy(out[0], bigExp(x)))
	}
	if worst > 1 {
		t.Errorf("exp is off by up to %v units in the last place", worst)
	}
}

// bigExp halves the number until its series is short, and squares the sum as often.
func bigExp(x float64) *big.Float {
	const bits, halvings = 200, 20
	r := new(big.Float).SetPrec(bits).SetFloat64(x)
	r.SetMantExp(r, -halvings)
	sum, term := big.NewFloat(1).SetPrec(bits), big.NewFloat(1).SetPrec(bits)
	for k := 1; k < 40; k++ {
		term.Mul(term, r)
		term.Quo(term, big.NewFloat(float64(k)).SetPrec(bits))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// offBy is how far a number is from the exact one, in units of its last place.
func offBy(got float64, exact *big.Float) float64 {
	near, _ := exact.Float64()
	unit := math.Nextafter(near, math.Inf(1)) - near
	d := new(big.Float).SetPrec(200).Sub(new(big.Float).SetPrec(200).SetFloat64(got), exact)
	f, _ := d.Quo(d, new(big.Float).SetFloat64(unit)).Float64()
	return math.Abs(f)
}

// TestVectorPlaces: a value has the same result wherever it stands, also when it is written over.
func TestVectorPlaces(t *testing.T) {
	needVectors(t)
	rng := rand.New(rand.NewPCG(8, 8))
	pool := anyFloats(3000)
	for _, f := range []*Function{&vectorExp, &vectorLog, &vectorLog1p} {
		alone := map[uint64]uint64{}
		for _, x := range pool {
			out := []float64{0}
			f.floats(out, []float64{x})
			alone[math.Float64bits(x)] = math.Float64bits(out[0])
		}
		for range 300 {
			in := make([]float64, rng.IntN(70))
			for i := range in {
				in[i] = pool[rng.IntN(len(pool))]
			}
			out := append([]float64(nil), in...)
			f.floats(out, out)
			for i, x := range in {
				if math.Float64bits(out[i]) != alone[math.Float64bits(x)] && out[i] == out[i] {
					t.Fatalf("%v gives %v among %v", x, out[i], in)
				}
			}
			narrow, wide := make([]float32, len(in)), make([]float64, len(in))
			for i, x := range in {
				narrow[i] = float32(x)
				wide[i] = float64(narrow[i])
			}
			Each(f, narrow, narrow)
			f.floats(wide, wide)
			for i := range in {
				if want := float32(wide[i]); narrow[i] != want && want == want {
					t.Fatalf("%v as float32 gives %v, want %v", in[i], narrow[i], want)
				}
			}
		}
	}
}
