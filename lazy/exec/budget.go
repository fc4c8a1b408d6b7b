package exec

import (
	"fmt"
	"runtime"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/machine"
	"github.com/lazycell/lazycell/lazy/op"
)

// bytes is the size of the chunk that a task makes.
func (p *plan) bytes(n int32) int64 {
	t := &p.tasks[n]
	a := p.layers[t.layer].Array
	g := a.Grid()
	if a.Kind() == lazy.Dense {
		return int64(g.ChunkSize(t.chunk)) * int64(a.DType().Size())
	}
	return a.StoredBytes(g.ChunkShape(g.Index(t.chunk)), 1)
}

// copies is the size of the dense copies of sparse chunks that a task works on.
func (p *plan) copies(n int32) (total int64) {
	t := &p.tasks[n]
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

// peak is how many bytes of chunks there are at once when tasks run in their order and workers of them at a time: what is held after each task for
// later ones, and what is being made. Chunks that lie in memory anyway don't count, nor do those that are handed on and kept elsewhere, unless keep says
// that they stay.
func (p *plan) peak(workers int, keep bool) int64 {
	uses := make([]int32, len(p.tasks))
	sizes := make([]int64, len(p.tasks))
	var largest int64
	for n, t := range p.tasks {
		uses[n] = t.uses
		if _, held := p.layers[t.layer].Array.Op().(*op.Memory); !held {
			sizes[n] = p.bytes(int32(n))
		}
		largest = max(largest, sizes[n]+p.copies(int32(n)))
	}
	for _, b := range p.batches {
		total := int64(0)
		for _, size := range sizes[b.lo:b.hi] {
			total += size
		}
		largest = max(largest, total)
	}
	var held, most int64
	release := func(n int32) {
		if uses[n]--; uses[n] == 0 {
			held -= sizes[n]
		}
	}
	for n, t := range p.tasks {
		held += sizes[n]
		most = max(most, held+p.copies(int32(n)))
		for _, d := range p.deps(&t) {
			release(d)
		}
		if t.root > 0 && !keep {
			release(int32(n))
		}
	}
	return most + int64(workers-1)*largest
}

// budget is the number of workers that a run may have, the bytes its chunks take at once with so many, and how many they may take. When even one worker
// takes too much the run is refused.
func (p *plan) budget(r lazy.Run) (workers int, need, allowed int64, err error) {
	workers = r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	allowed = r.Memory
	if allowed <= 0 {
		allowed = machine.Memory() / 5 * 4
	}
	for ; ; workers-- {
		if need = p.peak(workers, r.Keep); need <= allowed {
			return workers, need, allowed, nil
		}
		if workers == 1 {
			return 1, need, allowed, fmt.Errorf("%w: its chunks take %d MiB at once and may take %d MiB: cut the arrays into smaller chunks (Rechunk, or Chunks when they "+
				"are made), compute a part, or allow more with WithMemory", errMemory, need>>20, allowed>>20)
		}
	}
}

var errMemory = fmt.Errorf("lazy: the computation doesn't fit into memory")
