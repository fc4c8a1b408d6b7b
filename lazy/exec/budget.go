package exec

import (
	"errors"
	"runtime"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/machine"
	"github.com/lazycell/lazycell/lazy/op"
)

// measure finds out how many bytes each task makes and works on.
func (p *plan) measure() {
	p.sizes, p.scratch = make([]int64, len(p.tasks)), make([]int64, len(p.tasks))
	works := make([]func(*kernel.Sizes) int64, len(p.layers))
	held := make([]bool, len(p.layers))
	for i := range p.layers {
		l := &p.layers[i]
		if l.Domain == nil && l.Sparse == nil {
			works[i] = kernel.ScratchOf(l.Array.Op())
		}
		_, held[i] = l.Array.Op().(*op.Memory)
	}
	for n := range p.tasks {
		t := &p.tasks[n]
		if !held[t.layer] {
			p.sizes[n] = p.bytes(t)
		}
		p.scratch[n] = p.copies(t)
		if f := works[t.layer]; f != nil {
			p.scratch[n] += f(p.sizesOf(t))
		}
	}
}

// bytes is the size of the chunk that a task makes.
func (p *plan) bytes(t *task) int64 {
	a := p.layers[t.layer].Array
	g := a.Grid()
	if a.Kind() == lazy.Dense {
		return int64(g.ChunkSize(t.chunk)) * int64(a.DType().Size())
	}
	return a.StoredBytes(g.ChunkShape(g.Index(t.chunk)), 1)
}

// copies is the size of the dense copies of sparse chunks that a task works on.
func (p *plan) copies(t *task) (total int64) {
	if p.layers[t.layer].Sparse != nil {
		return 0
	}
	for _, d := range p.deps(t) {
		if a := p.layers[p.tasks[d].layer].Array; a.Kind() != lazy.Dense {
			total += int64(a.Grid().ChunkSize(p.tasks[d].chunk)) * int64(a.DType().Size())
		}
	}
	return total
}

// sizesOf is what a task reads and makes.
func (p *plan) sizesOf(t *task) *kernel.Sizes {
	g := p.layers[t.layer].Array.Grid()
	index := g.Index(t.chunk)
	s := &kernel.Sizes{Out: p.bytes(t), Elem: 1, Offset: g.Offset(index), Shape: g.ChunkShape(index)}
	for i, d := range p.deps(t) {
		in := &p.tasks[d]
		a := p.layers[in.layer].Array
		if i == 0 {
			s.Elem = a.DType().Size()
		}
		s.In = append(s.In, p.bytes(in))
		s.InShapes = append(s.InShapes, a.Grid().ChunkShape(a.Grid().Index(in.chunk)))
	}
	return s
}

// follow goes through the tasks in their order and tells how many bytes there are while each is at work: what is held for it and for later ones, what it
// makes, and what it works on. Chunks that lie in memory anyway don't count, nor do those that are handed on and kept elsewhere, unless keep says that
// they stay. gone is told of each chunk that is not needed any more after a task.
func (p *plan) follow(keep bool, f func(n int32, bytes int64), gone func(n int32)) {
	uses := make([]int32, len(p.tasks))
	for n := range p.tasks {
		uses[n] = p.tasks[n].uses
	}
	var held int64
	release := func(n int32) {
		if uses[n]--; uses[n] == 0 {
			held -= p.sizes[n]
			if gone != nil {
				gone(n)
			}
		}
	}
	for i := range p.tasks {
		t, n := &p.tasks[i], int32(i)
		held += p.sizes[n]
		f(n, held+p.scratch[n])
		for _, d := range p.deps(t) {
			release(d)
		}
		if t.root > 0 && !keep {
			release(n)
		}
	}
}

// peak is how many bytes there are at once when tasks run in their order, at most, and how many a worker that runs ahead of that order takes.
func (p *plan) peak(keep bool) (most, ahead int64) {
	for n := range p.tasks {
		ahead = max(ahead, p.sizes[n]+p.scratch[n])
	}
	for _, b := range p.batches {
		total := int64(0)
		for _, size := range p.sizes[b.lo:b.hi] {
			total += size
		}
		ahead = max(ahead, total)
	}
	p.follow(keep, func(_ int32, bytes int64) { most = max(most, bytes) }, nil)
	return most, ahead
}

// allowance is the number of workers that a run may have, the bytes its chunks take at once with so many, and how many they may take.
type allowance struct {
	workers       int
	need, allowed int64
	most          int64 // need with one worker
}

// fits says that one worker at least can run.
func (a allowance) fits() bool { return a.need <= a.allowed }

func (p *plan) budget(r lazy.Run) allowance {
	a := allowance{workers: r.Workers, allowed: r.Memory}
	if a.workers <= 0 {
		a.workers = runtime.GOMAXPROCS(0)
	}
	if a.allowed <= 0 {
		a.allowed = machine.Budget()
	}
	most, ahead := p.peak(r.Keep)
	if ahead > 0 {
		a.workers = int(min(int64(a.workers), 1+max(a.allowed-most, 0)/ahead))
	}
	a.most, a.need = most, most+int64(a.workers-1)*ahead
	return a
}

// errMemory is the error of what can't be run.
var errMemory = errors.New("lazy: the computation doesn't fit into memory")
