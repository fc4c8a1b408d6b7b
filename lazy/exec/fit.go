package exec

import (
	"context"
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/rewrite"
	"github.com/lazycell/lazycell/lazy/op"
)

// fitting is a run whose memory is bounded: a plan that fits, and what must be written to disk before it.
type fitting struct {
	plan *plan
	allowance
	keep   bool
	spills []spilled // in the order in which they are written
}

// spilled is an array that is on disk in the place of memory.
type spilled struct {
	bytes  int64
	file   spillFile
	making *fitting
}

// spillFile is where the chunks of an array are kept.
type spillFile interface {
	op.Reader
	Write(index []int, b block.Block) error
	Close() error
}

// rounds is how often a plan is changed so that it fits.
const rounds = 16

// fit plans the chunks of arrays. A plan that takes too much memory is changed step by step: what puts many chunks together takes them one after the other,
// what is read from files is read again rather than held, and what still takes the most at the worst moment goes to disk. The error says what takes too
// much when nothing helps, and the plan is that without any change then.
func fit(ctx context.Context, arrays []*lazy.Array, r lazy.Run) (*fitting, error) {
	return fitted(ctx, rewrite.Triangles(rewrite.Parted(rewrite.Pushed(arrays))), r, 0)
}

func fitted(ctx context.Context, arrays []*lazy.Array, r lazy.Run, depth int) (*fitting, error) {
	p, err := newPlan(ctx, arrays, planning{keep: r.Keep})
	if err != nil {
		return nil, err
	}
	first := &fitting{plan: p, allowance: p.budget(r), keep: r.Keep}
	if first.fits() {
		return first, nil
	}
	f := &fitter{run: r, arrays: arrays, depth: depth, how: planning{keep: r.Keep, thrifty: true, again: map[*lazy.Array]bool{}}}
	for range rounds {
		if p, err = newPlan(ctx, f.arrays, f.how); err != nil {
			break
		}
		a := p.budget(r)
		if a.fits() {
			return &fitting{plan: p, allowance: a, keep: r.Keep, spills: f.spills}, nil
		}
		if err = f.relieve(ctx, p); err != nil {
			break
		}
	}
	(&fitting{spills: f.spills}).close()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err == nil {
		err = errNoRelief
	}
	return first, first.refusal(err)
}

// errNoRelief is why a plan isn't changed any more.
var errNoRelief = errors.New("nothing of it can go to disk")

// refusal says what a plan takes, and what can be done about it.
func (f *fitting) refusal(why error) error {
	name, size := f.plan.largest()
	return fmt.Errorf("%w: its chunks take %d MiB at once and may take %d MiB, and %w; the largest chunk, of %s, has %.1f MiB: cut the arrays into smaller chunks "+
		"(Rechunk, or Chunks when they are made), compute a part, or allow more with WithMemory", errMemory, f.need>>20, f.allowed>>20, why, name, float64(size)/(1<<20))
}

// largest is the largest chunk that is made.
func (p *plan) largest() (name string, size int64) {
	for n := range p.tasks {
		if p.sizes[n] >= size {
			name, size = p.layers[p.tasks[n].layer].Array.Op().Name(), p.sizes[n]
		}
	}
	return name, size
}

// close gives room on disk back.
func (f *fitting) close() {
	for _, s := range f.spills {
		_ = s.file.Close() // nobody reads it any more
		s.making.close()
	}
}
