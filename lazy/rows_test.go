package lazy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/linalg"
	"github.com/lazycell/lazycell/lazy/random"
)

// goldenRow is what a golden row asks for, and what NumPy says that it is.
type goldenRow struct {
	label string
	array *array
	want  *block.Dense
	close float64 // relative error allowed
}

// goldenRows is every golden row that has a value, each cut in one of the ways.
func goldenRows(t testing.TB) []goldenRow {
	files, err := filepath.Glob("../testdata/lazy/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no rows", err)
	}
	var out []goldenRow
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var g golden
		if err := json.Unmarshal(data, &g); err != nil {
			t.Fatal(err)
		}
		inputs := map[string]*array{}
		for n, c := range g.Cases {
			if c.Error != "" || testing.Short() && n%7 != 0 {
				continue
			}
			way := cuttings[n%len(cuttings)]
			in := make([]*array, len(c.Inputs))
			for i, name := range c.Inputs {
				key := fmt.Sprint(name, i, way.name)
				if inputs[key] == nil {
					inputs[key] = wayOfCutting(t, g.Arrays[name].block(t), i, way.cut)
				}
				in[i] = inputs[key]
			}
			x := c.Steps[0].on(t, in...)
			for _, s := range c.Steps[1:] {
				x = s.on(t, x)
			}
			out = append(out, goldenRow{fmt.Sprintf("%v of %v, %s", c.Steps, c.Inputs, way.name), x, c.Want.block(t), c.Close})
		}
	}
	return out
}

// rows is the arrays of the golden rows.
func rows(t testing.TB) []*array {
	var out []*array
	for _, r := range goldenRows(t) {
		out = append(out, r.array)
	}
	return out
}

func wayOfCutting(t testing.TB, d *block.Dense, input int, by func(input, axis, n int) []int) *array {
	var chunks [][]int
	for axis, n := range d.Shape() {
		sizes := []int{0}
		if n > 0 {
			sizes = by(input, axis, n)
		}
		chunks = append(chunks, sizes)
	}
	return cut(t, d, chunks)
}

var (
	halved = lazy.RegisterFunc("test.halved", func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := block.NewDense(lazy.Float64, in[0].Shape())
		for i := range out.Len() {
			block.Values[float64](out)[i] = in[0].Float64At(i) / 2
		}
		return out, nil
	})
	placed = lazy.RegisterFunc("test.placed", func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := block.NewDense(lazy.Int64, at.Shape)
		for i := range out.Len() {
			block.Values[int64](out)[i] = int64(100*(at.Offset[0]+i/at.Shape[1]) + at.Offset[1] + i%at.Shape[1])
		}
		return out, nil
	})
	added = lazy.RegisterFunc("test.added", func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		total := 0.0
		for _, b := range in {
			for i := range b.Len() {
				total += b.Float64At(i)
			}
		}
		return block.FromSlice([]int{1, 1}, []float64{total})
	})
)

// others is arrays of the operations that golden rows don't have.
func others(t testing.TB) map[string]*array {
	g, line := random.New(7).Chunks(5, 4), random.New(8).Chunks(13)
	x := g.Uniform(23, 6)
	sparse := g.Sparse(0.3, 20, 12)
	square := x.Transpose().MatMul(x).Add(lazy.Eye(lazy.Float64, 6, 6, 0))
	q, r := linalg.QR(x)
	u, s, v := linalg.SVD(x)
	fit := linalg.LstSq(x, x.Sum(1), -1)
	memory, err := sparse.Compute()
	if err != nil {
		t.Fatal(err)
	}
	anew := x.MadeAnew()
	nan := lazy.Full(lazy.Float64, 0, 3).Div(lazy.Zeros(lazy.Float64, 3))
	return map[string]*array{
		"normal": g.Normal(9, 9), "exponential": g.Exponential(9, 9), "integers": line.Integers(-1<<53, 1<<53, 30), "poisson": line.Poisson(3, 30),
		"binomial": line.Binomial(9, 0.25, 30), "choice": line.Choice([]float64{1, 2, 8}, []float64{0.5, 0.25, 0.25}, 50), "even choice": line.Choice([]float64{3, 4}, nil, 9),
		"permutation": line.Permutation(7000).Slice(lazy.Range(0, 50)), "sparse": sparse, "csc": sparse.ToCSC(), "back": sparse.ToCSC().ToDense(), "sparse memory": memory.MulScalar(3),
		"sparse columns": memory.Transpose().Sum(0), "zeros": lazy.Zeros(lazy.Float64, 6, 6).ToCSR(), "large": lazy.FromSlice([]int64{1<<63 - 1, -1 << 63}).AddScalar(0),
		"qr q": q, "qr r": r, "svd u": u, "svd s": s, "svd v": v, "lstsq": fit.X, "rank": fit.Rank, "solve": linalg.Solve(square, square.Sum(1)), "inv": linalg.Inv(square),
		"cholesky": linalg.Cholesky(square), "euclidean": linalg.PairwiseDistances(x, x.Slice(lazy.Range(3, 9)), linalg.Euclidean), "cosine": linalg.PairwiseDistances(x, nil, linalg.Cosine),
		"covariance": linalg.Cov(x), "compressed": second(linalg.SVDCompressed(x, 2, linalg.CompressedOptions{Seed: 3})),
		"from function": lazy.FromFunc(placed, lazy.Int64, []int{7, 5}, 3, 2), "function": x.MapBlocks(halved, lazy.Float64), "overlap": x.MapOverlap(halved, lazy.Float64, nil, 1), "blockwise": lazy.Blockwise(halved, lazy.Float64, "ij", x.Label("ij")),
		"reduction": x.Reduction(lazy.Reduction{Chunk: added, Aggregate: added, State: lazy.Float64}, lazy.Float64),
		"file":      lazy.FromSource(squares{8}, lazy.Int64, []int{40, 8}, [][]int{even(40, 7), even(8, 3)}).AddScalar(1), "sparse file": lazy.FromSource(diagonals{squares{8}}, lazy.Int64, []int{8, 8}, [][]int{even(8, 3), {8}}),
		"anew": x.Sub(anew.Mean(0)), "nan": nan, "infinite": lazy.Full(lazy.Float64, 1, 2).DivScalar(0), "nan full": lazy.Zeros(lazy.Float64, 2).NanTo(1, 2, 3),
		"clip": x.Clip(negative(), 0.5), "complex": lazy.FromSlice([]complex128{1 + 2i, 3}).Conj(), "bools": lazy.FromSlice([]bool{true, false, true}).Not(), "text": x.Digitize(manyEdges()),
		"groups": x.GroupBy(codes(23), 3).Var(1), "median": x.Median(0), "points": x.Points([]int{1, 2}, []int{3, -1}), "symmetric": x.MatMul(x.Transpose()),
	}
}

func second(_, s, _ *array) *array { return s }

func negative() float64 { return -1 / zero }

var zero = 0.0

func manyEdges() []float64 {
	out := make([]float64, 100)
	for i := range out {
		out[i] = float64(i) / 100
	}
	return out
}

func codes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i%4 - 1
	}
	return out
}
