package lazy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/linalg"
	"github.com/lazycell/lazycell/lazy/op"
	"github.com/lazycell/lazycell/lazy/random"
)

// rows is an array for every golden row that has a value, each cut in one of the ways.
func rows(t testing.TB) []*array {
	files, err := filepath.Glob("../testdata/lazy/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no rows", err)
	}
	var out []*array
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
			out = append(out, x)
		}
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

// squares is a source that another process can open: its location is the number of its columns.
type squares struct{ cols int }

func (s squares) Name() string { return fmt.Sprintf("squares:%d", s.cols) }

func (s squares) Location() (scheme, at string, err error) {
	return "test.squares", strconv.Itoa(s.cols), nil
}

func (s squares) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	d := block.NewDense(lazy.Int64, shape)
	v := block.Values[int64](d)
	for i := range v {
		at := (offset[0]+i/shape[1])*s.cols + offset[1] + i%shape[1]
		v[i] = int64(at * at)
	}
	return d, nil
}

// diagonals is a sparse one.
type diagonals struct{ squares }

func (d diagonals) Name() string { return fmt.Sprintf("diagonals:%d", d.cols) }
func (d diagonals) Kind() string { return lazy.CSR }
func (d diagonals) NNZ() int     { return d.cols }
func (d diagonals) Location() (scheme, at string, err error) {
	return "test.diagonals", strconv.Itoa(d.cols), nil
}

func (d diagonals) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	dense := block.NewDense(lazy.Int64, shape)
	for i := range shape[0] {
		if k := offset[0] + i - offset[1]; k >= 0 && k < shape[1] {
			block.Values[int64](dense)[i*shape[1]+k] = int64(offset[0] + i + 1)
		}
	}
	return block.ToKind(dense, lazy.CSR)
}

func init() {
	for scheme, open := range map[string]func(n int) lazy.Source{
		"test.squares":   func(n int) lazy.Source { return squares{n} },
		"test.diagonals": func(n int) lazy.Source { return diagonals{squares{n}} },
	} {
		lazy.RegisterOpener(scheme, func(_ context.Context, at string) (lazy.Source, error) {
			n, err := strconv.Atoi(at)
			return open(n), err
		})
	}
}

