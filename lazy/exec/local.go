package exec

import (
	"container/heap"
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/fuse"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/source"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() { lazy.RegisterExecutor(Local{}) }

// Local runs graphs on a pool of goroutines.
type Local struct{}

// Run plans the tasks behind the arrays' chunks and runs them, always the first one in depth-first order that is ready: so a chunk is
// read soon after it was made, and few are held at a time. A plan that doesn't fit into memory is refused.
func (Local) Run(ctx context.Context, arrays []*lazy.Array, r lazy.Run, f func(int, lazy.Chunk) error) error {
	p, err := newPlan(ctx, arrays)
	if err != nil {
		return err
	}
	workers, _, allowed, err := p.budget(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newSchedule(p, r, f)
	s.pool.Limit = allowed / 8
	stop := context.AfterFunc(ctx, func() { s.fail(context.Cause(ctx)) })
	defer stop()
	var wg sync.WaitGroup
	for range min(workers, len(p.tasks)) {
		wg.Go(func() { s.work(ctx) })
	}
	wg.Wait()
	s.report(true)
	return s.err
}

// schedule is the state of a run.
type schedule struct {
	*plan
	run     lazy.Run
	deliver func(int, lazy.Chunk) error
	pool    *kernel.Pool

	mu      sync.Mutex
	change  *sync.Cond
	ready   numbers
	waiting []int32 // reads of each task that are not there yet
	uses    []int32 // reads of each result that are still to come
	results []result
	left    int
	err     error

	delivering sync.Mutex

	start    time.Time
	made     int64 // bytes of the chunks made
	reported time.Time
	telling  sync.Mutex
}

// result is a chunk that was made.
type result struct {
	block  *block.Dense
	sparse *block.Sparse // instead of block
	memory *memory
}

func newSchedule(p *plan, r lazy.Run, f func(int, lazy.Chunk) error) *schedule {
	s := &schedule{plan: p, run: r, deliver: f, pool: kernel.NewPool(), left: len(p.tasks), start: time.Now()}
	s.change = sync.NewCond(&s.mu)
	s.waiting = make([]int32, len(p.tasks))
	s.uses = make([]int32, len(p.tasks))
	s.results = make([]result, len(p.tasks))
	for n, t := range p.tasks {
		s.waiting[n] = int32(len(t.deps))
		s.uses[n] = t.uses
		if len(t.deps) == 0 {
			s.ready = append(s.ready, int32(n))
		}
	}
	return s
}

func (s *schedule) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil && s.left > 0 {
		s.err = err
	}
	s.change.Broadcast()
}

// next waits for a task that is ready; false says that there will be none.
func (s *schedule) next() (int32, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.ready) == 0 && s.left > 0 && s.err == nil {
		s.change.Wait()
	}
	if s.err != nil || s.left == 0 {
		return 0, false
	}
	return heap.Pop(&s.ready).(int32), true
}

func (s *schedule) work(ctx context.Context) {
	for {
		n, ok := s.next()
		if !ok {
			return
		}
		if err := s.perform(ctx, n); err != nil {
			s.fail(err)
			return
		}
	}
}

// perform runs one task, hands its chunk on when it is wanted, and gives back what it read for the last time.
func (s *schedule) perform(ctx context.Context, n int32) error {
	t := &s.tasks[n]
	l := &s.layers[t.layer]
	c := s.call(ctx, t, l)
	began := time.Now()
	b, err := guarded(&l.Unit, c)
	if err == nil && s.run.Profile != nil {
		s.run.Profile.Add(l.Title(), b.NBytes(), time.Since(began))
	}
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("%s, chunk %v: %w", l.Array.Op().Name(), lazy.Shape(c.Index), err)
	}
	s.keep(n, b, c.In)
	if t.root > 0 {
		if err := s.handOver(c, n, b); err != nil {
			return err
		}
	}
	s.done(n, b.NBytes())
	s.report(false)
	return nil
}

// done gives back what a task read for the last time, and makes those ready that waited for it.
func (s *schedule) done(n int32, bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &s.tasks[n]
	for _, d := range t.deps {
		s.release(d)
	}
	if t.root > 0 {
		s.release(n)
	}
	for _, u := range t.users {
		if s.waiting[u]--; s.waiting[u] == 0 {
			heap.Push(&s.ready, u)
		}
	}
	s.left--
	s.made += bytes
	s.change.Broadcast()
}

