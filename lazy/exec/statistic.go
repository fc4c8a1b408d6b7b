package exec

import (
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// statisticOf is the kernel of a scan, a count, or of what depends on the order of values; nil for any other operation.
func statisticOf(o op.Op) kernel {
	switch o := o.(type) {
	case *op.Scan:
		return func(c *call) (*block.Dense, error) { return scan(c, o) }
	case *op.Prefix:
		return func(c *call) (*block.Dense, error) { return prefix(c, o) }
	case *op.Quantile:
		return func(c *call) (*block.Dense, error) { return quantile(c, o) }
	case *op.TopK:
		return func(c *call) (*block.Dense, error) { return topK(c, o) }
	case *op.Histogram:
		return func(c *call) (*block.Dense, error) { return histogram(c, o) }
	case *op.Bincount:
		return func(c *call) (*block.Dense, error) { return bincount(c, o) }
	case *op.GroupRows:
		return func(c *call) (*block.Dense, error) { return groupRows(c, o) }
	}
	return nil
}

// lanes is a block seen along an axis: places before it, on it, and behind it.
func lanes(shape []int, axis int) (outer, n, inner int) {
	return block.Size(shape[:axis]), shape[axis], block.Size(shape[axis+1:])
}
