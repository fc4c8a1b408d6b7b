package exec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel/source"
	"github.com/lazycell/lazycell/lazy/exec/rewrite"
	"github.com/lazycell/lazycell/lazy/exec/spill"
	"github.com/lazycell/lazycell/lazy/op"
)

// fitter changes arrays and how they are planned until they fit.
type fitter struct {
	run    lazy.Run
	arrays []*lazy.Array
	how    planning
	spills []spilled
	depth  int // of runs that spill for others
}

const (
	// cheapReads is how often a chunk of a file may be read in the place of being held.
	cheapReads = 4
	// spillDepth is how many runs may spill for each other.
	spillDepth = 8
)

// relieve changes what takes the most at the worst moment of a plan. The error says why nothing can be changed.
func (f *fitter) relieve(ctx context.Context, p *plan) error {
	var why error
	for _, layer := range p.crowd(f.run.Keep) {
		x := p.layers[layer].Array
		if slices.Contains(f.arrays, x) && f.run.Keep || f.how.again[x] {
			continue
		}
		if p.rereadable(layer) {
			f.how.again[x] = true
			return nil
		}
		err := f.spill(ctx, x)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if why == nil {
			why = err
		}
	}
	if why == nil {
		why = errNoRelief
	}
	return why
}

// crowd is the layers whose chunks are there at the worst moment of a plan, those that take the most first.
func (p *plan) crowd(keep bool) []int32 {
	worst, most := int32(0), int64(-1)
	p.follow(keep, func(n int32, bytes int64) {
		if bytes > most {
			worst, most = n, bytes
		}
	}, nil)
	held := make([]int64, len(p.layers))
	snapshot := held
	p.follow(keep, func(n int32, _ int64) {
		held[p.tasks[n].layer] += p.sizes[n]
		if n == worst {
			snapshot = slices.Clone(held)
			snapshot[p.tasks[n].layer] -= p.sizes[n] // it has to be made
		}
	}, func(n int32) { held[p.tasks[n].layer] -= p.sizes[n] })
	var layers []int32
	for i, bytes := range snapshot {
		if bytes > 0 {
			layers = append(layers, int32(i))
		}
	}
	slices.SortStableFunc(layers, func(a, b int32) int { return cmp.Compare(snapshot[b], snapshot[a]) })
	return layers
}

// rereadable says that the chunks of a layer come from a file and are read by few tasks each, one or two at a time.
func (p *plan) rereadable(layer int32) bool {
	switch p.layers[layer].Array.Op().(type) {
	case *op.File, *source.Boxed:
	default:
		return false
	}
	chunks, reads, readers := 0, 0, 0
	for n := range p.tasks {
		t := &p.tasks[n]
		if t.layer == layer {
			chunks++
		}
		own := 0
		for _, d := range p.deps(t) {
			if p.tasks[d].layer == layer {
				own++
			}
		}
		if own > 0 {
			readers++
			reads += own
		}
	}
	return reads > chunks && reads <= cheapReads*chunks && reads <= 2*readers
}

// spill has an array written to disk first.
func (f *fitter) spill(ctx context.Context, x *lazy.Array) error {
	if f.depth >= spillDepth {
		return errors.New("what has to go to disk for it takes too much itself")
	}
	dir, err := spill.Place(f.run.Spill)
	if err != nil {
		return err
	}
	s := spilled{bytes: sizeOf(x)}
	wanted := s.bytes
	for _, other := range f.spills {
		wanted += other.bytes
	}
	if room := spill.Room(dir); wanted > room/10*9 {
		return fmt.Errorf("there is room for %d MiB in %s where %d MiB would have to go: set LAZYCELL_SPILL to another directory", room>>20, dir, wanted>>20)
	}
	r := f.run
	r.Keep = false
	if s.making, err = fitted(ctx, []*lazy.Array{x}, r, f.depth+1); err != nil {
		return err
	}
	cuts, _ := rewrite.Cuts(f.arrays, x)
	if s.file, err = fileOf(dir, x, cuts, s.bytes); err != nil {
		s.making.close()
		return err
	}
	file := lazy.Derive(&op.File{Reader: s.file}, x.DType(), x.Chunks())
	f.arrays = rewrite.Spilled(f.arrays, x, file)
	f.how.again[file] = true
	f.spills = append(f.spills, s)
	return nil
}
