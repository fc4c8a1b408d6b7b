package exec

import (
	"runtime"

	"github.com/lazycell/lazycell/lazy/op"
)

// batch is tasks with neighbouring numbers that a worker runs one after the other: so that it takes as little time to share out many small tasks as it takes
// to share out a few large ones. Batches can't wait for each other in a circle, because no task reads one with a higher number.
type batch struct {
	lo, hi  int32   // the tasks
	waiting int32   // reads of other batches' chunks
	users   []int32 // batches that read chunks of this one, once for each read
}

const (
	// batchWork is how many elements the steps of a batch go through: it takes some ten microseconds.
	batchWork = 1 << 17
	// taskWork is how many elements a processor goes through in the time that a task takes anyway.
	taskWork = 1000
	// batchBytes is how much memory the chunks of a batch take.
	batchBytes = 256 << 10
	// batchShares is how many batches there are for each worker, or else tasks are batches.
	batchShares = 32
)

// cut cuts the tasks into batches.
func (p *plan) cut() {
	work := make([]int64, len(p.layers)) // of a task of each layer; -1 for what is not to share a batch
	for i := range p.layers {
		work[i] = p.layers[i].work()
	}
	var sum, bytes int64
	for i := range p.tasks {
		sum += p.share(work, &p.tasks[i])
	}
	limit := min(batchWork, sum/int64(batchShares*runtime.GOMAXPROCS(0)))
	sum = 0
	for n := range p.tasks {
		t := &p.tasks[n]
		alone, w, size := work[t.layer] < 0, p.share(work, t), p.sizes[n]
		if n == 0 || alone || sum+w > limit || bytes+size > batchBytes {
			p.batches = append(p.batches, batch{lo: int32(n)})
			sum, bytes = 0, 0
		}
		last := len(p.batches) - 1
		p.batches[last].hi = int32(n) + 1
		t.batch = int32(last)
		sum, bytes = sum+w, bytes+size
		if alone {
			sum = limit
		}
	}
	p.connect()
}

// share is the work of a task that may share a batch, 0 for others.
func (p *plan) share(work []int64, t *task) int64 {
	return max(work[t.layer], 0) * int64(max(t.hi-t.lo, 1))
}

// connect finds out which batches wait for which.
func (p *plan) connect() {
	counts := make([]int32, len(p.batches))
	edges := 0
	each := func(f func(from, to int32)) {
		for n := range p.tasks {
			t := &p.tasks[n]
			for _, d := range p.deps(t) {
				if from := p.tasks[d].batch; from != t.batch {
					f(from, t.batch)
				}
			}
		}
	}
	each(func(from, to int32) {
		counts[from]++
		p.batches[to].waiting++
		edges++
	})
	all := make([]int32, edges)
	for i, n := range counts {
		p.batches[i].users, all = all[:0:n], all[n:]
	}
	each(func(from, to int32) { p.batches[from].users = append(p.batches[from].users, to) })
}

// work is about how many elements a task of the layer goes through, step by step; -1 for what may take long whatever the number of elements, or has its own
// ways with processors and files.
func (l *layer) work() int64 {
	most := func(g *op.Grid) int64 {
		n := int64(1)
		for _, k := range g.Largest() {
			n *= int64(k)
		}
		return n
	}
	switch l.Array.Op().(type) {
	case *op.Reduce, *op.Concat, *op.Expand, *op.Reshape, *op.Convert, *op.Memory, *op.Transpose, *op.AddUp:
	default:
		if l.Domain == nil {
			return -1
		}
	}
	total := most(l.Array.Grid())
	if l.Domain != nil {
		total = most(l.Domain)
	}
	for _, g := range l.grids {
		total = max(total, most(g))
	}
	return (total + taskWork) * int64(len(l.Steps))
}
