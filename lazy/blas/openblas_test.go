//go:build openblas && cgo

package blas

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"gonum.org/v1/gonum/blas"
	gonumblas "gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/lapack"
	gonumlapack "gonum.org/v1/gonum/lapack/gonum"
	"pgregory.net/rapid"
)

func TestOneThread(t *testing.T) {
	if n := threads(); n != 1 {
		t.Errorf("%d threads", n)
	}
	if !strings.HasPrefix(Name(), "OpenBLAS 0.") {
		t.Errorf("the name is %q", Name())
	}
}

// filled is n numbers.
func filled(t *rapid.T, n int) []float64 {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	v := make([]float64, n)
	for i := range v {
		v[i] = r.NormFloat64()
	}
	return v
}

func single(v []float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}

func imaginary(re, im []float64) []complex128 {
	out := make([]complex128, len(re))
	for i := range out {
		out[i] = complex(re[i], im[i])
	}
	return out
}

func same(t *rapid.T, what string, got, want []float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= 1e-9*(1+math.Abs(want[i]))) {
			t.Fatalf("%s: element %d is %v, gonum has %v", what, i, got[i], want[i])
		}
	}
}

// What OpenBLAS does is what gonum does, memory between the rows included.
func TestProducts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(0, 40)
		m, n, k := size.Draw(t, "m"), size.Draw(t, "n"), size.Draw(t, "k")
		way := rapid.SampledFrom([]blas.Transpose{blas.NoTrans, blas.Trans, blas.ConjTrans})
		tA, tB := way.Draw(t, "a"), way.Draw(t, "b")
		rowsA, colsA, rowsB, colsB := factors(tA, tB, m, n, k)
		gap := rapid.IntRange(0, 3)
		lda, ldb, ldc := max(colsA, 1)+gap.Draw(t, "gap"), max(colsB, 1)+gap.Draw(t, "gap"), max(n, 1)+gap.Draw(t, "gap")
		a, b, c := filled(t, rowsA*lda), filled(t, rowsB*ldb), filled(t, m*ldc)
		beta := rapid.SampledFrom([]float64{0, 1, -0.5}).Draw(t, "beta")
		ours, gonum := implementation{}, gonumblas.Implementation{}
		x, y := append([]float64{}, c...), append([]float64{}, c...)
		ours.Dgemm(tA, tB, m, n, k, 1.5, a, lda, b, ldb, beta, x, ldc)
		gonum.Dgemm(tA, tB, m, n, k, 1.5, a, lda, b, ldb, beta, y, ldc)
		same(t, "dgemm", x, y)

		x32, y32 := single(c), single(c)
		ours.Sgemm(tA, tB, m, n, k, 1.5, single(a), lda, single(b), ldb, float32(beta), x32, ldc)
		gonum.Sgemm(tA, tB, m, n, k, 1.5, single(a), lda, single(b), ldb, float32(beta), y32, ldc)
		for i := range y32 {
			if math.Abs(float64(x32[i]-y32[i])) > 1e-3 {
				t.Fatalf("sgemm: element %d is %v, gonum has %v", i, x32[i], y32[i])
			}
		}

		za, zb := imaginary(a, filled(t, len(a))), imaginary(b, filled(t, len(b)))
		zx, zy := imaginary(c, c), imaginary(c, c)
		ours.Zgemm(tA, tB, m, n, k, 1i, za, lda, zb, ldb, complex(beta, 1), zx, ldc)
		gonum.Zgemm(tA, tB, m, n, k, 1i, za, lda, zb, ldb, complex(beta, 1), zy, ldc)
		for i := range zy {
			if cmplx.Abs(zx[i]-zy[i]) > 1e-9*(1+cmplx.Abs(zy[i])) {
				t.Fatalf("zgemm: element %d is %v, gonum has %v", i, zx[i], zy[i])
			}
		}
	})
}

func TestTriangles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(1, 30).Draw(t, "n"), rapid.IntRange(1, 30).Draw(t, "k")
		uplo := rapid.SampledFrom([]blas.Uplo{blas.Upper, blas.Lower}).Draw(t, "uplo")
		trans := rapid.SampledFrom([]blas.Transpose{blas.NoTrans, blas.Trans}).Draw(t, "trans")
		ours, gonum := implementation{}, gonumblas.Implementation{}
		rows, cols, _, _ := factors(trans, blas.NoTrans, n, n, k)
		a := filled(t, rows*cols)
		x := filled(t, n*(n+2))
		y := append([]float64{}, x...)
		ours.Dsyrk(uplo, trans, n, k, 2, a, cols, 0.5, x, n+2)
		gonum.Dsyrk(uplo, trans, n, k, 2, a, cols, 0.5, y, n+2)
		same(t, "dsyrk", x, y)

		side := rapid.SampledFrom([]blas.Side{blas.Left, blas.Right}).Draw(t, "side")
		diag := rapid.SampledFrom([]blas.Diag{blas.Unit, blas.NonUnit}).Draw(t, "diag")
		order := n
		if side == blas.Right {
			order = k
		}
		tri := filled(t, order*order)
		for i := range tri {
			tri[i] /= 8
		}
		for i := range order {
			tri[i*order+i] = 3
		}
		x = filled(t, n*k)
		y = append([]float64{}, x...)
		ours.Dtrsm(side, uplo, trans, diag, n, k, 1.5, tri, order, x, k)
		gonum.Dtrsm(side, uplo, trans, diag, n, k, 1.5, tri, order, y, k)
		same(t, "dtrsm", x, y)
	})
}

func TestDecompositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, n := rapid.IntRange(1, 50).Draw(t, "m"), rapid.IntRange(1, 50).Draw(t, "n")
		lda := n + rapid.IntRange(0, 3).Draw(t, "gap")
		k := min(m, n)
		a := filled(t, m*lda)
		ours, gonum := lapackImplementation{}, gonumlapack.Implementation{}
		work := make([]float64, 64*(m+n)*8+5000)

		x, y := append([]float64{}, a...), append([]float64{}, a...)
		tauX, tauY := make([]float64, k), make([]float64, k)
		ours.Dgeqrf(m, n, x, lda, tauX, work, len(work))
		gonum.Dgeqrf(m, n, y, lda, tauY, work, len(work))
		same(t, "dgeqrf", x, y)
		same(t, "tau", tauX, tauY)

		side := rapid.SampledFrom([]blas.Side{blas.Left, blas.Right}).Draw(t, "side")
		trans := rapid.SampledFrom([]blas.Transpose{blas.NoTrans, blas.Trans}).Draw(t, "trans")
		rows, cols := m, rapid.IntRange(1, 20).Draw(t, "columns")
		if side == blas.Right {
			rows, cols = cols, m
		}
		c := filled(t, rows*cols)
		d := append([]float64{}, c...)
		ours.Dormqr(side, trans, rows, cols, k, y, lda, tauY, c, cols, work, len(work))
		gonum.Dormqr(side, trans, rows, cols, k, y, lda, tauY, d, cols, work, len(work))
		same(t, "dormqr", c, d)

		copy(x, a)
		copy(y, a)
		s, s2 := make([]float64, k), make([]float64, k)
		u, vt := make([]float64, m*k), make([]float64, k*n)
		if !ours.Dgesvd(lapack.SVDStore, lapack.SVDStore, m, n, x, lda, s, u, k, vt, n, work, len(work)) ||
			!gonum.Dgesvd(lapack.SVDNone, lapack.SVDNone, m, n, y, lda, s2, nil, 1, nil, 1, work, len(work)) {
			t.Fatal("it did not converge")
		}
		same(t, "singular values", s, s2)
		for i := range m {
			for j := range n {
				sum := 0.0
				for r := range k {
					sum += u[i*k+r] * s[r] * vt[r*n+j]
				}
				if math.Abs(sum-a[i*lda+j]) > 1e-9 {
					t.Fatalf("u s v: element %d, %d is %v, want %v", i, j, sum, a[i*lda+j])
				}
			}
		}

		p := make([]float64, n*n)
		gonumblas.Implementation{}.Dsyrk(blas.Lower, blas.Trans, n, m, 1, a, lda, 0, p, n)
		gonumblas.Implementation{}.Dsyrk(blas.Upper, blas.Trans, n, m, 1, a, lda, 0, p, n)
		for i := range n {
			p[i*n+i] += 1
		}
		for _, uplo := range []blas.Uplo{blas.Lower, blas.Upper} {
			x, y := append([]float64{}, p...), append([]float64{}, p...)
			if !ours.Dpotrf(uplo, n, x, n) || !gonum.Dpotrf(uplo, n, y, n) {
				t.Fatal("it is not positive definite")
			}
			same(t, "dpotrf", x, y)
		}
		p[0] = -1
		if ours.Dpotrf(blas.Lower, n, p, n) {
			t.Fatal("it is positive definite")
		}
	})
}

// Wrong arguments are gonum's to refuse: C would read whatever lies there.
func TestWrongArguments(t *testing.T) {
	for name, f := range map[string]func(){
		"short a": func() {
			implementation{}.Dgemm(blas.NoTrans, blas.NoTrans, 3, 3, 3, 1, make([]float64, 8), 3, make([]float64, 9), 3, 0, make([]float64, 9), 3)
		},
		"short c": func() {
			implementation{}.Sgemm(blas.NoTrans, blas.NoTrans, 3, 3, 3, 1, make([]float32, 9), 3, make([]float32, 9), 3, 0, make([]float32, 8), 3)
		},
		"narrow rows": func() {
			implementation{}.Zgemm(blas.NoTrans, blas.NoTrans, 3, 3, 3, 1, make([]complex128, 9), 2, make([]complex128, 9), 3, 0, make([]complex128, 9), 3)
		},
		"negative": func() { implementation{}.Dsyrk(blas.Lower, blas.NoTrans, -1, 3, 1, nil, 3, 0, nil, 3) },
		"short tau": func() {
			lapackImplementation{}.Dgeqrf(3, 3, make([]float64, 9), 3, make([]float64, 2), make([]float64, 99), 99)
		},
		"short work": func() {
			lapackImplementation{}.Dormqr(blas.Left, blas.NoTrans, 3, 3, 3, make([]float64, 9), 3, make([]float64, 3), make([]float64, 9), 3, make([]float64, 1), 1)
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestConcurrently(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			const n = 120
			a, c := make([]float64, n*n), make([]float64, n*n)
			for i := range a {
				a[i] = float64(i % 7)
			}
			want := make([]float64, n*n)
			gonumblas.Implementation{}.Dgemm(blas.NoTrans, blas.Trans, n, n, n, 1, a, n, a, n, 0, want, n)
			for range 20 {
				implementation{}.Dgemm(blas.NoTrans, blas.Trans, n, n, n, 1, a, n, a, n, 0, c, n)
				for i := range c {
					if c[i] != want[i] {
						t.Errorf("element %d is %v, want %v", i, c[i], want[i])
						return
					}
				}
			}
		})
	}
	wg.Wait()
}
