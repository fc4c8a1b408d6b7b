package kernel

import (
	"reflect"

	"github.com/lazycell/lazycell/lazy/op"
)

// Sizes is what a task reads and makes, in bytes, as its memory is projected.
type Sizes struct {
	In       []int64
	Out      int64
	Elem     int // the size of an element of the first input
	Offset   []int
	Shape    []int // of the chunk
	InShapes [][]int
}

var scratches = map[reflect.Type]func(o op.Op, s *Sizes) int64{}

// RegisterScratch says how many bytes the kernel of an operation works on beside its inputs and its result. What takes no more than a tile needn't say so.
func RegisterScratch[O op.Op](f func(o O, s *Sizes) int64) {
	scratches[reflect.TypeFor[O]()] = func(o op.Op, s *Sizes) int64 { return f(o.(O), s) }
}

// ScratchOf is how many bytes the kernel of an operation works on beside its inputs and its result; nil for next to none.
func ScratchOf(o op.Op) func(s *Sizes) int64 {
	f, ok := scratches[reflect.TypeOf(o)]
	if !ok {
		return nil
	}
	return func(s *Sizes) int64 { return f(o, s) }
}
