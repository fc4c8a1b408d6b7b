package exec

import (
	"context"
	"errors"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel/source"
	"github.com/lazycell/lazycell/lazy/op"
)

// Explain plans the tasks behind the arrays' chunks and says what running them takes. What needs too much memory is explained too: Memory is then
// more than Budget.
func (Local) Explain(ctx context.Context, arrays []*lazy.Array, r lazy.Run) (*lazy.Plan, error) {
	f, err := fit(ctx, arrays, r)
	if err != nil && !errors.Is(err, errMemory) {
		return nil, err
	}
	defer f.close()
	out := &lazy.Plan{Workers: f.workers, Budget: f.allowed}
	for _, s := range f.stages(nil) {
		s.explain(out)
	}
	return out, nil
}

// explain adds a stage to a plan.
func (s *stage) explain(out *lazy.Plan) {
	out.Stages++
	out.Tasks += len(s.plan.tasks)
	out.Memory = max(out.Memory, s.need)
	layers := make([]lazy.PlanLayer, len(s.plan.layers))
	for i := range s.plan.layers {
		layers[i].Steps = s.plan.layers[i].Steps
	}
	for n := range s.plan.tasks {
		t := &s.plan.tasks[n]
		l := &layers[t.layer]
		size := s.plan.bytes(t)
		l.Tasks++
		l.Bytes += size
		switch s.plan.layers[t.layer].Array.Op().(type) {
		case *op.File, *source.Boxed:
			l.Read += size
		}
		if s.file != nil && t.root > 0 {
			l.Written += size
			out.Spilled += size
		}
	}
	for _, l := range layers {
		if l.Tasks > 0 {
			out.Layers = append(out.Layers, l)
		}
	}
}
