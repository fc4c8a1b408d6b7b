package exec

// hasten renumbers the tasks so that what makes less of much runs as soon as it can: of a chunk that several tasks read, all partial results are made
// while it is there, also those for which depth-first order would come back much later. A task is hastened when its chunk is at most half of what it
// reads, or when it is the last to read as much as it makes. So what lies between is held as short as in depth-first order, or shorter.
func (p *plan) hasten(keep bool) {
	shared := false
	for i := range p.tasks {
		shared = shared || p.tasks[i].uses > 1
	}
	if !shared { // nothing waits for a second reader: depth-first order is as good
		return
	}
	o := newOrder(p, keep)
	for n := range p.tasks {
		o.place(int32(n))
	}
	o.renumber()
}

// order is the tasks of a plan on their way to new numbers.
type order struct {
	*plan
	keep    bool
	users   [][]int32 // who reads each task's chunk, once for each read
	waiting []int32   // reads of each task that have no number yet
	uses    []int32   // reads of each chunk that have no number yet
	placed  []bool
	order   []int32 // the tasks, by new number
	stack   []int32
}

func newOrder(p *plan, keep bool) *order {
	n := len(p.tasks)
	o := &order{plan: p, keep: keep, users: make([][]int32, n), waiting: make([]int32, n), uses: make([]int32, n), placed: make([]bool, n),
		order: make([]int32, 0, n)}
	all := make([]int32, len(p.reads))
	for i := range p.tasks {
		t := &p.tasks[i]
		o.waiting[i], o.uses[i] = int32(t.hi-t.lo), t.uses
		reads := t.uses
		if t.root > 0 {
			reads--
		}
		o.users[i], all = all[:0:reads], all[reads:]
	}
	for i := range p.tasks {
		for _, d := range p.deps(&p.tasks[i]) {
			o.users[d] = append(o.users[d], int32(i))
		}
	}
	return o
}

// place gives a task whose reads have numbers the next one, and then those that are hastened by it.
func (o *order) place(n int32) {
	o.stack = append(o.stack[:0], n)
	for len(o.stack) > 0 {
		n := o.stack[len(o.stack)-1]
		o.stack = o.stack[:len(o.stack)-1]
		if o.placed[n] {
			continue
		}
		o.placed[n] = true
		o.order = append(o.order, n)
		t := &o.tasks[n]
		for _, d := range o.deps(t) {
			o.uses[d]--
		}
		if t.root > 0 && !o.keep {
			o.uses[n]--
		}
		first := len(o.stack)
		for _, u := range o.users[n] {
			if o.waiting[u]--; o.waiting[u] == 0 && o.pays(u) {
				o.stack = append(o.stack, u)
			}
		}
		// The first reader comes first.
		for i, k := first, len(o.stack)-1; i < k; i, k = i+1, k-1 {
			o.stack[i], o.stack[k] = o.stack[k], o.stack[i]
		}
	}
}

// pays says that a task that is ready makes room, or makes little of much.
func (o *order) pays(n int32) bool {
	t := &o.tasks[n]
	makes, reads, frees := o.sizes[n], int64(0), int64(0)
	if t.root > 0 && t.uses == 1 && !o.keep { // it is handed on at once
		makes = 0
	}
	for _, d := range o.deps(t) {
		reads += o.sizes[d]
		if o.uses[d] == 1 {
			frees += o.sizes[d]
		}
	}
	return makes*2 <= reads || makes <= frees
}

func (o *order) renumber() {
	tasks := make([]task, len(o.tasks))
	sizes, scratch := make([]int64, len(o.tasks)), make([]int64, len(o.tasks))
	number := make([]int32, len(o.tasks))
	for i, n := range o.order {
		tasks[i], sizes[i], scratch[i] = o.tasks[n], o.sizes[n], o.scratch[n]
		number[n] = int32(i)
	}
	for i, n := range o.reads {
		o.reads[i] = number[n]
	}
	o.tasks, o.plan.sizes, o.plan.scratch = tasks, sizes, scratch
	for i := range o.layers {
		for _, page := range o.layers[i].tasks.pages {
			if page == nil {
				continue
			}
			for k, n := range page {
				if n > 0 {
					page[k] = number[n-1] + 1
				}
			}
		}
	}
}
