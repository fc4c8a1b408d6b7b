package exec

import (
	"context"
	"fmt"
	"runtime/pprof"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/source"
	"github.com/lazycell/lazycell/lazy/op"
)

// worker runs batches of a schedule, one after the other.
type worker struct {
	*schedule
	ctx  context.Context
	call kernel.Call
	kept []any // what the kernel of each layer keeps from one task to the next

	number   int
	labels   []context.Context // of the samples of CPU profiles, by layer
	labelled int32             // the layer whose labels are set, counted from 1
}

// label has the samples of CPU profiles say which layer a task belongs to. It costs next to nothing.
func (w *worker) label(layer int32) {
	if w.labelled == layer+1 {
		return
	}
	if w.labels[layer] == nil {
		w.labels[layer] = pprof.WithLabels(w.ctx, pprof.Labels("lazy.layer", w.layers[layer].Title()))
	}
	pprof.SetGoroutineLabels(w.labels[layer])
	w.labelled = layer + 1
}

func (w *worker) work() {
	before := int32(-1)
	for {
		n, ok := w.next(before)
		if !ok {
			return
		}
		b := &w.batches[n]
		for t := b.lo; t < b.hi; t++ {
			if w.failed.Load() {
				return
			}
			if err := w.perform(t); err != nil {
				w.fail(err)
				return
			}
		}
		before = n
	}
}

// perform runs one task, hands its chunk on when it is wanted, and gives back what it read for the last time.
func (w *worker) perform(n int32) error {
	t := &w.tasks[n]
	l := &w.layers[t.layer]
	w.label(t.layer)
	c := w.prepare(t, l)
	var began time.Time
	if w.run.Profile != nil {
		began = time.Now()
	}
	b, err := w.make(l, c)
	if err != nil {
		if w.ctx.Err() != nil {
			return context.Cause(w.ctx)
		}
		return fmt.Errorf("%s, chunk %v: %w", l.Array.Op().Name(), lazy.Shape(c.Index), err)
	}
	if p := w.run.Profile; p != nil {
		p.Add(lazy.ProfileTask{Steps: l.Title(), Worker: w.number, Start: began, Took: time.Since(began), Bytes: b.NBytes()})
	}
	w.keep(n, b, c.In)
	if t.root > 0 {
		if err := w.handOver(c, n, b); err != nil {
			return err
		}
		w.release(n)
	}
	for _, d := range w.deps(t) {
		w.release(d)
	}
	clear(c.In)
	clear(c.Sparse)
	w.made.Add(b.NBytes())
	w.done.Add(1)
	w.report(false)
	return nil
}

// prepare gathers what a kernel needs. It is good until the next task.
func (w *worker) prepare(t *task, l *layer) *kernel.Call {
	g := l.Array.Grid()
	c := &w.call
	*c = kernel.Call{Ctx: w.ctx, Array: l.Array, Index: g.Index(t.chunk), Grids: l.grids, Pool: w.pool, Kept: &w.kept[t.layer],
		In: c.In[:0], Sparse: c.Sparse[:0], Mine: c.Mine[:0]}
	c.Shape = g.ChunkShape(c.Index)
	for _, d := range w.deps(t) {
		r := w.results[d]
		c.In = append(c.In, r.block)
		c.Sparse = append(c.Sparse, r.sparse)
		c.Mine = append(c.Mine, w.uses[d].Load() == 1 && !r.memory.lent.Load() && r.memory.users.Load() == 1)
	}
	return c
}

// make calls the kernel. One that is deaf is left behind when the run is to stop.
func (w *worker) make(l *layer, c *kernel.Call) (block.Block, error) {
	f := func() (block.Block, error) { return l.Make(c) }
	if l.deaf {
		return kernel.Apart(w.ctx, f)
	}
	return kernel.Guarded(f)
}

// keep remembers a result, together with the memory it lies in: its own, or that of a chunk it was made of.
func (w *worker) keep(n int32, made block.Block, in []*block.Dense) {
	t := &w.tasks[n]
	b, ok := made.(*block.Dense)
	if !ok { // sparse chunks share what they like, and their memory isn't used again
		m := newMemory(nil, true)
		w.results[n] = result{sparse: made.(*block.Sparse), memory: m}
		return
	}
	for i, d := range w.deps(t) {
		if w.results[d].sparse == nil && kernel.Shares(b, in[i]) {
			m := w.results[d].memory
			m.users.Add(1)
			w.results[n] = result{block: b, memory: m}
			return
		}
	}
	w.results[n] = result{block: b, memory: newMemory(b, lentBy(w.layers[t.layer].Array.Op()))}
}

// handOver gives a wanted chunk to the caller of the run.
func (w *worker) handOver(c *kernel.Call, n int32, b block.Block) error {
	if !w.run.Concurrent {
		w.delivering.Lock()
		defer w.delivering.Unlock()
	}
	if w.run.Keep {
		w.results[n].memory.lent.Store(true)
	}
	if err := c.Ctx.Err(); err != nil {
		return context.Cause(c.Ctx)
	}
	return w.deliver(int(w.tasks[n].root-1), lazy.Chunk{Index: c.Index, Offset: c.Array.Grid().Offset(c.Index), Block: b})
}

// lentBy says that an operation's chunks are memory of somebody else, who may use it again.
func lentBy(o op.Op) bool {
	switch o := o.(type) {
	case *op.Memory, *op.Blockwise, *op.Fold:
		return true
	case *op.File:
		return source.Lends(o)
	case *source.Boxed:
		return source.Lends(o.File)
	}
	return false
}
