package lazy

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// Profile is where the time of computations went. It may be used for several, and by several at once.
type Profile struct {
	mu     sync.Mutex
	layers map[string]*ProfileLayer
}

// ProfileLayer is what the tasks of one kind took together.
type ProfileLayer struct {
	Steps string // the operations of a task
	Tasks int
	Bytes int64 // of the chunks made
	Time  time.Duration
}

// WithProfile adds up in p where the time of the computation goes.
func WithProfile(p *Profile) RunOption { return func(o *runOptions) { o.Profile = p } }

// Add counts one task. It is for executors.
func (p *Profile) Add(steps string, bytes int64, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.layers == nil {
		p.layers = map[string]*ProfileLayer{}
	}
	l := p.layers[steps]
	if l == nil {
		l = &ProfileLayer{Steps: steps}
		p.layers[steps] = l
	}
	l.Tasks, l.Bytes, l.Time = l.Tasks+1, l.Bytes+bytes, l.Time+took
}

// Layers is the kinds of tasks, the one that took longest first.
func (p *Profile) Layers() []ProfileLayer {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]ProfileLayer, 0, len(p.layers))
	for _, l := range p.layers {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b ProfileLayer) int {
		if a.Time != b.Time {
			return int(b.Time - a.Time)
		}
		return strings.Compare(a.Steps, b.Steps)
	})
	return out
}

// String is the profile as a table.
func (p *Profile) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "seconds\ttasks\tmade\tper second\tsteps")
	for _, l := range p.Layers() {
		rate := "-"
		if l.Time > 0 {
			rate = bytes(int64(float64(l.Bytes) / l.Time.Seconds()))
		}
		fmt.Fprintf(w, "%.3f\t%d\t%s\t%s\t%s\n", l.Time.Seconds(), l.Tasks, bytes(l.Bytes), rate, l.Steps)
	}
	_ = w.Flush() // a Builder takes everything
	return strings.TrimRight(b.String(), "\n")
}
