package lazy

import (
	"context"
	"errors"

	"github.com/lazycell/lazycell/lazy/op"
)

// Keeper is an Executor that can keep chunks on disk for as long as somebody has the array that reads them.
type Keeper interface {
	Executor
	// KeepOnDisk makes all chunks of an array, writes them to a file, and gives what reads them.
	KeepOnDisk(ctx context.Context, a *Array, r Run) (op.Reader, error)
}

// OnDisk has Persist keep the values on disk, in the directory that WithSpill says.
func OnDisk() RunOption { return func(o *runOptions) { o.onDisk = true } }

// Persist makes the values once, so that what is computed of the array later doesn't make them again. They are kept in memory, as by Compute, or with OnDisk on
// disk, for arrays that are larger than memory: in a file that has no name, whose room is given back when nobody has the array any more, or when the
// program ends. The error says when there is not enough room. One that is in memory is itself.
func (a *Array) Persist(opts ...RunOption) (*Array, error) {
	o := options(opts)
	if !o.onDisk || a.err != nil || a.InMemory() {
		return a.Compute(opts...)
	}
	k, ok := executor.Load().keeper()
	if !ok {
		return nil, errors.New("lazy: Persist: the executor that is linked into this program keeps nothing on disk")
	}
	if err := o.ctx.Err(); err != nil {
		return nil, err
	}
	defer o.watch()()
	r, err := k.KeepOnDisk(o.ctx, a, o.Run)
	if err != nil {
		return nil, err
	}
	x := node(&op.File{Reader: r}, a.dtype, a.Chunks())
	return x, x.err
}

func (b *executorBox) keeper() (Keeper, bool) {
	if b == nil {
		return nil, false
	}
	k, ok := b.Executor.(Keeper)
	return k, ok
}
