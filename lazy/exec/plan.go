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
	grids   []*op.Grid    // of its inputs
	numbers []int32       // of the layers it reads
	tasks   map[int]int32 // chunk -> task
}

// task is the making of one chunk. Tasks are numbered depth first: what a task reads has lower numbers, and is close to it.
type task struct {
	layer int32
	chunk int     // of the layer's array, in C order
	deps  []int32 // tasks whose chunks it reads, in the order of Reads
	uses  int32   // how many reads there are of its chunk, and one more when it is wanted
	users []int32 // tasks that wait for it
	root  int32   // the number of the wanted array whose chunk this is, counted from 1; 0 for none
}

// plan is the tasks behind the chunks of arrays. It takes time and memory in proportion to the tasks.
type plan struct {
	layers []layer
	tasks  []task
}

func newPlan(ctx context.Context, arrays []*lazy.Array) (*plan, error) {
	p := &plan{}
	numbers := map[*lazy.Array]int32{}
	arrays = rewrite.Parted(rewrite.Pushed(arrays))
	units, err := fuse.Units(arrays...)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		l := layer{Unit: u, grids: fuse.GridsOf(u.Inputs), tasks: map[int]int32{}}
		for _, in := range u.Inputs {
			l.numbers = append(l.numbers, numbers[in])
		}
		numbers[u.Array] = int32(len(p.layers))
		p.layers = append(p.layers, l)
	}
	for i, a := range arrays {
		for chunk := range a.NChunks() {
			if chunk%1024 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			n := p.add(numbers[a], chunk)
			p.tasks[n].root = int32(i + 1)
			p.tasks[n].uses++
		}
	}
	return p, nil
}

// visit is a task that is being added: its reads are added first.
type visit struct {
	layer int32
	chunk int
	reads []op.Read
	deps  []int32
}

// add adds the task of a chunk and all it needs, unless they are there, and gives its number.
func (p *plan) add(layer int32, chunk int) int32 {
	if n, ok := p.layers[layer].tasks[chunk]; ok {
		return n
	}
	stack := []visit{p.begin(layer, chunk)}
	for {
		top := &stack[len(stack)-1]
		l := &p.layers[top.layer]
		if len(top.deps) < len(top.reads) {
			r := top.reads[len(top.deps)]
			in := l.numbers[r.Input]
			at := l.grids[r.Input].Linear(r.Index)
			if n, ok := p.layers[in].tasks[at]; ok {
				top.deps = append(top.deps, n)
			} else {
				stack = append(stack, p.begin(in, at))
			}
			continue
		}
		n := int32(len(p.tasks))
		l.tasks[top.chunk] = n
		p.tasks = append(p.tasks, task{layer: top.layer, chunk: top.chunk, deps: top.deps})
		for _, d := range top.deps {
			p.tasks[d].uses++
			p.tasks[d].users = append(p.tasks[d].users, n)
		}
		stack = stack[:len(stack)-1]
		if len(stack) == 0 {
			return n
		}
	}
}

func (p *plan) begin(layer int32, chunk int) visit {
	l := &p.layers[layer]
	return visit{layer: layer, chunk: chunk, reads: l.Reads(l.Array.Grid().Index(chunk))}
}
