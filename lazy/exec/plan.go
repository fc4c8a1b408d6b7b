package exec

import (
	"context"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/fuse"
	"github.com/lazycell/lazycell/lazy/exec/rewrite"
	"github.com/lazycell/lazycell/lazy/op"
)

// layer is a unit of the graph with its tasks.
type layer struct {
	fuse.Unit
	grids   []*op.Grid // of its inputs
	numbers []int32    // of the layers it reads
	tasks   numbering  // chunk -> task
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
	batches []batch
}

// deps is the tasks whose chunks a task reads.
func (p *plan) deps(t *task) []int32 { return p.reads[t.lo:t.hi] }

// newPlan plans the chunks of arrays; keep says that they stay in memory when they are handed on.
func newPlan(ctx context.Context, arrays []*lazy.Array, keep bool) (*plan, error) {
	p := &plan{}
	numbers := map[*lazy.Array]int32{}
	arrays = rewrite.Parted(rewrite.Pushed(arrays))
	units, err := fuse.Units(arrays...)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		l := layer{Unit: u, grids: fuse.GridsOf(u.Inputs)}
		for _, in := range u.Inputs {
			l.numbers = append(l.numbers, numbers[in])
		}
		numbers[u.Array] = int32(len(p.layers))
		p.layers = append(p.layers, l)
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
	p.hasten(keep)
	p.cut()
	return p, nil
}

// adder adds tasks to a plan: what a task reads before the task.
type adder struct {
	*plan
	visits []visit
	known  []int32 // the reads of the visits that are there already, those of the last visit at the end
}

// visit is a task that is being added.
type visit struct {
	layer int32
	chunk int
	reads []op.Read // nil when it reads the chunk in the same place of each input
	n     int       // how many reads
	first int       // where those of it that are known begin
}

// add adds the task of a chunk and all it needs, unless they are there, and gives its number.
func (a *adder) add(layer int32, chunk int) int32 {
	if n, ok := a.layers[layer].tasks.find(chunk); ok {
		return n
	}
	a.visits, a.known = append(a.visits[:0], a.begin(layer, chunk)), a.known[:0]
	for {
		top := &a.visits[len(a.visits)-1]
		l := &a.layers[top.layer]
		if k := len(a.known) - top.first; k < top.n {
			input, at := k, top.chunk
			if top.reads != nil {
				r := top.reads[k]
				input, at = r.Input, l.grids[r.Input].Linear(r.Index)
			}
			in := l.numbers[input]
			if n, ok := a.layers[in].tasks.find(at); ok {
				a.known = append(a.known, n)
			} else {
				a.visits = append(a.visits, a.begin(in, at))
			}
			continue
		}
		n := int32(len(a.tasks))
		l.tasks.set(l.Array.NChunks(), top.chunk, n)
		deps := a.known[top.first:]
		a.tasks = append(a.tasks, task{layer: top.layer, chunk: top.chunk, lo: len(a.reads), hi: len(a.reads) + len(deps)})
		for _, d := range deps {
			a.tasks[d].uses++
		}
		a.reads = append(a.reads, deps...)
		a.known = a.known[:top.first]
		a.visits = a.visits[:len(a.visits)-1]
		if len(a.visits) == 0 {
			return n
		}
		a.known = append(a.known, n)
	}
}

func (a *adder) begin(layer int32, chunk int) visit {
	l := &a.layers[layer]
	v := visit{layer: layer, chunk: chunk, n: len(l.Inputs), first: len(a.known)}
	if !l.Aligned && v.n > 0 {
		v.reads = l.Reads(l.Array.Grid().Index(chunk))
		v.n = len(v.reads)
	}
	return v
}

// numbering is numbers of chunks, most or few of which have one.
type numbering struct {
	pages []*[pageSize]int32 // numbers, each one more than it is; 0 for none
	n     int
}

const pageSize = 512

func (t *numbering) find(chunk int) (int32, bool) {
	if t.pages == nil {
		return 0, false
	}
	page := t.pages[chunk/pageSize]
	if page == nil {
		return 0, false
	}
	n := page[chunk%pageSize]
	return n - 1, n > 0
}

// set gives one of so many chunks a number.
func (t *numbering) set(chunks, chunk int, n int32) {
	if t.pages == nil {
		t.pages = make([]*[pageSize]int32, chunks/pageSize+1)
	}
	page := t.pages[chunk/pageSize]
	if page == nil {
		page = new([pageSize]int32)
		t.pages[chunk/pageSize] = page
	}
	page[chunk%pageSize] = n + 1
	t.n++
}
