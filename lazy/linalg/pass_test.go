package linalg

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

// counted is a source that counts how often chunks are read.
type counted struct{ reads atomic.Int64 }

func (c *counted) Name() string { return fmt.Sprintf("%p", c) }

func (c *counted) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	c.reads.Add(1)
	d := block.NewDense(block.Float64, shape)
	v := block.Values[float64](d)
	for i := range v {
		row, col := offset[0]+i/shape[1], offset[1]+i%shape[1]
		v[i] = math.Sin(float64(row*row+7*col)) + float64(col)
	}
	return d, nil
}

// An array that can't be held is read for each pass, gives the same results, and takes the memory of a few chunks.
func TestPasses(t *testing.T) {
	const chunks, rows, cols = 40, 250, 20
	size := int64(chunks * rows * cols * 8)
	source := &counted{}
	a := lazy.FromSource(source, lazy.Float64, []int{chunks * rows, cols}, [][]int{even(chunks, rows), {cols}})
	results := map[string]func() *lazy.Array{
		"q":          func() *lazy.Array { q, _ := QR(a); return q },
		"u":          func() *lazy.Array { u, _, _ := SVD(a); return u },
		"compressed": func() *lazy.Array { u, _, _ := SVDCompressed(a, 2, CompressedOptions{Oversampling: 1}); return u },
		"pca full":   func() *lazy.Array { return PCA(a, 2, PCAOptions{}).Scores },
		"pca randomized": func() *lazy.Array {
			return PCA(a, 2, PCAOptions{Solver: Randomized, Compressed: CompressedOptions{Oversampling: 1}}).Scores
		},
		"covariance": func() *lazy.Array { return Cov(a.Transpose()) },
	}
	passes := map[string]int64{"q": 2, "u": 2, "compressed": 6, "pca full": 3, "pca randomized": 7, "covariance": 2}
	limit := holdLimit
	defer func() { holdLimit = limit }()
	for name, f := range results {
		holdLimit = limit
		source.reads.Store(0)
		want, err := f().Float64s()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n := source.reads.Load(); n != chunks {
			t.Errorf("%s: %d reads of %d chunks that are held", name, n, chunks)
		}
		holdLimit = func() int64 { return size / 2 }
		source.reads.Store(0)
		x := f()
		plan, err := x.Sum(0).Explain(lazy.WithWorkers(2))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := x.Float64s()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n := source.reads.Load(); n != passes[name]*chunks {
			t.Errorf("%s: %d reads of %d chunks, want %d of each", name, n, chunks, passes[name])
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-9*math.Max(1, math.Abs(want[i])) {
				t.Fatalf("%s: element %d is %v, want %v", name, i, got[i], want[i])
			}
		}
		if plan.Memory > size {
			t.Errorf("%s: the plan takes %d bytes of %d", name, plan.Memory, size)
		}
		t.Logf("%s: %d bytes of %d", name, plan.Memory, size)
	}
}

func even(n, size int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = size
	}
	return out
}