var (
	halved = lazy.RegisterFunc("test.halved", func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		out := block.NewDense(lazy.Float64, in[0].Shape())
		for i := range out.Len() {
			block.Values[float64](out)[i] = in[0].Float64At(i) / 2
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
		"function": x.MapBlocks(halved, lazy.Float64), "overlap": x.MapOverlap(halved, lazy.Float64, nil, 1), "blockwise": lazy.Blockwise(halved, lazy.Float64, "ij", x.Label("ij")),
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

// graphFile is where the other process finds what it is to compute; it leaves the values beside it.
const graphFile = "LAZYCELL_TEST_GRAPH"

// TestComputeWhatWasWritten is the other process: it reads graphs, computes them in one go, and writes values and names.
func TestComputeWhatWasWritten(t *testing.T) {
	path := os.Getenv(graphFile)
	if path == "" {
		t.Skip("it is run by TestEveryOperationIsWritten")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	arrays, err := lazy.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(arrays))
	for i, a := range arrays {
		names[i] = a.Name() + " " + a.Kind()
	}
	values, err := lazy.ComputeAll(arrays)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := lazy.Encode(&out, values...); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".values", out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".names", []byte(strings.Join(names, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestEveryOperationIsWritten: graphs that another process reads have the same values, names and kinds there. Every operation that there is is among them.
func TestEveryOperationIsWritten(t *testing.T) {
	arrays := rows(t)
	labels := make([]string, len(arrays))
	for i := range labels {
		labels[i] = fmt.Sprintf("row %d", i)
	}
	for label, a := range others(t) {
		arrays, labels = append(arrays, a), append(labels, label)
	}
	for i, a := range arrays {
		if a.Err() != nil {
			t.Fatalf("%s: %v", labels[i], a.Err())
		}
	}
	seen := map[string]bool{}
	for _, x := range lazy.Layers(arrays...) {
		name, err := op.TypeOf(x.Op())
		if err != nil {
			t.Fatal(err)
		}
		seen[name] = true
	}
	for _, name := range op.Types() {
		if !seen[name] && !testing.Short() {
			t.Errorf("no array has an operation of type %s: add one to others", name)
		}
	}
	values, names := elsewhere(t, arrays)
	for i, a := range arrays {
		if here := a.Name() + " " + a.Kind(); names[i] != here {
			t.Errorf("%s: it is %s here and %s there", labels[i], here, names[i])
		}
		want, err := a.Dense()
		if err != nil {
			t.Fatalf("%s: %v", labels[i], err)
		}
		got, err := values[i].Dense()
		if err != nil {
			t.Fatal(err)
		}
		if diff := differs(got, want, 0); diff != "" {
			t.Errorf("%s, %s: %s", labels[i], a.Name(), diff)
		}
	}
}

// elsewhere has arrays computed by another process.
func elsewhere(t *testing.T, arrays []*array) (values []*array, names []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph")
	var data bytes.Buffer
	if err := lazy.Encode(&data, arrays...); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0], "-test.run=^TestComputeWhatWasWritten$")
	c.Env = append(os.Environ(), graphFile+"="+path)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(path + ".names")
	if err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadFile(path + ".values")
	if err != nil {
		t.Fatal(err)
	}
	if values, err = lazy.Decode(bytes.NewReader(made)); err != nil {
		t.Fatal(err)
	}
	return values, strings.Split(string(text), "\n")
}

// written is arrays after they were written and read.
func written(t testing.TB, arrays ...*array) []*array {
	t.Helper()
	var b bytes.Buffer
	if err := lazy.Encode(&b, arrays...); err != nil {
		t.Fatal(err)
	}
	out, err := lazy.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if b.Len() != 0 {
		t.Fatalf("%d bytes are left", b.Len())
	}
	return out
}

// What arrays share is written once, and shared when it is read; what was made anew stays apart.
func TestSharedLayersAreWrittenOnce(t *testing.T) {
	x := random.New(1).Chunks(10).Uniform(100)
	y := x.AddScalar(1)
	out := written(t, y.Mul(y), y, x.MadeAnew().Add(x))
	if n := len(lazy.Layers(out...)); n != len(lazy.Layers(y.Mul(y), x.MadeAnew().Add(x))) {
		t.Errorf("%d layers", n)
	}
	if out[0].Inputs()[0] != out[1] || out[0].Inputs()[1] != out[1] {
		t.Error("what was shared is there twice")
	}
	if both := out[2].Inputs(); both[0] == both[1] || both[0].Name() != both[1].Name() {
		t.Error("what was made anew is not")
	}
	var once, twice bytes.Buffer
	held := lazy.FromSlice(make([]float64, 10000))
	if err := errors.Join(lazy.Encode(&once, held), lazy.Encode(&twice, held, held.AddScalar(1), held.Rechunk(50))); err != nil {
		t.Fatal(err)
	}
	if extra := twice.Len() - once.Len(); extra > 2000 {
		t.Errorf("values that are shared take %d bytes more", extra)
	}
}

// What a graph over a million chunks takes is not more than what is said of it.
func TestWrittenGraphsAreSmall(t *testing.T) {
	x := random.New(1).Chunks(50, 50).Uniform(50000, 50000).AddScalar(1).Sqrt().Sum(1)
	var b bytes.Buffer
	if err := lazy.Encode(&b, x); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 6000 {
		t.Errorf("%d bytes", b.Len())
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	x := lazy.FromSlice([]float64{1, 2})
	for name, tc := range map[string]struct {
		array *array
		want  []string
	}{
		"closure": {x.MapBlocks(each(func(v ...float64) float64 { return v[0] }), lazy.Float64).AddScalar(1), []string{"map_blocks", "lazy.RegisterFunc"}},
		"source":  {lazy.FromSource(newCounting(4, 4), lazy.Float64, []int{4, 4}, nil), []string{"from-file", "counting", "Location"}},
		"failed":  {x.Slice(lazy.At(7)), []string{"position"}},
		"nil":     {nil, []string{"nil"}},
	} {
		err := lazy.Encode(&bytes.Buffer{}, tc.array)
		for _, want := range tc.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, without %q", name, err, want)
			}
		}
	}
	if err := lazy.Encode(full{}, x); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// What can't be opened is an error of the computation, that names the layer; what is read meanwhile stays readable.
func TestOpeningFails(t *testing.T) {
	var data bytes.Buffer
	x := lazy.FromSource(squares{8}, lazy.Int64, []int{8, 8}, nil)
	if err := lazy.Encode(&data, x); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{`"test.squares"`: `nothing that opens "test.nothing"`, `"8"`: "invalid syntax"} {
		to := map[string]string{`"test.squares"`: `"test.nothing"`, `"8"`: `"?"`}[from]
		changed := bytes.Replace(data.Bytes(), []byte(from), []byte(to), 1)
		changed[len("lazycell graph 1\n")] += byte(len(to) - len(from))
		out, err := lazy.Decode(bytes.NewReader(changed))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out[0].Dense(); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "from-file") {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestDamagedGraphs: bytes that were cut off or changed are an error or a graph, and nothing else.
func TestDamagedGraphs(t *testing.T) {
	x := random.New(1).Chunks(4, 4).Sparse(0.5, 9, 9)
	memory, err := x.Compute()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := lazy.Encode(&b, memory.MulScalar(2).Sum(0), lazy.FromSlice([]bool{true, false})); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	for n := range data {
		if _, err := lazy.Decode(bytes.NewReader(data[:n])); err == nil {
			t.Fatalf("%d bytes of %d are a graph", n, len(data))
		}
		for _, change := range []byte{1, 0x80, 0xff} {
			damaged := slices.Clone(data)
			damaged[n] ^= change
			if out, err := lazy.Decode(bytes.NewReader(damaged)); err == nil {
				_, _ = lazy.ComputeAll(out, lazy.WithMemory(1<<26))
			}
		}
	}
}
