package linalg_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/linalg"
	"github.com/lazycell/lazycell/lazy/random"
)

// drawn is a matrix of at most the given size, in chunks of any size; some are of low rank, some of very different scales.
func drawn(t *rapid.T, rows, cols int) *lazy.Array {
	m, n := rapid.IntRange(1, rows).Draw(t, "rows"), rapid.IntRange(1, cols).Draw(t, "columns")
	g := random.New(rapid.Uint64().Draw(t, "seed"))
	var x *lazy.Array
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		k := rapid.IntRange(1, min(m, n)).Draw(t, "rank")
		x = g.Normal(m, k).MatMul(g.Normal(k, n))
	case 1:
		x = g.Normal(m, n).Mul(g.Normal(n).MulScalar(8).Exp())
	case 2:
		x = lazy.Zeros(lazy.Float64, m, n)
	default:
		x = g.Normal(m, n)
	}
	return x.Rechunk(rapid.IntRange(1, m).Draw(t, "chunk rows"), rapid.IntRange(1, n).Draw(t, "chunk columns"))
}

// value is the only value of an array.
func value(t interface{ Fatal(...any) }, a *lazy.Array) float64 {
	v, err := a.Item()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// orthonormal fails unless the columns are.
func orthonormal(t *rapid.T, name string, q *lazy.Array) {
	gram := q.Transpose().MatMul(q)
	one := lazy.Diag(lazy.Ones(lazy.Float64, q.Shape()[1]))
	if off := value(t, gram.Sub(one).Abs().Max()); off > 1e-12 {
		t.Fatalf("the columns of %s are not orthonormal: %g off", name, off)
	}
}

// equal fails unless two arrays differ by rounding only.
func equal(t *rapid.T, name string, a, b *lazy.Array) {
	scale := value(t, b.Abs().Max())
	if off := value(t, a.Sub(b).Abs().Max()); !(off <= 1e-11*max(scale, 1e-300)) {
		t.Fatalf("%s is %g off, its largest value being %g", name, off, scale)
	}
}

func TestQRLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawn(t, 60, 12)
		q, r := linalg.QR(a)
		if q.Shape()[1] != min(a.Shape()[0], a.Shape()[1]) {
			t.Fatalf("q of %v has shape %v", a.Shape(), q.Shape())
		}
		orthonormal(t, "q", q)
		equal(t, "q r", q.MatMul(r), a)
		d, err := r.Dense()
		if err != nil {
			t.Fatal(err)
		}
		n := r.Shape()[1]
		for i := range r.Shape()[0] {
			for j := range i + 1 {
				if v := d.Float64At(i*n + j); v < 0 && i == j || v != 0 && j < i {
					t.Fatalf("r[%d, %d] is %v", i, j, v)
				}
			}
		}
	})
}

func TestSVDLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawn(t, 40, 10)
		if rapid.Bool().Draw(t, "wide") {
			a = a.Transpose()
		}
		u, s, v := linalg.SVD(a)
		orthonormal(t, "u", u)
		orthonormal(t, "v", v.Transpose())
		equal(t, "u s v", u.Mul(s).MatMul(v), a)
		values, err := s.Float64s()
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range values {
			if x < 0 || i > 0 && x > values[i-1] {
				t.Fatalf("singular values %v", values)
			}
		}
		if most := value(t, v.Max(1).Add(v.Min(1)).Min()); most < -1e-12 {
			t.Fatalf("a row of v points the other way")
		}
	})
}

// Other chunks give the same decomposition.
func TestChunksDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, n := rapid.IntRange(6, 60).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "columns")
		whole := random.New(rapid.Uint64().Draw(t, "seed")).Normal(m, n)
		cut := whole.Rechunk(rapid.IntRange(1, m).Draw(t, "chunk rows"), rapid.IntRange(1, n).Draw(t, "chunk columns"))
		q1, r1 := linalg.QR(whole)
		q2, r2 := linalg.QR(cut)
		// Columns that are nearly the same make q uncertain by the condition of the matrix.
		_, s, _ := linalg.SVD(whole)
		if value(t, s.Min()) < 1e-3 {
			t.Skip("nearly singular")
		}
		for _, pair := range [][2]*lazy.Array{{q2, q1}, {r2, r1}, {linalg.Cov(cut.Transpose()), linalg.Cov(whole.Transpose())},
			{linalg.PairwiseDistances(cut, nil, linalg.Euclidean), linalg.PairwiseDistances(whole, nil, linalg.Euclidean)}} {
			if off := value(t, pair[0].Sub(pair[1]).Abs().Max()); off > 1e-9 {
				t.Fatalf("%v and %v are %g apart", pair[0].Summary(), pair[1].Summary(), off)
			}
		}
	})
}

