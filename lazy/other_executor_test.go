package lazy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec"
	"github.com/lazycell/lazycell/lazy/op"
	"github.com/lazycell/lazycell/lazy/random"
)

// plodder is another executor: it makes chunk after chunk, with nothing planned, rewritten or fused. It knows graphs by what lazy says of them, and makes a chunk as it is
// told.
type plodder struct {
	make func(ctx context.Context, x *array, index []int, in []block.Block) (block.Block, error)
	made int
}

func (p *plodder) Run(ctx context.Context, arrays []*array, _ lazy.Run, f func(int, lazy.Chunk) error) error {
	known := map[*array]map[int]block.Block{}
	for i, a := range arrays {
		for n := range a.NChunks() {
			b, err := p.chunk(ctx, a, n, known)
			if err != nil {
				return err
			}
			index := a.Grid().Index(n)
			if err := f(i, lazy.Chunk{Index: index, Offset: a.Grid().Offset(index), Block: b}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *plodder) chunk(ctx context.Context, x *array, n int, known map[*array]map[int]block.Block) (block.Block, error) {
	if b, ok := known[x][n]; ok {
		return b, nil
	}
	index := x.Grid().Index(n)
	var in []block.Block
	for _, r := range x.Op().Reads(x.Grid(), gridsOf(x), index) {
		from := x.Inputs()[r.Input]
		b, err := p.chunk(ctx, from, from.Grid().Linear(r.Index), known)
		if err != nil {
			return nil, err
		}
		in = append(in, b)
	}
	b, err := p.make(ctx, x, index, in)
	if err != nil {
		return nil, err
	}
	p.made++
	if known[x] == nil {
		known[x] = map[int]block.Block{}
	}
	known[x][n] = b
	return b, nil
}

func (*plodder) Explain(context.Context, []*array, lazy.Run) (*lazy.Plan, error) {
	return &lazy.Plan{}, nil
}

func gridsOf(x *array) []*op.Grid {
	grids := make([]*op.Grid, len(x.Inputs()))
	for i, in := range x.Inputs() {
		grids[i] = in.Grid()
	}
	return grids
}

// valuesBy is an array that an executor has computed.
func valuesBy(e lazy.Executor, a *array) (*block.Dense, error) {
	blocks := make([]block.Block, a.NChunks())
	err := e.Run(context.Background(), []*array{a}, lazy.Run{}, func(_ int, c lazy.Chunk) error {
		blocks[a.Grid().Linear(c.Index)] = c.Block
		return nil
	})
	if err != nil {
		return nil, err
	}
	return lazy.FromBlocks(a.Chunks(), a.DType(), blocks).Dense()
}

// TestOtherExecutors: an executor that shares nothing with the one that is registered but the kernels computes every operation, of a graph that was written and read.
func TestOtherExecutors(t *testing.T) {
	arrays := rows(t)
	few := arrays[:0]
	for i, a := range arrays {
		if i%5 == 0 {
			few = append(few, a)
		}
	}
	for _, a := range others(t) {
		few = append(few, a)
	}
	here := &plodder{make: func(ctx context.Context, x *array, index []int, in []block.Block) (block.Block, error) {
		return exec.Chunk(ctx, x, index, in...)
	}}
	for i, a := range written(t, few...) {
		got, err := valuesBy(here, a)
		if err != nil {
			t.Errorf("%s: %v", a.Name(), err)
			continue
		}
		want, err := few[i].Dense()
		if err != nil {
			t.Fatal(err)
		}
		if diff := differs(got, want, 1e-12); diff != "" {
			t.Errorf("%s: %s", a.Name(), diff)
		}
	}
}

// taskFile is where another process finds the one task that it is to run: a graph, which layer and chunk, and a file for each chunk that is read.
const taskFile = "LAZYCELL_TEST_TASK"

type elsewhereTask struct {
	Graph  string
	Layer  int
	Index  []int
	Inputs []string
	Output string
}

// TestRunOneTask is the other process.
func TestRunOneTask(t *testing.T) {
	path := os.Getenv(taskFile)
	if path == "" {
		t.Skip("it is run by TestExecutorOfProcesses")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var task elsewhereTask
	if err := json.Unmarshal(data, &task); err != nil {
		t.Fatal(err)
	}
	var in []block.Block
	for _, input := range task.Inputs {
		in = append(in, readChunk(t, input))
	}
	b, err := exec.Chunk(t.Context(), lazy.Layers(readGraph(t, task.Graph)...)[task.Layer], task.Index, in...)
	if err != nil {
		t.Fatal(err)
	}
	writeGraph(t, task.Output, lazy.FromBlock(b))
}

func readGraph(t *testing.T, path string) []*array {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	arrays, err := lazy.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return arrays
}

func readChunk(t *testing.T, path string) block.Block {
	var only block.Block
	if err := readGraph(t, path)[0].Each(func(c lazy.Chunk) error { only = c.Block; return nil }); err != nil {
		t.Fatal(err)
	}
	return only
}

func writeGraph(t *testing.T, path string, a *array) {
	var b bytes.Buffer
	if err := lazy.Encode(&b, a); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestExecutorOfProcesses runs every task of a graph in a process of its own, to which the graph and the chunks go as bytes.
func TestExecutorOfProcesses(t *testing.T) {
	x := random.New(3).Chunks(20, 8).Uniform(40, 8)
	sparse := random.New(4).Chunks(20, 8).Sparse(0.2, 40, 8)
	a := x.Sub(x.Mean(0)).Add(sparse.MulScalar(2)).MapBlocks(halved, lazy.Float64).Square().Sum(1)
	dir := t.TempDir()
	graph := filepath.Join(dir, "graph")
	writeGraph(t, graph, a)
	layers := map[*array]int{}
	for i, x := range a.Layers() {
		layers[x] = i
	}
	n := 0
	away := &plodder{make: func(ctx context.Context, x *array, index []int, in []block.Block) (block.Block, error) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n))
		task := elsewhereTask{Graph: graph, Layer: layers[x], Index: index, Output: path + ".out"}
		for i, b := range in {
			task.Inputs = append(task.Inputs, fmt.Sprint(path, ".", i))
			writeGraph(t, task.Inputs[i], lazy.FromBlock(b))
		}
		data, err := json.Marshal(task)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return nil, err
		}
		c := osexec.CommandContext(ctx, os.Args[0], "-test.run=^TestRunOneTask$")
		c.Env = append(os.Environ(), taskFile+"="+path)
		if out, err := c.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w: %s", err, out)
		}
		return readChunk(t, task.Output), nil
	}}
	got, err := valuesBy(away, a)
	if err != nil {
		t.Fatal(err)
	}
	want, err := a.Dense()
	if err != nil {
		t.Fatal(err)
	}
	if diff := differs(got, want, 1e-12); diff != "" {
		t.Error(diff)
	}
	if away.made < 10 {
		t.Errorf("%d tasks", away.made)
	}
}
