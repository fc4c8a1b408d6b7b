package exec

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
)

// schedule is the state of a run.
type schedule struct {
	*plan
	run     lazy.Run
	deliver func(int, lazy.Chunk) error
	pool    *kernel.Pool

	mu      sync.Mutex
	change  *sync.Cond
	ready   numbers // batches
	waiting []int32 // reads of each batch that are not there yet
	idle    int     // workers that wait
	left    int     // batches
	err     error
	ahead   ahead
	failed  atomic.Bool

	// These belong to whoever makes and reads the results: a task's result is there before any batch that reads it is ready.
	uses    []atomic.Int32 // reads of each result that are still to come
	results []result

	delivering sync.Mutex

	garbage atomic.Int64 // bytes of chunks that nobody needs any more and that can't be used again
	most    int64        // how many there may be before they are collected; 0: the runtime decides

	start    time.Time
	made     atomic.Int64 // bytes of the chunks made
	done     atomic.Int64 // tasks
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
	s := &schedule{plan: p, run: r, deliver: f, pool: kernel.NewPool(), left: len(p.batches), start: time.Now()}
	s.change = sync.NewCond(&s.mu)
	s.waiting = make([]int32, len(p.batches))
	s.uses = make([]atomic.Int32, len(p.tasks))
	s.results = make([]result, len(p.tasks))
	for n := range p.tasks {
		s.uses[n].Store(p.tasks[n].uses)
	}
	for n := range p.batches {
		if s.waiting[n] = p.batches[n].waiting; s.waiting[n] == 0 {
			s.ready = append(s.ready, int32(n)) // in order, which is a heap
		}
	}
	return s
}

func (s *schedule) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil && s.left > 0 {
		s.err = err
		s.failed.Store(true)
	}
	s.change.Broadcast()
}

// next waits for a batch that is ready, after the one that was done before, -1 for none, made others so; false says that there will be none.
func (s *schedule) next(before int32) (int32, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if before >= 0 {
		s.left--
		s.ahead.done(before)
		fresh := 0
		for _, u := range s.batches[before].users {
			if s.waiting[u]--; s.waiting[u] == 0 {
				s.ready.push(u)
				fresh++
			}
		}
		switch {
		case s.left == 0:
			s.change.Broadcast()
		case s.ahead.bounded && s.idle > 0: // there may be room now
			s.change.Broadcast()
		default:
			for range min(fresh-1, s.idle) { // the first is this worker's
				s.change.Signal()
			}
		}
	}
	for (len(s.ready) == 0 || !s.ahead.may(s.ready[0])) && s.left > 0 && s.err == nil {
		s.idle++
		s.change.Wait()
		s.idle--
	}
	if s.err != nil || s.left == 0 {
		return 0, false
	}
	n := s.ready.pop()
	s.ahead.begin(n)
	return n, true
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
	s.run.Progress(lazy.Progress{Done: int(s.done.Load()), Tasks: len(s.tasks), Bytes: s.made.Load(), Elapsed: now.Sub(s.start)})
}

// release counts one read of a result less; after the last one its memory can be used again.
func (s *schedule) release(n int32) {
	if s.uses[n].Add(-1) > 0 {
		return
	}
	m := s.results[n].memory
	s.results[n] = result{}
	if s.ahead.bounded {
		s.mu.Lock()
		s.ahead.gone(n)
		s.mu.Unlock()
	}
	switch {
	case m.users.Add(-1) > 0:
	case m.lent.Load():
		if !s.run.Keep || s.tasks[n].root == 0 {
			s.drop(s.sizes[n])
		}
	case !s.pool.Put(m.block):
		s.drop(m.block.NBytes())
	}
}

// numbers is a heap, the lowest number first.
type numbers []int32

func (h *numbers) push(n int32) {
	v := append(*h, n)
	for i := len(v) - 1; i > 0; {
		up := (i - 1) / 2
		if v[up] <= v[i] {
			break
		}
		v[up], v[i] = v[i], v[up]
		i = up
	}
	*h = v
}

func (h *numbers) pop() int32 {
	v := *h
	first, last := v[0], len(v)-1
	v[0] = v[last]
	v = v[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down >= last {
			break
		}
		if right := down + 1; right < last && v[right] < v[down] {
			down = right
		}
		if v[i] <= v[down] {
			break
		}
		v[i], v[down] = v[down], v[i]
		i = down
	}
	*h = v
	return first
}
