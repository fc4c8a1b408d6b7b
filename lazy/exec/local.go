package exec

import (
	"context"
	"sync"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/machine"
)

func init() { lazy.RegisterExecutor(Local{}) }

// Local runs graphs on a pool of goroutines.
type Local struct{}

// Run plans the tasks behind the arrays' chunks and runs them, always the first batch in order that is ready: so a chunk is
// read soon after it was made, and few are held at a time. A plan that doesn't fit into memory is changed so that it does, or refused: see fit.
func (Local) Run(ctx context.Context, arrays []*lazy.Array, r lazy.Run, f func(int, lazy.Chunk) error) error {
	fitting, err := fit(ctx, arrays, r)
	if err != nil {
		return err
	}
	defer fitting.close()
	if r.Memory > 0 { // somebody counts on it
		defer machine.Hold(fitting.allowed + fitting.allowed/16)()
	}
	return fitting.start(ctx, r, f)
}

// start runs what has to go to disk first, and then the plan.
func (f *fitting) start(ctx context.Context, r lazy.Run, deliver func(int, lazy.Chunk) error) error {
	stages := f.stages(nil)
	told := stageProgress{f: r.Progress, start: time.Now()}
	for _, s := range stages {
		told.tasks += len(s.plan.tasks)
	}
	for _, s := range stages {
		run := r
		run.Keep, run.Progress = s.keep, told.next(len(s.plan.tasks))
		sink := deliver
		if s.file != nil {
			run.Concurrent = true
			sink = func(_ int, c lazy.Chunk) error { return s.file.Write(c.Index, c.Block) }
		}
		if err := s.run(ctx, run, sink); err != nil {
			return err
		}
	}
	return nil
}

// stage is a plan, and the file that its chunks go to; nil for the last one.
type stage struct {
	*fitting
	file spillFile
}

// stages is the plans in the order in which they are run.
func (f *fitting) stages(file spillFile) (out []stage) {
	for _, s := range f.spills {
		out = append(out, s.making.stages(s.file)...)
	}
	return append(out, stage{f, file})
}

// run runs the tasks of a plan.
func (s *stage) run(ctx context.Context, r lazy.Run, deliver func(int, lazy.Chunk) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := newSchedule(s.plan, r, deliver)
	t.pool.Limit = min(s.allowed/8, max(s.allowed-s.need, s.allowed/32))
	t.room(s.allowed - s.most)
	t.most = max(s.allowed/16, leastGarbage)
	stop := context.AfterFunc(ctx, func() { t.fail(context.Cause(ctx)) })
	defer stop()
	var wg sync.WaitGroup
	n := len(s.plan.layers)
	for k := range min(s.workers, len(s.plan.batches)) {
		wg.Go(func() {
			(&worker{schedule: t, ctx: ctx, kept: make([]any, n), number: k, labels: make([]context.Context, n)}).work()
		})
	}
	wg.Wait()
	t.report(true)
	return t.err
}

// stageProgress tells how far all stages are.
type stageProgress struct {
	f     func(lazy.Progress)
	start time.Time
	tasks int // of all stages

	before int // tasks of earlier stages
	bytes  int64
	last   int64 // bytes of this stage
}

// next is what is told of a stage of so many tasks.
func (p *stageProgress) next(tasks int) func(lazy.Progress) {
	if p.f == nil {
		return nil
	}
	before, bytes := p.before, p.bytes+p.last
	p.bytes, p.last = bytes, 0
	p.before += tasks
	return func(q lazy.Progress) {
		p.last = q.Bytes
		p.f(lazy.Progress{Done: before + q.Done, Tasks: p.tasks, Bytes: bytes + q.Bytes, Elapsed: time.Since(p.start)})
	}
}
