package exec

import (
	"context"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/fuse"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// layer is a unit of the graph with its tasks.
type layer struct {
	fuse.Unit
	grids   []*op.Grid // of its inputs
	numbers []int32    // of the layers it reads
	tasks   numbering  // chunk -> task
	again   bool       // a chunk is made anew for every read
	deaf    bool       // its kernel may not heed the context

	joining *fuse.Joining // how many inputs are joined one after the other; nil for all together
	joins   int32         // the layer of the joins
}

// task is the making of one chunk. Tasks are numbered depth first, but for those that pay off earlier (see hasten): what a task reads has lower numbers, and
// is close to it.
type task struct {
	layer int32
	uses  int32 // how many reads there are of its chunk, and one more when it is wanted
	root  int32 // the number of the wanted array whose chunk this is, counted from 1; 0 for none
	batch int32 // which runs it
	chunk int   // of the layer's array, in C order
	lo    int   // where its reads begin and end among those of the plan
	hi    int
}

// plan is the tasks behind the chunks of arrays. It takes time and memory in proportion to the tasks.
type plan struct {
	layers  []layer
	tasks   []task
	reads   []int32 // tasks whose chunks each task reads, in the order of Reads
	sizes   []int64 // bytes of the chunk that each task makes; 0 for what lies in memory anyway
	scratch []int64 // bytes that each task works on beside
	batches []batch
}

// deps is the tasks whose chunks a task reads.
func (p *plan) deps(t *task) []int32 { return p.reads[t.lo:t.hi] }

// planning is how a plan is to be made.
type planning struct {
	keep bool // wanted chunks stay in memory when they are handed on
	// thrifty has tasks that put many chunks together do so one after the other. It takes more tasks, which wait for each other.
	thrifty bool
	again   map[*lazy.Array]bool // whose chunks are made anew for every read
}

// newPlan plans the chunks of arrays.
func newPlan(ctx context.Context, arrays []*lazy.Array, how planning) (*plan, error) {
	p := &plan{}
	numbers := map[*lazy.Array]int32{}
	units, err := fuse.Units(arrays...)
	if err != nil {
		return nil, err
	}
	for i := range units {
		u := &units[i]
		l := layer{Unit: *u, grids: fuse.GridsOf(u.Inputs), again: how.again[u.Array], deaf: kernel.IsDeaf(u.Array.Op())}
		for _, in := range u.Inputs {
			l.numbers = append(l.numbers, numbers[in])
		}
		p.layers = append(p.layers, l)
		n := int32(len(p.layers) - 1)
		numbers[u.Array] = n
		if how.thrifty {
			if j := fuse.JoiningOf(u); j != nil {
				p.layers = append(p.layers, layer{Unit: j.Unit, grids: l.grids, deaf: l.deaf})
				p.layers[n].joining, p.layers[n].joins = j, n+1
			}
		}
	}
	a := adder{plan: p}
	for i, x := range arrays {
		for chunk := range x.NChunks() {
			if chunk%1024 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			n := a.add(numbers[x], chunk)
			p.tasks[n].root = int32(i + 1)
			p.tasks[n].uses++
		}
	}
	p.measure()
	p.hasten(how.keep)
	p.cut()
	return p, nil
}
