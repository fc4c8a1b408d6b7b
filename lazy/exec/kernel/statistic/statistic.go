package statistic

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
)

func init() {
	kernel.Register(scan)
	kernel.Register(prefix)
	kernel.Register(quantile)
	kernel.Register(topK)
	kernel.Register(histogram)
	kernel.Register(bincount)
	kernel.Register(groupRows)
}

// lanes is a block seen along an axis: places before it, on it, and behind it.
func lanes(shape []int, axis int) (outer, n, inner int) {
	return block.Size(shape[:axis]), shape[axis], block.Size(shape[axis+1:])
}
