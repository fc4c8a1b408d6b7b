package lazy

import (
	"strings"

	"github.com/lazycell/lazycell/lazy/op"
)

// Labelled is an array whose axes have names of one letter each.
type Labelled struct {
	Array *Array
	Axes  string // "ik"
}

// Label names the axes of an array, for Blockwise.
func (a *Array) Label(axes string) Labelled { return Labelled{a, axes} }

// Blockwise applies a function to chunks of several arrays, whose axes are matched by letters as in an index equation: Blockwise(f, Float64, "ij",
// x.Label("ik"), y.Label("kj")) calls f with a chunk of rows of x and one of columns of y for every chunk of the result. Axes of the same
// letter have the same size, or size 1, and are cut alike. An axis whose letter the result doesn't have is not cut: its arrays are
// rechunked so that f gets the whole of it, and memory must hold that. The result's chunks along a letter are those of the arrays, unless
// WithChunks says otherwise.
func Blockwise(f *Function, dtype DType, result string, arrays ...Labelled) *Array {
	return blockwise(f, dtype, result, arrays, blockOptions{})
}

// BlockwiseWith is Blockwise with options.
func BlockwiseWith(f *Function, dtype DType, result string, arrays []Labelled, opts ...BlockOption) *Array {
	o := blockOptions{}
	for _, opt := range opts {
		opt(&o)
	}
	return blockwise(f, dtype, result, arrays, o)
}

func blockwise(f *Function, dtype DType, result string, arrays []Labelled, o blockOptions) *Array {
	plain := make([]*Array, len(arrays))
	for i, l := range arrays {
		plain[i] = l.Array
	}
	if err := usable(f, dtype, plain); err != nil {
		return Failed(errorf("blockwise: %w", err))
	}
	if twice(result) {
		return Failed(errorf("blockwise: %q has a letter twice", result))
	}
	sizes, chunks := map[rune]int{}, map[rune][]int{}
	for i, l := range arrays {
		a := l.Array
		switch {
		case a.err != nil:
			return a
		case len([]rune(l.Axes)) != a.NDim() || twice(l.Axes):
			return Failed(errorf("blockwise: the axes of array %d, of shape %v, are named %q", i, a.Shape(), l.Axes))
		}
		for axis, letter := range []rune(l.Axes) {
			n := a.Shape()[axis]
			switch known, ok := sizes[letter]; {
			case !ok || known == 1:
				sizes[letter], chunks[letter] = n, a.Chunks()[axis]
			case n == 1:
			case n != known:
				return Failed(errorf("blockwise: axis %c is of size %d in array %d and of size %d before", letter, n, i, known))
			default:
				chunks[letter] = op.Refine(chunks[letter], a.Chunks()[axis])
			}
		}
	}
	place := map[rune]int{}
	out := make([][]int, 0, len(result))
	for i, letter := range []rune(result) {
		c, ok := chunks[letter]
		if !ok {
			return Failed(errorf("blockwise: no array has the axis %c of the result", letter))
		}
		place[letter] = i
		out = append(out, c)
	}
	from := make([][]int, len(arrays))
	for i, l := range arrays {
		own := make([][]int, l.Array.NDim())
		from[i] = make([]int, len(own))
		for axis, letter := range []rune(l.Axes) {
			n := l.Array.Shape()[axis]
			at, kept := place[letter]
			from[i][axis], own[axis] = -1, []int{n}
			if kept && n == sizes[letter] {
				from[i][axis], own[axis] = at, chunks[letter]
			}
		}
		plain[i] = l.Array.rechunked(own)
	}
	if o.chunks != nil {
		var err error
		if out, err = agreed(o.chunks, out); err != nil {
			return Failed(errorf("blockwise: %w", err))
		}
	}
	return node(&op.Blockwise{Func: f, Label: "blockwise", From: from}, dtype, out, plain...)
}

func twice(letters string) bool {
	for i, letter := range letters {
		if strings.ContainsRune(letters[:i], letter) {
			return true
		}
	}
	return false
}
