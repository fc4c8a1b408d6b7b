package statistic

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() {
	kernel.Register(scan)
	kernel.Register(prefix)
	kernel.Register(quantile)
	kernel.Register(topK)
	kernel.Register(histogram)
	kernel.Register(bincount)
	kernel.Register(groupRows)
	kernel.Deaf[*op.Quantile]()
	kernel.Deaf[*op.TopK]()
	kernel.RegisterScratch(func(q *op.Quantile, s *kernel.Sizes) int64 {
		lane := int64(s.InShapes[0][q.Axis]) * 8 * laneBatch
		if s.Elem < 8 { // it is made float64
			lane += s.In[0] / int64(s.Elem) * 8
		}
		return lane
	})
}

// lanes is a block seen along an axis: places before it, on it, and behind it.
func lanes(shape []int, axis int) (outer, n, inner int) {
	return block.Size(shape[:axis]), shape[axis], block.Size(shape[axis+1:])
}
