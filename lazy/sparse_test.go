package lazy_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

func TestFromSparse(t *testing.T) {
	x := lazy.FromSparse([]int64{0, 1, 3}, []int{2, 1, 0}, []bool{true, true, true}, 2, 3)
	d, err := x.Dense()
	if err != nil {
		t.Fatal(err)
	}
	if want := []bool{false, false, true, true, true, false}; !slices.Equal(block.Values[bool](d), want) {
		t.Errorf("it is %v", d.Data())
	}
	if n, err := x.NNZ(); n != 3 || err != nil || x.NBytes() != 3*1+3*4+3*8 {
		t.Errorf("%d values in %d bytes, %v", n, x.NBytes(), err)
	}
	if n, err := x.ToDense().AsType(lazy.Int8).NNZ(); n != 3 || err != nil {
		t.Errorf("%d values that aren't zero, %v", n, err)
	}
	// Two million entries are cut into chunks of about a million, which share them.
	indptr, indices := make([]int32, 1001), make([]int32, 2_000_000)
	for i := range indptr {
		indptr[i] = int32(i * 2000)
	}
	for i := range indices {
		indices[i] = int32(i % 2000)
	}
	values := make([]float32, len(indices))
	big := lazy.FromSparse(indptr, indices, values, 1000, 2000)
	if big.NChunks() != 2 || big.Err() != nil {
		t.Errorf("%d chunks, %v", big.NChunks(), big.Err())
	}
	if clone := big.Clone(); clone.Kind() != lazy.CSR || clone.NBytes() != big.NBytes() {
		t.Errorf("a clone is %s in %d bytes", clone.Kind(), clone.NBytes())
	}
}

// Blocks of different kinds become those of one.
func TestMixedBlocks(t *testing.T) {
	d, err := block.FromSlice([]int{1, 2}, []float64{0, 3})
	if err != nil {
		t.Fatal(err)
	}
	csr, err := block.SparseFromDense(lazy.CSR, d)
	if err != nil {
		t.Fatal(err)
	}
	for want, blocks := range map[string][]block.Block{
		lazy.CSR: {csr, csr.AsKind(lazy.CSC)}, lazy.CSC: {csr.AsKind(lazy.CSC), csr}, lazy.Dense: {csr, d},
	} {
		x := lazy.FromBlocks([][]int{{1, 1}, {2}}, lazy.Float64, blocks)
		err := x.Each(func(c lazy.Chunk) error {
			if c.Block.Kind() != want {
				t.Errorf("a %s chunk where %s was expected", c.Block.Kind(), want)
			}
			return nil
		})
		if v, sumErr := x.Sum().Item(); x.Kind() != want || err != nil || sumErr != nil || v != 6 {
			t.Errorf("it is %s, want %s; its sum %v %v", x.Kind(), want, v, sumErr)
		}
	}
}

func TestSparseErrors(t *testing.T) {
	x := random.New(1).Sparse(0.5, 4, 6)
	for name, tc := range map[string]struct {
		array *array
		want  string
	}{
		"short indptr":   {lazy.FromSparse([]int{0, 1}, []int{0}, []float64{1}, 2, 2), "lazy: FromSparse: a csr block of shape [2 2]: indptr has 2 numbers where 2 lines ask for 3"},
		"index too high": {lazy.FromSparse([]int{0, 1}, []int{2}, []float64{1}, 1, 2), "index 2 of entry 0 is out of range for 2"},
		"index too wide": {lazy.FromSparse([]int{0, 1}, []int{1 << 32}, []float64{1}, 1, 2), "index 4294967296 of entry 0 is out of range for 2"},
		"three axes":     {lazy.Ones(lazy.Float64, 2, 3, 4).ToCSR(), "lazy: tocsr: an array of shape (2, 3, 4) can't be sparse: that takes two axes"},
		"one axis":       {x.Sum(0).ToCSC(), "lazy: tocsc: an array of shape (6,) can't be sparse"},
		"shapes":         {x.Add(x.Transpose()), "shapes (4, 6) and (6, 4) do not match"},
		"density":        {random.Sparse(1.5, 2, 2), "a density of 1.5"},
	} {
		if _, err := tc.array.Compute(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
	failing := errors.New("the disk is gone")
	bad := lazy.FromSource(badSource{failing}, lazy.Float64, []int{10, 10}, nil)
	if _, err := bad.Log1p().Sum(0).Compute(); !errors.Is(err, failing) || bad.Kind() != lazy.CSC {
		t.Errorf("%v from a %s source", err, bad.Kind())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Log1p().Sum().Item(lazy.WithContext(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("after a cancel: %v", err)
	}
}

type badSource struct{ err error }

func (s badSource) Name() string { return "bad" }
func (s badSource) Kind() string { return lazy.CSC }
func (s badSource) NNZ() int     { return 5 }
func (s badSource) ReadBlock(context.Context, []int, []int) (block.Block, error) {
	return nil, s.err
}

// Plans count what sparse chunks are thought to keep, so that a matrix which would never fit as a dense one is computed.
func TestSparseMemory(t *testing.T) {
	x := random.New(1).Chunks(1000, -1).Sparse(0.001, 2_000_000, 30_000) // 447 GiB when dense
	if x.NBytes() > 1<<30 {
		t.Errorf("%d bytes", x.NBytes())
	}
	plan, err := x.DivScalar(2).Log1p().Explain()
	if err != nil {
		t.Fatal(err)
	}
	if plan.Memory > plan.Budget || plan.Memory > 64<<20 {
		t.Errorf("it takes %d of %d bytes", plan.Memory, plan.Budget)
	}
	if dense, err := x.AddScalar(1).Sum().Explain(); err != nil || dense.Memory < 1000*30_000*8 {
		t.Errorf("dense copies of chunks aren't counted: %d bytes, %v", dense.Memory, err)
	}
	// Chains over what is kept are one pass.
	chain := x.Div(x.Sum(1).KeepDims(1)).MulScalar(1e4).Log1p().Sum(0)
	plan, err = chain.Explain()
	if err != nil {
		t.Fatal(err)
	}
	if text := plan.String(); !strings.Contains(text, "div, mul, log1p, sum") {
		t.Errorf("the plan is\n%s", text)
	}
}

// Summaries say the kind, and printing a large lazy sparse array computes nothing.
func TestSparseText(t *testing.T) {
	x := random.New(1).Sparse(0.1, 1_000_000, 20_000)
	view := x.Slice(lazy.Range(5, 900_000))
	if want := "lazy.Array<sparse, shape=(1000000, 20000), dtype=float64, chunks=(4000, 4000), kind=csr>"; x.String() != want {
		t.Errorf("it is written %s", x)
	}
	if text := view.String(); !strings.HasPrefix(text, "lazy.Array<getitem") || view.ShowsValues() {
		t.Errorf("a view is written %s", text)
	}
	small := x.Slice(lazy.Range(5, 10), lazy.Range(0, 10)).ToCSC()
	if text := small.String(); !strings.HasPrefix(text, "lazy.Array<tocsc") {
		t.Errorf("what isn't a view is written %s", text)
	}
}
