package lazy_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
	"github.com/lazycell/lazycell/lazy/random"
)

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
