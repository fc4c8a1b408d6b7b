package rt

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"
)

// Run is one run of a cell.
type Run struct {
	steps *int
	left  atomic.Bool
}

var running atomic.Pointer[Run]

// Begin comes first when a cell runs. steps counts the statements that the run has completed.
func Begin(steps *int) *Run {
	*steps = 0
	r := &Run{steps: steps}
	running.Store(r)
	return r
}

// Step notes that the first n top-level statements are completed. A run that was left behind goes no further.
func (r *Run) Step(n int) {
	if r.left.Load() {
		runtime.Goexit()
	}
	*r.steps = n
}

// Leave gives up the run that began last, which waits: should something wake it, it ends with its current statement.
func Leave() {
	if r := running.Load(); r != nil {
		r.left.Store(true)
	}
}

// CellHost is a Host that can tell a cell from what it has started.
type CellHost interface {
	// InCell reports whether the goroutine that calls it is the running cell's own.
	InCell() bool
}

// Sleep is time.Sleep, but an interrupt ends it, and with it the cell, if the cell itself sleeps.
func Sleep(d time.Duration) {
	box := current.Load()
	if box == nil || d <= 0 {
		time.Sleep(d)
		return
	}
	if h, ok := box.Host.(CellHost); !ok || !h.InCell() {
		time.Sleep(d)
		return
	}
	ctx := box.Context()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		panic(Failure{context.Cause(ctx)})
	}
}
