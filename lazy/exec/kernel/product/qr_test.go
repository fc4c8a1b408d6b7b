package product

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"

	_ "github.com/lazycell/lazycell/lazy/blas" // multiplies by OpenBLAS, with the tag
	"github.com/lazycell/lazycell/lazy/exec/kernel"
)

// matrixOf is rows of random numbers whose columns are worse conditioned the larger far is: neighbours differ by 10^-far only.
func matrixOf(m, n int, far float64) []float64 {
	rng := rand.New(rand.NewPCG(uint64(m), uint64(n)))
	v := make([]float64, m*n)
	for i := range m {
		base := rng.NormFloat64()
		for j := range n {
			v[i*n+j] = base + math.Pow(10, -far)*rng.NormFloat64()
		}
	}
	return v
}

// Both ways give orthonormal columns and a product that is the matrix, and Cholesky's is taken where it does.
func TestForms(t *testing.T) {
	for _, tc := range []struct {
		m, n     int
		far      float64
		cholesky bool
	}{
		{500, 30, 0, true}, {500, 30, 3, true}, {500, 30, 6, true}, {500, 30, 9, false}, {500, 30, 300, false},
		{9000, 70, 1, true}, {30, 30, 0, true}, {20, 30, 0, false}, {1, 1, 0, true}, {4, 1, 0, true},
	} {
		t.Run(fmt.Sprint(tc.m, tc.n, tc.far), func(t *testing.T) {
			a := matrixOf(tc.m, tc.n, tc.far)
			b := qrBlocks(tc.m, tc.n, tc.m)[0]
			f := b.of(make([]float64, (tc.m+tc.n+1)*tc.n))
			if err := f.decompose(&kernel.Call{Ctx: context.Background()}, a, &qrWork{}); err != nil {
				t.Fatal(err)
			}
			if f.cholesky() != tc.cholesky {
				t.Fatalf("by Cholesky: %v, want %v", f.cholesky(), tc.cholesky)
			}
			k := b.k
			one, q, r := make([]float64, k*k), make([]float64, tc.m*k), make([]float64, k*tc.n)
			for i := range k {
				one[i*k+i] = 1
			}
			if f.cholesky() {
				f.applyCholesky(q, one, k)
			} else {
				f.applyHouseholder(q, one, k, false, &qrWork{})
			}
			f.triangle(r)
			impl := blas64.Implementation()
			gram, product := make([]float64, k*k), make([]float64, tc.m*tc.n)
			impl.Dgemm(blas.Trans, blas.NoTrans, k, k, tc.m, 1, q, k, q, k, 0, gram, k)
			impl.Dgemm(blas.NoTrans, blas.NoTrans, tc.m, tc.n, k, 1, q, k, r, tc.n, 0, product, tc.n)
			for i, x := range gram {
				want := 0.0
				if i%(k+1) == 0 {
					want = 1
				}
				if math.Abs(x-want) > 1e-13 {
					t.Fatalf("columns %d and %d of q have the product %v", i/k, i%k, x)
				}
			}
			for i, x := range product {
				if math.Abs(x-a[i]) > 1e-13*10 {
					t.Fatalf("element %d of q r is %v, want %v", i, x, a[i])
				}
			}
			for i := range k {
				if r[i*tc.n+i] < 0 {
					t.Errorf("diagonal %d of r is %v", i, r[i*tc.n+i])
				}
			}
			// The triangle alone is the same.
			alone := &qrForm{m: tc.m, n: tc.n, k: k, upper: make([]float64, tc.n*tc.n), scales: make([]float64, tc.n)}
			if err := alone.decompose(&kernel.Call{Ctx: context.Background()}, a, &qrWork{}); err != nil {
				t.Fatal(err)
			}
			other := make([]float64, k*tc.n)
			alone.triangle(other)
			for i := range r {
				if r[i] != other[i] {
					t.Fatalf("element %d of r is %v, and %v alone", i, r[i], other[i])
				}
			}
		})
	}
}

func BenchmarkForms(b *testing.B) {
	const m, n = 5000, 200
	a := matrixOf(m, n, 0)
	form := make([]float64, (m+n+1)*n)
	f := qrBlocks(m, n, m)[0].of(form)
	w := &qrWork{}
	for name, way := range map[string]func(){
		"cholesky":    func() { _ = f.decompose(&kernel.Call{Ctx: context.Background()}, a, w) },
		"householder": func() { f.byHouseholder(a, w) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				way()
			}
			b.ReportMetric(2*m*n*n*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOPS")
		})
	}
}
