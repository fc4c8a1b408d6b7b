package vector

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// same says that numbers are the same to the last bit, or both NaN.
func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

// Extremes are those of the built-in functions, zeros of both signs and NaN among them.
func TestExtremes(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	odd := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 1, -1}
	for n := 1; n < 300; n++ {
		for kind := range 4 {
			v, w := make([]float64, n), make([]float64, n)
			for i := range v {
				v[i], w[i] = rng.NormFloat64(), rng.NormFloat64()
				if kind > 0 {
					v[i], w[i] = odd[rng.IntN(2)], odd[rng.IntN(2)]
				}
			}
			if kind > 1 {
				for range rng.IntN(3) {
					v[rng.IntN(n)] = odd[rng.IntN(len(odd))]
					w[rng.IntN(n)] = odd[rng.IntN(len(odd))]
				}
			}
			most, least := v[0], v[0]
			for _, x := range v {
				most, least = max(most, x), min(least, x)
			}
			if got := Most(v); !same(got, most) {
				t.Fatalf("the largest of %v is %v, want %v", v, got, most)
			}
			if got := Least(v); !same(got, least) {
				t.Fatalf("the smallest of %v is %v, want %v", v, got, least)
			}
			up, down := append([]float64{}, v...), append([]float64{}, v...)
			Raise(up, w)
			Lower(down, w)
			for i := range v {
				if !same(up[i], max(v[i], w[i])) || !same(down[i], min(v[i], w[i])) {
					t.Fatalf("of %v and %v the larger is %v and the smaller %v", v[i], w[i], up[i], down[i])
				}
			}
		}
	}
}

func TestStream(t *testing.T) {
	from := make([]byte, 3000)
	for i := range from {
		from[i] = byte(i * 7)
	}
	for at := range 40 {
		for _, n := range []int{0, 1, 100, 255, 256, 257, 300, 512, 2000, 2001} {
			to := make([]byte, 3000)
			Stream(to[at:at+n], from[at/2:at/2+n])
			if !bytes.Equal(to[at:at+n], from[at/2:at/2+n]) || to[at+n] != 0 || at > 0 && to[at-1] != 0 {
				t.Fatalf("%d bytes at %d are wrong", n, at)
			}
		}
	}
}

func BenchmarkExtreme(b *testing.B) {
	v, to := make([]float64, 4096), make([]float64, 4096)
	for _, f := range []struct {
		name string
		f    func()
	}{{"most", func() { Most(v) }}, {"raise", func() { Raise(to, v) }}} {
		b.Run(f.name, func(b *testing.B) {
			b.SetBytes(int64(8 * len(v)))
			for b.Loop() {
				f.f()
			}
		})
	}
}