// reportEvery is how often a run tells how far it is.
const reportEvery = 100 * time.Millisecond

// report tells how far the run is, when that was not told for a while.
func (s *schedule) report(last bool) {
	if s.run.Progress == nil {
		return
	}
	s.telling.Lock()
	defer s.telling.Unlock()
	now := time.Now()
	if !last && now.Sub(s.reported) < reportEvery {
		return
	}
	s.reported = now
	s.mu.Lock()
	p := lazy.Progress{Done: len(s.tasks) - s.left, Tasks: len(s.tasks), Bytes: s.made, Elapsed: now.Sub(s.start)}
	s.mu.Unlock()
	s.run.Progress(p)
}

// call gathers what a kernel needs.
func (s *schedule) call(ctx context.Context, t *task, l *layer) *kernel.Call {
	g := l.Array.Grid()
	c := &kernel.Call{Ctx: ctx, Array: l.Array, Index: g.Index(t.chunk), Grids: l.grids, Pool: s.pool}
	c.Shape = g.ChunkShape(c.Index)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range t.deps {
		r := s.results[d]
		c.In = append(c.In, r.block)
		c.Sparse = append(c.Sparse, r.sparse)
		c.Mine = append(c.Mine, s.uses[d] == 1 && !r.memory.lent && r.memory.users == 1)
	}
	return c
}

// guarded calls a kernel; a panic in it, or in a source that it calls, is an error.
func guarded(u *fuse.Unit, c *kernel.Call) (b block.Block, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return u.Make(c)
}

// keep remembers a result, together with the memory it lies in: its own, or that of a chunk it was made of.
func (s *schedule) keep(n int32, made block.Block, in []*block.Dense) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := made.(*block.Dense)
	if !ok { // sparse chunks share what they like, and their memory isn't used again
		s.results[n] = result{sparse: made.(*block.Sparse), memory: &memory{lent: true, users: 1}}
		return
	}
	for i, d := range s.tasks[n].deps {
		if s.results[d].sparse == nil && kernel.Shares(b, in[i]) {
			m := s.results[d].memory
			m.users++
			s.results[n] = result{block: b, memory: m}
			return
		}
	}
	held := lentBy(s.layers[s.tasks[n].layer].Array.Op())
	s.results[n] = result{block: b, memory: &memory{block: b, lent: held, users: 1}}
}

// release counts one read of a result less; after the last one its memory can be used again. The caller holds the lock.
func (s *schedule) release(n int32) {
	if s.uses[n]--; s.uses[n] > 0 {
		return
	}
	m := s.results[n].memory
	s.results[n] = result{}
	if m.users--; m.users == 0 && !m.lent {
		s.pool.Put(m.block)
	}
}

// handOver gives a wanted chunk to the caller of the run.
func (s *schedule) handOver(c *kernel.Call, n int32, b block.Block) error {
	if !s.run.Concurrent {
		s.delivering.Lock()
		defer s.delivering.Unlock()
	}
	if s.run.Keep {
		s.mu.Lock()
		s.results[n].memory.lent = true
		s.mu.Unlock()
	}
	if err := c.Ctx.Err(); err != nil {
		return context.Cause(c.Ctx)
	}
	return s.deliver(int(s.tasks[n].root-1), lazy.Chunk{Index: c.Index, Offset: c.Array.Grid().Offset(c.Index), Block: b})
}

// numbers is a heap of task numbers, the lowest first.
type numbers []int32

func (h numbers) Len() int           { return len(h) }
func (h numbers) Less(i, j int) bool { return h[i] < h[j] }
func (h numbers) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *numbers) Push(x any)        { *h = append(*h, x.(int32)) }
func (h *numbers) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// lentBy says that an operation's chunks are memory of somebody else, who may use it again.
func lentBy(o op.Op) bool {
	switch o.(type) {
	case *op.Memory, *op.File, *op.Blockwise, *op.Fold, *source.Boxed:
		return true
	}
	return false
}
