package machine

import (
	"math"
	"runtime/debug"
	"sync"
)

// Slack is what a program takes beside the values that it holds, for the garbage collector to work with.
const Slack = 32 << 20

// holds is what computations that go on may take.
type holds struct {
	mu     sync.Mutex
	runs   int
	bytes  int64 // that the runs may take together
	base   int64 // that the program held before the first of them
	before int64 // the limit that was set before
}

var holding holds

// Hold tells the runtime that a computation is going to take so many bytes, until release is called: garbage is collected in time for the
// program to stay near what it holds and this, and freed memory goes back to the system. A lower limit that was set by somebody else, or by
// GOMEMLIMIT, stays.
func Hold(bytes int64) (release func()) {
	h := &holding
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.runs == 0 {
		h.base, h.before, h.bytes = inUse(), debug.SetMemoryLimit(-1), 0
	}
	h.runs++
	h.bytes += bytes
	h.set()
	return sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.runs--
		h.bytes -= bytes
		h.set()
	})
}

func (h *holds) set() {
	limit := h.before
	if h.runs > 0 && h.bytes < math.MaxInt64/2-h.base {
		limit = min(limit, h.base+h.bytes+Slack)
	}
	debug.SetMemoryLimit(limit)
}
