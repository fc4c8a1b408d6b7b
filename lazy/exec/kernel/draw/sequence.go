package draw

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// Fill makes the values of a chunk of an operation that has no inputs, tile by tile; nil for any other operation.
func Fill(o op.Op, array *lazy.Array, index []int) func(t kernel.Tile, out *block.Dense) error {
	var fill filler
	var err error
	switch o := o.(type) {
	case *op.Random:
		fill, err = fillerOf(o, array.DType())
	case *op.Choice:
		fill, err = choiceFiller(o, array.DType())
	case *op.Permutation:
		fill, err = permutationFiller(o, array.DType())
	case *op.Arange:
		fill, err = arangeFiller(o, array.DType())
	case *op.Linspace:
		fill, err = linspaceFiller(o, array.DType())
	case *op.Eye:
		fill, err = eyeFiller(o, array)
	case *op.Full:
		return fullFill(o)
	case *Picked:
		return pickedFill(o, array, index)
	default:
		return nil
	}
	if err != nil {
		return func(kernel.Tile, *block.Dense) error { return err }
	}
	return positioned(fill, array, index)
}

func arangeFiller(a *op.Arange, dtype block.DType) (filler, error) {
	switch dtype {
	case block.Int8:
		return intSteps[int8](a), nil
	case block.Int16:
		return intSteps[int16](a), nil
	case block.Int32:
		return intSteps[int32](a), nil
	case block.Int64:
		return intSteps[int64](a), nil
	case block.Uint8:
		return intSteps[uint8](a), nil
	case block.Uint16:
		return intSteps[uint16](a), nil
	case block.Uint32:
		return intSteps[uint32](a), nil
	case block.Uint64:
		return intSteps[uint64](a), nil
	case block.Float32:
		return floatSteps[float32](a), nil
	case block.Float64:
		return floatSteps[float64](a), nil
	}
	return nil, fmt.Errorf("arange is not defined for %v", dtype)
}

func intSteps[T block.Integer](a *op.Arange) filler {
	return func(out *block.Dense, at, n int, position uint64) {
		v := T(a.IntStart + int64(position)*a.IntStep)
		row := block.Values[T](out)[at : at+n]
		for i := range row {
			row[i] = v
			v += T(a.IntStep)
		}
	}
}

// floatSteps multiplies by the distance of the first two numbers, as NumPy does.
func floatSteps[T float32 | float64](a *op.Arange) filler {
	start := T(a.Start)
	step := T(a.Start+a.Step) - start
	return func(out *block.Dense, at, n int, position uint64) {
		row := block.Values[T](out)[at : at+n]
		for i := range row {
			row[i] = start + T(T(position+uint64(i))*step) // rounded twice on every processor
		}
	}
}

func linspaceFiller(l *op.Linspace, dtype block.DType) (filler, error) {
	if dtype != block.Float64 {
		return nil, fmt.Errorf("linspace is not defined for %v", dtype)
	}
	distance, parts := l.Stop-l.Start, float64(max(l.N-1, 1))
	step := distance / parts
	return func(out *block.Dense, at, n int, position uint64) {
		row := block.Values[float64](out)[at : at+n]
		for i := range row {
			k := position + uint64(i)
			switch {
			case k == uint64(l.N-1) && k > 0:
				row[i] = l.Stop
			case step == 0: // the distance is too small to be divided
				row[i] = l.Start + float64(float64(k)/parts*distance)
			default:
				row[i] = l.Start + float64(float64(k)*step)
			}
		}
	}, nil
}

func eyeFiller(e *op.Eye, array *lazy.Array) (filler, error) {
	one, err := block.FromSlice([]int{1}, []float64{1})
	if err != nil {
		return nil, err
	}
	columns := array.Shape()[1]
	pattern := one.AsType(array.DType()).Bytes()
	size := len(pattern)
	return func(out *block.Dense, at, n int, position uint64) {
		row := out.Bytes()[at*size : (at+n)*size]
		clear(row)
		r, first := int(position)/columns, int(position)%columns
		if k := r + e.Diagonal - first; k >= 0 && k < n {
			copy(row[k*size:], pattern)
		}
	}, nil
}

func fullFill(f *op.Full) func(kernel.Tile, *block.Dense) error {
	return func(_ kernel.Tile, out *block.Dense) error {
		one, err := block.FromSlice([]int{1}, []float64{f.Value})
		if err != nil {
			return err
		}
		kernel.Repeat(out.Bytes(), one.AsType(out.DType()).Bytes())
		return nil
	}
}
