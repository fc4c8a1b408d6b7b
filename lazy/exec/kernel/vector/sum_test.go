package vector

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Sums are the same to the last bit whatever the processor can, and near the exact ones.
func TestSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 700 {
		v := make([]float64, n)
		for i := range v {
			v[i] = rng.NormFloat64() * math.Ldexp(1, rng.IntN(20))
		}
		totals := make([]float64, n)
		copy(totals, v)
		sum, squares := Sum(v), Squares(v, 3)
		Add(totals, v)
		alone(func() {
			if got := Sum(v); got != sum {
				t.Errorf("the sum of %d is %v and alone %v", n, sum, got)
			}
			if got := Squares(v, 3); got != squares {
				t.Errorf("the squares of %d are %v and alone %v", n, squares, got)
			}
		})
		plain, size, far := 0.0, 0.0, 0.0
		for i, x := range v {
			plain += x
			size += math.Abs(x)
			far += (x - 3) * (x - 3)
			if totals[i] != 2*x {
				t.Errorf("total %d of %d is %v, want %v", i, n, totals[i], 2*x)
			}
		}
		if math.Abs(sum-plain) > 1e-12*size || math.Abs(squares-far) > 1e-12*far {
			t.Errorf("of %d values: sum %v, want %v; squares %v, want %v", n, sum, plain, squares, far)
		}
	}
}

func BenchmarkSum(b *testing.B) {
	v := make([]float64, 4096)
	total := make([]float64, 4096)
	for _, f := range []struct {
		name string
		f    func()
	}{
		{"sum", func() { Sum(v) }},
		{"squares", func() { Squares(v, 1) }},
		{"add", func() { Add(total, v) }},
		{"welford", func() { Welford(total, total, v, 0.5) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			b.SetBytes(int64(8 * len(v)))
			for b.Loop() {
				f.f()
			}
		})
	}
}
