package elementwise

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// Apply computes one operation. The operands are as long as out, or of one value.
func Apply(o op.Op, out *block.Dense, operands [3]*block.Dense) error {
	x, y := operands[0], operands[1]
	switch o := o.(type) {
	case *op.Unary:
		return unary(o.Func, out, x)
	case *op.Scalar:
		return scalar(o, out, x)
	case *op.Binary:
		if isComparison(o.Func) {
			return compareBlocks(o.Func, block.Values[bool](out), x, y)
		}
		return Arithmetic(o.Func, out, x, y)
	case *op.Cast:
		block.Convert(out, x)
		return nil
	case *op.Broadcast:
		kernel.Repeat(out.Bytes(), x.Bytes())
		return nil
	case *op.Choose:
		choose(out, x, y, operands[2])
		return nil
	case *op.Replace:
		return replace(o, out, x)
	case *op.Digitize:
		digitize(o, out, x)
		return nil
	case *op.IsIn:
		isIn(o, out, x)
		return nil
	}
	return fmt.Errorf("%s is no element-wise operation", o.Name())
}
