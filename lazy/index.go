package lazy

import (
	"fmt"
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Index says which positions along an axis to take.
type Index interface {
	// Resolve finds the positions along an axis of n elements.
	Resolve(n int) (Selection, error)
}

// Selection is positions along an axis, in any order and with repeats.
type Selection interface {
	// Len is the number of positions.
	Len() int
	// At is the i-th position.
	At(i int) int
}

// All takes everything.
var All Index = rangeIndex{0, End, 1}

// End as the end of a range stands for the end of the axis.
const End = math.MaxInt

// Range takes the positions from lo up to and without hi, as Python's lo:hi does: negative ones count from the end, and what lies
// past the end is left out.
func Range(lo, hi int) Index { return rangeIndex{lo, hi, 1} }

// RangeStep is Range taking every step-th position. With a negative step it goes backwards from lo down to and without hi; there
// -n-1 or less as hi goes to the very first.
func RangeStep(lo, hi, step int) Index { return rangeIndex{lo, hi, step} }

type rangeIndex struct{ lo, hi, step int }

// I takes one position and drops the axis, as an integer does in NumPy; a negative one counts from the end. Where axes can't be dropped, as
// in an AnnData, it is the same as At.
func I(position int) Index { return intIndex(position) }

type intIndex int

// Resolve checks the position.
func (i intIndex) Resolve(n int) (Selection, error) {
	at := int(i)
	if at < -n || at >= n {
		return nil, fmt.Errorf("position %d is out of range for an axis of %d", at, n)
	}
	if at < 0 {
		at += n
	}
	return op.Positions{Start: at, Step: 1, Count: 1}, nil
}

// NewAxis adds an axis of size 1. It stands among the indexes of Array.Slice.
var NewAxis Index = newAxis{}

type newAxis struct{}

// Resolve fails: there is no axis to take positions from.
func (newAxis) Resolve(int) (Selection, error) {
	return nil, fmt.Errorf("NewAxis takes no positions: only Slice of an array adds axes")
}

// Ellipsis stands, among the indexes of Array.Slice, for All along as many axes as the other indexes leave.
var Ellipsis Index = ellipsis{}

type ellipsis struct{}

// Resolve takes everything.
func (ellipsis) Resolve(n int) (Selection, error) { return op.Whole(n), nil }

// Resolve clips the range to n, by the rules of Python's slices.
func (r rangeIndex) Resolve(n int) (Selection, error) {
	if r.step == 0 {
		return nil, fmt.Errorf("the step of a range is 0")
	}
	least, most := 0, n
	if r.step < 0 {
		least, most = -1, n-1
	}
	clip := func(at int) int {
		if at < 0 {
			return max(at+n, least)
		}
		return min(at, most)
	}
	lo, hi := clip(r.lo), clip(r.hi)
	p := op.Positions{Start: lo, Step: r.step}
	switch {
	case r.step > 0 && hi > lo:
		p.Count = (hi-lo-1)/r.step + 1
	case r.step < 0 && hi < lo:
		p.Count = (lo-hi-1)/-r.step + 1
	}
	if p.Count <= 1 {
		p.Step = 1 // whatever was asked for, there is nothing to step to
	}
	return p, nil
}

// At takes single positions, in the given order and as often as they are given; negative ones count from the end.
func At(positions ...int) Index { return listIndex(positions) }

type listIndex []int

// Resolve checks every position.
func (l listIndex) Resolve(n int) (Selection, error) {
	list := make([]int, len(l))
	for i, at := range l {
		if at < -n || at >= n {
			return nil, fmt.Errorf("position %d is out of range for an axis of %d", at, n)
		}
		if at < 0 {
			at += n
		}
		list[i] = at
	}
	return op.Positions{List: list}, nil
}

// MaskIndex is what Where makes.
type MaskIndex []bool

// Where takes the positions where the mask is true.
func Where(mask []bool) Index { return MaskIndex(mask) }

// Resolve finds the true positions of a mask as long as the axis.
func (m MaskIndex) Resolve(n int) (Selection, error) {
	if len(m) != n {
		return nil, fmt.Errorf("a mask of %d for an axis of %d", len(m), n)
	}
	list := []int{}
	for i, keep := range m {
		if keep {
			list = append(list, i)
		}
	}
	return op.Positions{List: list}, nil
}

// NameIndex is what Names makes.
type NameIndex []string

// Names takes positions by name. Axes of a plain array have no names: it is for annotated matrices.
func Names(names ...string) Index { return NameIndex(names) }

// Resolve fails, because names are known to those who slice annotated matrices only.
func (n NameIndex) Resolve(int) (Selection, error) {
	return nil, fmt.Errorf("the axes of an array have no names such as %q; slice the AnnData instead, or give positions", slices.Clone(n))
}

// positions is a selection as package op has it.
func positions(s Selection) op.Positions {
	if p, ok := s.(op.Positions); ok {
		return p
	}
	list := make([]int, s.Len())
	for i := range list {
		list[i] = s.At(i)
	}
	return op.Positions{List: list}
}
