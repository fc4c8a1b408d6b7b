package lazy

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// Profile is where the time of computations went. It may be used for several, and by several at once. The zero value is ready:
//
//	var p lazy.Profile
//	y, err := x.Compute(lazy.WithProfile(&p))
//
// A notebook shows it as a table and as a picture of what each worker did when. CPU profiles (runtime/pprof) have the label "lazy.layer" on every
// sample of a task.
type Profile struct {
	mu      sync.Mutex
	kinds   map[string]int // numbers of layers
	layers  []ProfileLayer
	start   time.Time // of the first task
	last    map[int]int
	spans   []ProfileSpan
	finest  time.Duration // gaps that are shorter aren't kept
	workers int
}

// ProfileLayer is what the tasks of one kind took together.
type ProfileLayer struct {
	Steps string // the operations of a task
	Tasks int
	Bytes int64 // of the chunks made
	Time  time.Duration
}

// ProfileTask is a task that was run.
type ProfileTask struct {
	Steps  string // the operations
	Worker int    // who ran it, counted from 0
	Start  time.Time
	Took   time.Duration
	Bytes  int64 // of the chunk made
}

// ProfileSpan is a time in which a worker ran tasks of one layer, counted from the start of the first task. Very short ones are put together.
type ProfileSpan struct {
	Layer      int // its place in Layers
	Worker     int
	Start, End time.Duration
}

// maxSpans is how many spans are kept. When there are more, gaps that are twice as long are passed over.
const maxSpans = 2000

// WithProfile adds up in p where the time of the computation goes.
func WithProfile(p *Profile) RunOption { return func(o *runOptions) { o.Profile = p } }

// Add counts one task. It is for executors.
func (p *Profile) Add(t ProfileTask) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kinds == nil {
		p.kinds, p.last, p.start, p.finest = map[string]int{}, map[int]int{}, t.Start, 50*time.Microsecond
	}
	k, ok := p.kinds[t.Steps]
	if !ok {
		k = len(p.layers)
		p.kinds[t.Steps] = k
		p.layers = append(p.layers, ProfileLayer{Steps: t.Steps})
	}
	l := &p.layers[k]
	l.Tasks, l.Bytes, l.Time = l.Tasks+1, l.Bytes+t.Bytes, l.Time+t.Took
	p.workers = max(p.workers, t.Worker+1)
	start := t.Start.Sub(p.start)
	if p.add(ProfileSpan{k, t.Worker, start, start + t.Took}) && len(p.spans) > maxSpans {
		p.coarsen()
	}
}

// add puts a span to the last one of its worker where they belong together; else there is one more.
func (p *Profile) add(s ProfileSpan) (more bool) {
	if at, ok := p.last[s.Worker]; ok {
		before := &p.spans[at]
		if before.Layer == s.Layer && s.Start-before.End < p.finest || s.End-before.Start < p.finest {
			before.End = max(before.End, s.End)
			return false
		}
	}
	p.last[s.Worker] = len(p.spans)
	p.spans = append(p.spans, s)
	return true
}

// coarsen passes over longer and longer gaps until half of the spans are left.
func (p *Profile) coarsen() {
	for len(p.spans) > maxSpans/2 {
		p.finest *= 2
		old := p.spans
		p.spans, p.last = nil, map[int]int{}
		for _, s := range old {
			p.add(s)
		}
	}
}

// Layers is the kinds of tasks, the one that took longest first.
func (p *Profile) Layers() []ProfileLayer {
	layers, _, _ := p.Timeline()
	return layers
}

// Timeline is the kinds of tasks, the one that took longest first, what each worker did when, and how many workers there were.
func (p *Profile) Timeline() (layers []ProfileLayer, spans []ProfileSpan, workers int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	order := make([]int, len(p.layers))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, k int) int {
		a, b := p.layers[i], p.layers[k]
		if a.Time != b.Time {
			return int(b.Time - a.Time)
		}
		return strings.Compare(a.Steps, b.Steps)
	})
	at := make([]int, len(order))
	for i, k := range order {
		layers = append(layers, p.layers[k])
		at[k] = i
	}
	spans = slices.Clone(p.spans)
	for i := range spans {
		spans[i].Layer = at[spans[i].Layer]
	}
	return layers, spans, p.workers
}

// String is the profile as a table.
func (p *Profile) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "seconds\ttasks\tmade\tper second\tsteps")
	for _, l := range p.Layers() {
		fmt.Fprintf(w, "%.3f\t%d\t%s\t%s\t%s\n", l.Time.Seconds(), l.Tasks, bytes(l.Bytes), l.Rate(), l.Steps)
	}
	_ = w.Flush() // a Builder takes everything
	return strings.TrimRight(b.String(), "\n")
}

// Rate is how many bytes of chunks were made in a second of the time of one worker: "1.20 GiB"; "-" where no time has passed.
func (l ProfileLayer) Rate() string {
	if l.Time <= 0 {
		return "-"
	}
	return bytes(int64(float64(l.Bytes) / l.Time.Seconds()))
}