// The randomized decomposition finds what the full one finds when singular values fall quickly, and the error is near the best that its rank allows.
func TestCompressedIsNearTheBest(t *testing.T) {
	g := random.New(5).Chunks(64, 50)
	decay := make([]float64, 30)
	for i := range decay {
		decay[i] = math.Pow(0.6, float64(i))
	}
	left, _ := linalg.QR(g.Normal(300, 30))
	right, _ := linalg.QR(g.Normal(200, 30))
	a := left.Mul(lazy.FromSlice(decay)).MatMul(right.Transpose())
	u, s, v := linalg.SVDCompressed(a, 8, linalg.CompressedOptions{Seed: 1})
	if off := value(t, s.Sub(lazy.FromSlice(decay[:8])).Abs().Max()); off > 1e-6 {
		t.Errorf("singular values are %g off", off)
	}
	rest := value(t, linalg.Norm(a.Sub(u.Mul(s).MatMul(v)), linalg.Two))
	if rest > 1.01*decay[8] {
		t.Errorf("the rest has norm %g, the best is %g", rest, decay[8])
	}
	again, _, _ := linalg.SVDCompressed(a.Rechunk(37, 200), 8, linalg.CompressedOptions{Seed: 1})
	if off := value(t, again.Sub(u).Abs().Max()); off > 1e-9 {
		t.Errorf("other chunks give vectors that are %g off", off)
	}
}

func TestSolversAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		g := random.New(rapid.Uint64().Draw(t, "seed"))
		// Well conditioned: diagonally dominant.
		a := g.Uniform(n, n).Add(lazy.Diag(lazy.Full(lazy.Float64, float64(2*n), n))).Rechunk(rapid.IntRange(1, n).Draw(t, "chunk"))
		x := g.Normal(n, 2)
		b := a.MatMul(x)
		equal(t, "the solution", linalg.Solve(a, b), x)
		equal(t, "the fit", linalg.LstSq(a, b, -1).X, x)
		equal(t, "the inverse times the matrix", linalg.Inv(a).MatMul(a), lazy.Diag(lazy.Ones(lazy.Float64, n)))
		s := a.MatMul(a.Transpose())
		l := linalg.Cholesky(s)
		equal(t, "l lᵀ", l.MatMul(l.Transpose()), s)
	})
}

// Chunks that are cut into several blocks, of different heights, and a tree of several levels.
func TestTallQR(t *testing.T) {
	const m, n = 30000, 60
	a := random.New(2).Normal(m, n).RechunkTo([][]int{{20000, 1, 9000, 999}, {50, 10}})
	q, r := linalg.QR(a)
	one := lazy.Diag(lazy.Ones(lazy.Float64, n))
	for name, off := range map[string]*lazy.Array{"qᵀq": q.Transpose().MatMul(q).Sub(one), "q r": q.MatMul(r).Sub(a)} {
		if v := value(t, off.Abs().Max()); v > 1e-12 {
			t.Errorf("%s is %g off", name, v)
		}
	}
	if got := q.Chunks()[0]; len(got) != 4 || got[0] != 20000 {
		t.Errorf("q has chunks %v", got)
	}
	// The squares of the singular values are those of aᵀa.
	_, s, _ := linalg.SVD(a)
	_, squares, _ := linalg.SVD(a.Transpose().MatMul(a))
	if v := value(t, squares.Sub(s.Square()).Abs().Max().Div(squares.Max())); v > 1e-12 {
		t.Errorf("singular values are %g off", v)
	}
}

// The components of a sparse array are those of the dense one, and no chunk is made dense for them.
func TestSparsePCA(t *testing.T) {
	x := random.New(3).Chunks(100, 40).Sparse(0.1, 400, 80)
	o := linalg.PCAOptions{Solver: linalg.Randomized, Compressed: linalg.CompressedOptions{Seed: 2}}
	sparse, dense := linalg.PCA(x, 5, o), linalg.PCA(x.ToDense(), 5, o)
	for name, pair := range map[string][2]*lazy.Array{
		"mean": {sparse.Mean, dense.Mean}, "components": {sparse.Components, dense.Components}, "scores": {sparse.Scores, dense.Scores},
		"singular values": {sparse.SingularValues, dense.SingularValues}, "ratio": {sparse.ExplainedVarianceRatio, dense.ExplainedVarianceRatio},
	} {
		if off := value(t, pair[0].Sub(pair[1]).Abs().Max()); !(off < 1e-9) {
			t.Errorf("%s are %g off", name, off)
		}
	}
}
