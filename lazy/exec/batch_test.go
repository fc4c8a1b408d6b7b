package exec

import (
	"context"
	"runtime"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/rewrite"
	"github.com/lazycell/lazycell/lazy/random"
)

// Batches are all tasks in order, small tasks share one, tasks that may take long don't, and each waits for what it reads.
func TestBatches(t *testing.T) {
	small := random.New(1).Chunks(10, 10).Uniform(1000, 1000)
	large := random.New(1).Chunks(500, 500).Uniform(1000, 1000)
	slow := lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) { return in[0], nil })
	for _, tc := range []struct {
		name  string
		array *lazy.Array
		most  int // batches
		least int
	}{
		{"small chunks", small.Sum(), 1000, 16 * runtime.GOMAXPROCS(0)},
		{"large chunks", large.AddScalar(1).Sum(), 6, 4},
		{"functions", small.MapBlocks(slow, lazy.Float64), 20000, 10000},
		{"rows and columns", small.Sum(0).Add(small.Sum(1)), 2000, 16 * runtime.GOMAXPROCS(0)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := newPlan(t.Context(), rewrite.Parted(rewrite.Pushed([]*lazy.Array{tc.array})), planning{})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(p.batches); n < tc.least || n > tc.most {
				t.Errorf("%d tasks are in %d batches, want %d to %d", len(p.tasks), n, tc.least, tc.most)
			}
			next, waiting := int32(0), make([]int32, len(p.batches))
			for k, b := range p.batches {
				if b.lo != next || b.hi <= b.lo {
					t.Fatalf("batch %d is tasks %d to %d, and %d come next", k, b.lo, b.hi, next)
				}
				next = b.hi
				for _, u := range b.users {
					if int(u) <= k {
						t.Fatalf("batch %d reads the later batch %d", u, k)
					}
					waiting[u]++
				}
			}
			if int(next) != len(p.tasks) {
				t.Errorf("batches end with task %d of %d", next, len(p.tasks))
			}
			for k, b := range p.batches {
				if waiting[k] != b.waiting {
					t.Errorf("batch %d waits for %d reads, and is told of %d", k, b.waiting, waiting[k])
				}
			}
		})
	}
}
