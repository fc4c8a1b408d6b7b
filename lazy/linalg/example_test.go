package linalg_test

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/linalg"
	"github.com/lazycell/lazycell/lazy/random"
)

func ExampleQR() {
	a := lazy.FromSlice([]float64{3, 1, 0, 2, 4, 0}, 3, 2)
	q, r := linalg.QR(a.Rechunk(1, 2))
	fmt.Println(q.Shape(), r.Shape())
	fmt.Println(r.Round().Float64s())
	// Output:
	// (3, 2) (2, 2)
	// [5 1 0 2] <nil>
}

func ExampleSVD() {
	x := random.New(1).Chunks(20000, 50).Normal(1000000, 50) // 381 MiB, of which a few chunks are held at a time
	u, s, v := linalg.SVD(x)
	fmt.Println(u.Shape(), s.Shape(), v.Shape())
	// Output: (1000000, 50) (50,) (50, 50)
}

func ExamplePCA() {
	g := random.New(4).Chunks(500, 30)
	// Two directions, and a little noise.
	x := g.Normal(2000, 2).MatMul(g.Normal(2, 30)).Add(g.Normal(2000, 30).MulScalar(0.01))
	p := linalg.PCA(x, 3, linalg.PCAOptions{})
	share, err := p.ExplainedVarianceRatio.Slice(lazy.Range(0, 2)).Sum().Item()
	fmt.Printf("%v %.3f %v\n", p.Scores.Shape(), share, err)
	// Output: (2000, 3) 1.000 <nil>
}

func ExampleSolve() {
	a := lazy.FromSlice([]float64{3, 1, 1, 2}, 2, 2)
	fmt.Println(linalg.Solve(a, lazy.FromSlice([]float64{9, 8})).Round().Float64s())
	fmt.Println(linalg.Solve(a, lazy.Ones(lazy.Float64, 3)).Err())
	// Output:
	// [2 3] <nil>
	// linalg: Solve: shapes (2, 2) and (3,) do not fit: the second must have as many rows as the first
}

func ExamplePairwiseDistances() {
	x := lazy.FromSlice([]float64{0, 0, 3, 4, 6, 8}, 3, 2)
	fmt.Println(linalg.PairwiseDistances(x, nil, linalg.Euclidean).Float64s())
	// Output: [0 5 10 5 0 5 10 5 0] <nil>
}
