package exec

import (
	"context"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel/source"
	"github.com/lazycell/lazycell/lazy/op"
)

// Explain plans the tasks behind the arrays' chunks and says what running them takes. What needs too much memory is explained too: Memory is then
// more than Budget.
func (Local) Explain(ctx context.Context, arrays []*lazy.Array, r lazy.Run) (*lazy.Plan, error) {
	p, err := newPlan(ctx, arrays, r.Keep)
	if err != nil {
		return nil, err
	}
	out := &lazy.Plan{Tasks: len(p.tasks)}
	out.Workers, out.Memory, out.Budget, _ = p.budget(r)
	out.Layers = make([]lazy.PlanLayer, len(p.layers))
	for i, l := range p.layers {
		out.Layers[i].Steps = l.Steps
	}
	for n, t := range p.tasks {
		l := &out.Layers[t.layer]
		size := p.bytes(int32(n))
		l.Tasks++
		l.Bytes += size
		switch p.layers[t.layer].Array.Op().(type) {
		case *op.File, *source.Boxed:
			l.Read += size
		}
	}
	return out, nil
}
