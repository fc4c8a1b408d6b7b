package lazy

import (
	"math"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Arange is the numbers from start up to and without stop in steps, which may be negative, along one axis: int64 of ints, else of the type of the
// numbers. Arange(0, 10, 1) has whole numbers, Arange(0, 1, 0.25) has fractions. As in NumPy the number of elements is the distance divided by
// the step and rounded up, so that a step that binary numbers don't hold exactly may make one more than expected: Linspace counts instead.
func Arange[T int | block.Real](start, stop, step T) *Array {
	if step == 0 || step != step {
		return Failed(errorf("arange: the step is %v", step))
	}
	dtype, ok := block.DTypeOf([]T(nil))
	if !ok {
		dtype = Int64
	}
	o := &op.Arange{}
	var n float64
	if dtype.IsFloat() {
		o.Start, o.Step = float64(start), float64(step)
		n = math.Ceil((float64(stop) - o.Start) / o.Step)
		if math.IsNaN(n) {
			return Failed(errorf("arange: from %v to %v in steps of %v is no number of elements", start, stop, step))
		}
	} else {
		o.IntStart, o.IntStep = int64(start), int64(step)
		// The distance of any two integers fits into 64 bits without sign.
		distance, by := uint64(stop)-uint64(start), uint64(step)
		if step < 0 {
			distance, by = -distance, -by
		}
		if (step > 0) == (stop > start) && stop != start {
			n = float64((distance-1)/by) + 1
		}
	}
	if n > maxElements {
		return Failed(errorf("arange: from %v to %v in steps of %v has too many elements", start, stop, step))
	}
	return Generate(o, dtype, []int{max(int(n), 0)})
}

// Linspace is n float64 numbers in equal steps from start to stop, both included.
func Linspace(start, stop float64, n int) *Array {
	return Generate(&op.Linspace{Start: start, Stop: stop, N: n}, Float64, []int{n})
}

// Eye is a matrix of zeros with ones on a diagonal: 0 is the main one, positive ones lie above it, negative ones below.
func Eye(dtype DType, rows, columns, diagonal int) *Array {
	return Generate(&op.Eye{Diagonal: diagonal}, dtype, []int{rows, columns})
}

// plain says that an operation makes chunks of nothing that cost no more in other chunks.
func plain(o op.Op) bool {
	switch o.(type) {
	case *op.Full, *op.Arange, *op.Linspace, *op.Eye:
		return true
	}
	return false
}
