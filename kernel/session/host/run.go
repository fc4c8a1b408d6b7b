package host

import (
	"fmt"
	"strings"
	"time"

	"github.com/lazycell/lazycell/kernel/session/load"
	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/session/rt"
)

// run loads a cell unless it is there already, and runs it.
func (h *host) run(req pipe.Request) pipe.Event {
	h.newContext()
	if h.config.BeginCell != nil {
		h.config.BeginCell(req.Key)
	}
	cell, fault := h.load(req.Plugin)
	if fault != nil {
		return pipe.Event{Fault: fault}
	}
	var failure error
	stop := make(chan struct{})
	go h.locks.watch(stop)
	refused, ended := h.stdin.during(func() { fault, failure = h.guard(cell.Run) })
	close(stop)
	fault = withInput(fault, failure, refused, ended)
	done := pipe.Event{Fault: fault}
	if cell.Steps != nil {
		done.Steps = *cell.Steps
	}
	return done
}

// guard calls f in a goroutine of its own and says how it failed, and with which error if it was one.
func (h *host) guard(f func()) (*pipe.Fault, error) {
	var failure error
	result := make(chan *pipe.Fault, 1)
	id := make(chan string, 1)
	go func() {
		own := currentGoroutine()
		h.cell.Store(&own)
		id <- own
		finished := false
		defer func() {
			// Without a panic and without an end, the goroutine was told to exit.
			if r := recover(); r != nil {
				failure, _ = r.(error)
				result <- h.fault(r)
			} else if !finished {
				result <- &pipe.Fault{Kind: pipe.Panicked, Name: "panic", Value: "runtime.Goexit ended the cell", Frames: frames()}
			} else {
				result <- nil
			}
		}()
		f()
		finished = true
	}()
	running := <-id
	var look <-chan time.Time
	for interrupted := h.Context().Done(); ; {
		select {
		case fault := <-result:
			return fault, failure
		case <-interrupted:
			interrupted, look = nil, time.Tick(stuckLook)
		case <-look:
			// What nothing can wake need not be ended together with all values: it is left alone.
			if g, ok := h.locks.stuck(running); ok {
				rt.Leave()
				return &pipe.Fault{Kind: pipe.LeftBehind, Value: g.state, Frames: g.frames()}, nil
			}
		}
	}
}

// stuckLook is the time between two looks at an interrupted cell.
const stuckLook = 200 * time.Millisecond

// load opens a plugin. Imported packages that it brings along are initialised by that, so it is guarded like a run.
func (h *host) load(path string) (*rt.Cell, *pipe.Fault) {
	if c, ok := h.cells[path]; ok {
		return c, nil
	}
	var cell *rt.Cell
	var err error
	if fault, _ := h.guard(func() { cell, err = open(path) }); fault != nil {
		fault.Kind = pipe.NotLoaded
		return nil, fault
	}
	if err != nil {
		return nil, &pipe.Fault{Kind: pipe.NotLoaded, Name: pipe.LoadError, Value: err.Error()}
	}
	h.cells[path] = cell
	return cell, nil
}

func open(path string) (*rt.Cell, error) {
	c, err := load.Cell(path)
	if err != nil && strings.Contains(err.Error(), "different version of package") {
		return nil, fmt.Errorf("%w; the source of lazycell, or Go, has changed since this kernel was built: build it again (make build) and restart the kernel", err)
	}
	return c, err
}
