package lazy

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/machine"
	"github.com/lazycell/lazycell/lazy/op"
)

// RunOption changes how an array is computed.
type RunOption func(*runOptions)

type runOptions struct {
	Run
	ctx    context.Context
	onDisk bool // of Persist
}

// WithContext lets ctx stop the computation, whose error is then that of the context.
func WithContext(ctx context.Context) RunOption { return func(o *runOptions) { o.ctx = ctx } }

// WithWorkers sets how many chunks are made at once; the default is the number of processors.
func WithWorkers(n int) RunOption { return func(o *runOptions) { o.Workers = n } }

// Concurrently lets Each call its function from several goroutines at once.
func Concurrently() RunOption { return func(o *runOptions) { o.Concurrent = true } }

// WithMemory sets how many bytes chunks may take at once. A computation that would take more is run in another way, if there is one: with fewer workers,
// by putting chunks together one after the other, by reading files twice, and by keeping chunks on disk that are needed later (see WithSpill). Where nothing
// helps it is refused before it starts; Explain tells. The default is four fifths of what the machine has, or the control group that this process belongs
// to, less what the program holds already.
//
// The process as a whole stays below 1.25 times the budget and 64 MiB beside what it held before, as long as functions of users and sources take no more than
// the chunks that they give.
func WithMemory(bytes int64) RunOption { return func(o *runOptions) { o.Memory = bytes } }

// WithSpill sets the directory in which chunks are kept that don't fit into memory; "off" has nothing kept on disk, so that what doesn't fit is refused.
// The default is what the variable LAZYCELL_SPILL says, else the directory for temporary files where that is on a disk, else /var/tmp or the user's
// cache. Nothing is left there when the computation ends, however it ends.
func WithSpill(dir string) RunOption { return func(o *runOptions) { o.Spill = dir } }

func options(opts []RunOption) runOptions {
	o := runOptions{}
	for _, opt := range opts {
		opt(&o)
	}
	if o.ctx == nil {
		o.ctx = Context()
	}
	return o
}

// Each makes the chunks one after the other, several at once, and hands each to f; a chunk is forgotten when f returns, so that memory holds a few at a
// time. f is called by one goroutine at a time, in any order of chunks, unless Concurrently is given. An error of f ends the computation.
func (a *Array) Each(f func(Chunk) error, opts ...RunOption) error { return a.run(f, false, opts) }

func (a *Array) run(f func(Chunk) error, keep bool, opts []RunOption) error {
	if a.err != nil {
		return a.err
	}
	o := options(opts)
	o.Keep = keep
	if err := o.ctx.Err(); err != nil {
		return err
	}
	e := executor.Load()
	m, held := a.op.(*op.Memory)
	if e == nil && !held {
		return errNoExecutor
	}
	defer o.watch()()
	if held {
		return a.eachInMemory(o.ctx, m, o.Run, f)
	}
	return e.Run(o.ctx, merged([]*Array{a}), o.Run, func(_ int, c Chunk) error { return f(c) })
}

