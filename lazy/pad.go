package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Padding says what Pad puts around an array.
type Padding struct {
	name  string
	value float64
	place func(i, n int) int // which place along an axis of n > 0 elements continues it at place i, before 0 or from n on
}

// PadConstant puts a number around the array.
func PadConstant(value float64) Padding { return Padding{name: "constant", value: value} }

// The other ways to pad, by NumPy's names: the outermost values go on, the array is mirrored at its outermost values, which are not repeated
// or are, or it begins again.
var (
	PadEdge    = Padding{name: "edge", place: func(i, n int) int { return min(max(i, 0), n-1) }}
	PadReflect = Padding{name: "reflect", place: func(i, n int) int {
		if n == 1 {
			return 0
		}
		i = modulo(i, 2*(n-1))
		return min(i, 2*(n-1)-i)
	}}
	PadSymmetric = Padding{name: "symmetric", place: func(i, n int) int {
		i = modulo(i, 2*n)
		return min(i, 2*n-1-i)
	}}
	PadWrap = Padding{name: "wrap", place: modulo}
)

// modulo is the remainder that is not negative.
func modulo(i, n int) int { return (i%n + n) % n }

// Pad adds elements before and after along every axis, widths[axis] of them; one pair of widths counts for all axes. Along axes of no
// elements only a constant can be added. What is added has chunks of its own.
func (a *Array) Pad(how Padding, widths ...[2]int) *Array {
	if a.err != nil {
		return a
	}
	if len(widths) == 1 {
		widths = slices.Repeat(widths, a.NDim())
	}
	shape := slices.Clone(a.Shape())
	if len(widths) != len(shape) {
		return Failed(errorf("pad: %d pairs of widths for an array of shape %v", len(widths), a.Shape()))
	}
	for axis, w := range widths {
		if w[0] < 0 || w[1] < 0 || w[0] > maxElements || w[1] > maxElements {
			return Failed(errorf("pad: widths %d and %d along axis %d", w[0], w[1], axis))
		}
		if how.place == nil && how.name != "constant" {
			return Failed(errorf("pad: the padding is none of those of this package"))
		}
		if shape[axis] == 0 && how.place != nil && w[0]+w[1] > 0 {
			return Failed(errorf("pad: axis %d of shape %v has no elements to go on with (%s)", axis, a.Shape(), how.name))
		}
		if limit := 1 << 30; how.place != nil && (w[0] > limit || w[1] > limit) {
			return Failed(errorf("pad: widths %d and %d along axis %d are more than %d", w[0], w[1], axis, limit))
		}
		shape[axis] += w[0] + w[1]
	}
	if err := checkShape(shape); err != nil {
		return Failed(errorf("pad: %w", err))
	}
	out := a
	for axis, w := range widths {
		n := a.Shape()[axis]
		parts := []*Array{out.padding(how, axis, -w[0], 0), out, out.padding(how, axis, n, n+w[1])}
		parts = slices.DeleteFunc(parts, func(p *Array) bool { return p.err == nil && p.Shape()[axis] == 0 })
		if len(parts) > 0 {
			out = Concat(axis, parts...)
		}
	}
	return out
}

// padding is what continues the array along an axis from place lo up to and without hi.
func (a *Array) padding(how Padding, axis, lo, hi int) *Array {
	if a.err != nil {
		return a
	}
	if how.place == nil {
		shape, chunks := slices.Clone(a.Shape()), slices.Clone(a.Chunks())
		shape[axis] = hi - lo
		size := max(slices.Max(chunks[axis]), chunkLimit/max(a.dtype.Size(), 1)/across(chunks, axis))
		if (hi-lo)/max(size, 1) > mostChunks {
			return Failed(errorf("pad: %d elements along axis %d of an array of shape %v make too many chunks", hi-lo, axis, a.Shape()))
		}
		chunks[axis] = op.Even(hi-lo, size)
		return node(&op.Full{Value: how.value}, a.dtype, chunks)
	}
	list := make([]int, hi-lo)
	for i := range list {
		list[i] = how.place(lo+i, a.Shape()[axis])
	}
	return a.along(axis, At(list...))
}
