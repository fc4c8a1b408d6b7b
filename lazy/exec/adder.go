package exec

import (
	"github.com/lazycell/lazycell/lazy/op"
)

// adder adds tasks to a plan: what a task reads before the task.
type adder struct {
	*plan
	visits []visit
	known  []int32 // the reads of the visits that are there already, those of the last visit at the end
}

// visit is a task that is being added.
type visit struct {
	layer  int32
	chunk  int
	reads  []op.Read // nil when it reads the chunk in the same place of each input
	n      int       // how many reads
	next   int       // which of them comes next
	first  int       // where those of it that are known begin
	joined bool      // the first of these is what earlier ones were joined to
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
		if top.next < top.n {
			input, at := top.next, top.chunk
			if top.reads != nil {
				r := top.reads[top.next]
				input, at = r.Input, l.grids[r.Input].Linear(r.Index)
			}
			in := l.numbers[input]
			if n, ok := a.layers[in].tasks.find(at); ok {
				a.found(top, n)
			} else {
				a.visits = append(a.visits, a.begin(in, at))
			}
			continue
		}
		kind := top.layer
		if top.joined && l.joining.Pairs {
			kind = l.joins
		}
		n := a.task(kind, top.chunk, a.known[top.first:])
		if !l.again {
			l.tasks.set(l.Array.NChunks(), top.chunk, n)
		}
		a.known = a.known[:top.first]
		a.visits = a.visits[:len(a.visits)-1]
		if len(a.visits) == 0 {
			return n
		}
		a.found(&a.visits[len(a.visits)-1], n)
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

// task adds a task whose reads are there.
func (a *adder) task(layer int32, chunk int, deps []int32) int32 {
	n := int32(len(a.tasks))
	a.tasks = append(a.tasks, task{layer: layer, chunk: chunk, lo: len(a.reads), hi: len(a.reads) + len(deps)})
	for _, d := range deps {
		a.tasks[d].uses++
	}
	a.reads = append(a.reads, deps...)
	return n
}

// found is the next read of a visit, which is joined to the earlier ones where that can be.
func (a *adder) found(v *visit, n int32) {
	a.known = append(a.known, n)
	v.next++
	l := &a.layers[v.layer]
	if l.joining == nil {
		return
	}
	reads := a.known[v.first:]
	if l.joining.Pairs {
		a.joinPairs(v, l.joins, reads)
		return
	}
	if len(reads) == 2 && v.next < v.n {
		a.known = append(a.known[:v.first], a.task(l.joins, v.chunk, reads))
		v.joined = true
	}
}

// joinPairs makes a partial result of the last two reads, and joins it to what there is.
func (a *adder) joinPairs(v *visit, joins int32, reads []int32) {
	switch {
	case !v.joined && len(reads) == 2 && v.next < v.n:
		a.known = append(a.known[:v.first], a.task(v.layer, v.chunk, reads))
		v.joined = true
	case v.joined && len(reads) == 3:
		part := a.task(v.layer, v.chunk, reads[1:])
		if v.next < v.n {
			a.known = append(a.known[:v.first], a.task(joins, v.chunk, []int32{reads[0], part}))
		} else { // the last join is the visit's own task
			a.known = append(a.known[:v.first], reads[0], part)
		}
	}
}
