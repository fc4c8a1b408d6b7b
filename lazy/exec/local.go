package exec

import (
	"context"
	"sync"

	"github.com/lazycell/lazycell/lazy"
)

func init() { lazy.RegisterExecutor(Local{}) }

// Local runs graphs on a pool of goroutines.
type Local struct{}

// Run plans the tasks behind the arrays' chunks and runs them, always the first batch in depth-first order that is ready: so a chunk is
// read soon after it was made, and few are held at a time. A plan that doesn't fit into memory is refused.
func (Local) Run(ctx context.Context, arrays []*lazy.Array, r lazy.Run, f func(int, lazy.Chunk) error) error {
	p, err := newPlan(ctx, arrays, r.Keep)
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
	for range min(workers, len(p.batches)) {
		wg.Go(func() { (&worker{schedule: s, ctx: ctx, kept: make([]any, len(p.layers))}).work() })
	}
	wg.Wait()
	s.report(true)
	return s.err
}
