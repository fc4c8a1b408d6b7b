package lazy

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/lazycell/lazycell/lazy/block"
)

// Executor computes the chunks of arrays.
type Executor interface {
	// Run makes every chunk of the arrays, which are different from each other, and hands each to f with the number of its array, in any
	// order. Chunks that are not needed for them are not made, and what several need is made once. It ends with the first error, of a
	// kernel or of f, or with that of the context.
	Run(ctx context.Context, arrays []*Array, r Run, f func(array int, c Chunk) error) error
	// Explain is what Run would do.
	Explain(ctx context.Context, arrays []*Array, r Run) (*Plan, error)
}

// Run is how a computation is to be run.
type Run struct {
	Workers    int            // at once; 0: as many as there are processors
	Memory     int64          // bytes that chunks may take at once; 0: as the executor sees fit
	Concurrent bool           // f may be called by several workers at once
	Keep       bool           // f keeps the blocks, so that their memory must not be used again
	Progress   func(Progress) // told now and then how far the run is, by one goroutine at a time; may be nil
	Profile    *Profile       // told where time went; may be nil
	Spill      string         // the directory for chunks that don't fit into memory; "": see WithSpill; "off": nothing goes to disk
}

// Chunk is one chunk of an array.
type Chunk struct {
	Index  []int // which one along each axis
	Offset []int // where it begins
	Block  block.Block
}

type executorBox struct{ Executor }

var executor atomic.Pointer[executorBox]

// RegisterExecutor makes an executor the one that arrays are computed with.
func RegisterExecutor(e Executor) { executor.Store(&executorBox{e}) }

var errNoExecutor = errors.New(`lazy: nothing that computes is linked into this program: add import _ "github.com/lazycell/lazycell"`)

var contextSource atomic.Pointer[func() context.Context]

// SetContext tells where computations that are given no context take theirs from: in a notebook, that of the running cell, which an
// interrupt cancels. nil goes back to the background context.
func SetContext(f func() context.Context) {
	if f == nil {
		contextSource.Store(nil)
		return
	}
	contextSource.Store(&f)
}

// Context is what a computation honours that is given no context: see SetContext.
func Context() context.Context {
	if f := contextSource.Load(); f != nil {
		if ctx := (*f)(); ctx != nil {
			return ctx
		}
	}
	return context.Background()
}