func (a *Array) eachInMemory(ctx context.Context, m *op.Memory, r Run, f func(Chunk) error) error {
	workers := 1
	if r.Concurrent {
		workers = r.Workers
		if workers <= 0 {
			workers = runtime.GOMAXPROCS(0)
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	told := reporter{f: r.Progress, tasks: len(m.Blocks), start: time.Now()}
	var wg sync.WaitGroup
	for range min(workers, len(m.Blocks)) {
		wg.Go(func() {
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(m.Blocks) {
					return
				}
				index := a.grid.Index(n)
				if err := f(Chunk{index, a.grid.Offset(index), m.Blocks[n]}); err != nil {
					cancel(err)
					return
				}
				told.add(m.Blocks[n].NBytes())
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// Compute is the same array with its values held in memory, in the same chunks. One that is in memory is itself. Persist can keep them
// on disk, Dense is all values in one block, and Store puts them elsewhere as they come.
func (a *Array) Compute(opts ...RunOption) (*Array, error) {
	out, err := ComputeAll([]*Array{a}, opts...)
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

// ComputeAll is several arrays with their values held in memory. They are computed in one go: what several are made of is made once.
func ComputeAll(arrays []*Array, opts ...RunOption) ([]*Array, error) {
	for _, a := range arrays {
		if a.err != nil {
			return nil, a.err
		}
	}
	arrays = merged(arrays)
	out := make([]*Array, len(arrays))
	var todo []*Array
	var need int64
	for i, a := range arrays {
		switch {
		case a.InMemory():
			out[i] = a
		case !slices.Contains(todo, a):
			todo = append(todo, a)
			need += a.NBytes()
		}
	}
	if len(todo) == 0 {
		return out, nil
	}
	if err := fitsMemory(need, func() string { return count(len(todo), "array") }); err != nil {
		return nil, err
	}
	e := executor.Load()
	if e == nil {
		return nil, errNoExecutor
	}
	o := options(opts)
	o.Keep, o.Concurrent = true, true
	if err := o.ctx.Err(); err != nil {
		return nil, err
	}
	defer o.watch()()
	blocks := make([][]block.Block, len(todo))
	for i, a := range todo {
		blocks[i] = make([]block.Block, a.NChunks())
	}
	err := e.Run(o.ctx, todo, o.Run, func(i int, c Chunk) error {
		blocks[i][todo[i].grid.Linear(c.Index)] = c.Block
		return nil
	})
	if err != nil {
		return nil, err
	}
	computed := make([]*Array, len(todo))
	for i, a := range todo {
		computed[i] = FromBlocks(a.Chunks(), a.dtype, blocks[i])
	}
	for i, a := range arrays {
		if out[i] == nil {
			out[i] = computed[slices.Index(todo, a)]
		}
	}
	return out, nil
}

// Clone is an array in memory with a copy of the values; a lazy array, which nobody can change, is itself.
func (a *Array) Clone() *Array {
	m, ok := a.op.(*op.Memory)
	if !ok || a.err != nil {
		return a
	}
	blocks := make([]block.Block, len(m.Blocks))
	for i, b := range m.Blocks {
		if s, ok := b.(*block.Sparse); ok {
			blocks[i] = s.Clone()
			continue
		}
		blocks[i] = b.Dense().Clone()
	}
	return FromBlocks(a.Chunks(), a.dtype, blocks)
}

// Dense is all values in one block. That of an array in memory of one chunk is shared with the array and must not be changed.
func (a *Array) Dense(opts ...RunOption) (*block.Dense, error) {
	if a.err != nil {
		return nil, a.err
	}
	if m, ok := a.op.(*op.Memory); ok && len(m.Blocks) == 1 {
		return m.Blocks[0].Dense(), nil
	}
	if err := fitsMemory(a.denseBytes(), a.Summary); err != nil {
		return nil, err
	}
	if a.NChunks() == 1 {
		var only *block.Dense
		err := a.run(func(c Chunk) error { only = c.Block.Dense(); return nil }, true, opts)
		return only, err
	}
	out := block.NewDense(a.dtype, a.Shape())
	err := a.run(func(c Chunk) error {
		d := c.Block.Dense()
		block.CopyBox(out, c.Offset, d, make([]int, a.NDim()), d.Shape())
		return nil
	}, false, slices.Concat(opts, []RunOption{Concurrently()}))
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Float64s is all values in C order as float64.
func (a *Array) Float64s(opts ...RunOption) ([]float64, error) {
	d, err := a.Dense(opts...)
	if err != nil {
		return nil, err
	}
	return block.Values[float64](d.AsType(Float64)), nil
}

// Item is the value of an array of one element.
func (a *Array) Item(opts ...RunOption) (float64, error) {
	if a.err != nil {
		return 0, a.err
	}
	if a.Size() != 1 {
		return 0, errorf("Item: an array of shape %v has %d elements, not one", a.Shape(), a.Size())
	}
	v, err := a.Float64s(opts...)
	if err != nil {
		return 0, err
	}
	return v[0], nil
}

// fitsMemory refuses values that the machine can't hold, before anything is computed.
func fitsMemory(need int64, what func() string) error {
	if total := machine.Memory(); need > total {
		return fmt.Errorf("lazy: the values of %s take %d MiB and this machine has %d MiB: reduce or slice the array, or go through it with Each",
			what(), need>>20, total>>20)
	}
	return nil
}
