package lazy

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// Plan is what computing arrays comes to, before anything is computed.
type Plan struct {
	Layers  []PlanLayer
	Tasks   int   // chunks that are made
	Memory  int64 // bytes that chunks take at once, at most
	Budget  int64 // bytes that they may take
	Workers int   // chunks made at once
	Stages  int   // computations one after the other: all but the last write chunks to disk that don't fit into memory
	Spilled int64 // bytes of these chunks
}

// PlanLayer is one kind of task.
type PlanLayer struct {
	Steps []string // the operations that are run in one pass over a chunk
	Tasks int
	Bytes int64 // of all the chunks it makes
	Read  int64 // of these, bytes that come from files

	Written int64 // of these, bytes that go to disk until a later stage reads them
}

// String is the plan as a table.
func (p *Plan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s by %s, at most %s of %s at once\n", count(p.Tasks, "task"), count(p.Workers, "worker"), bytes(p.Memory), bytes(p.Budget))
	if p.Spilled > 0 {
		fmt.Fprintf(&b, "%s first, with chunks of %s on disk\n", count(p.Stages-1, "stage"), bytes(p.Spilled))
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "tasks\tmake\tread\tsteps")
	for _, l := range p.Layers {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", l.Tasks, bytes(l.Bytes), bytes(l.Read), strings.Join(l.Steps, ", "))
	}
	_ = w.Flush() // a Builder takes everything
	return strings.TrimRight(b.String(), "\n")
}

// bytes is a number of bytes for people: "47.68 MiB".
func bytes(n int64) string {
	units := []string{"B", "kiB", "MiB", "GiB", "TiB", "PiB"}
	v, u := float64(n), 0
	for ; v >= 1024 && u < len(units)-1; u++ {
		v /= 1024
	}
	if u == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.2f %s", v, units[u])
}

// Explain is what computing the array would come to: the tasks, what is fused into them, and the memory they take. Nothing is computed.
func (a *Array) Explain(opts ...RunOption) (*Plan, error) { return Explain([]*Array{a}, opts...) }

// Explain is what computing several arrays in one go would come to: see ComputeAll.
func Explain(arrays []*Array, opts ...RunOption) (*Plan, error) {
	for _, a := range arrays {
		if a.err != nil {
			return nil, a.err
		}
	}
	e := executor.Load()
	if e == nil {
		return nil, errNoExecutor
	}
	o := options(opts)
	var different []*Array
	for _, a := range merged(arrays) {
		if !slices.Contains(different, a) {
			different = append(different, a)
		}
	}
	return e.Explain(o.ctx, different, o.Run)
}
