package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// Place tells a function of chunks which chunk of its result it makes: Index along each axis, the Offset where it begins, and its Shape.
type Place = op.Place

// BlockFunc makes a chunk of chunks. It must not change or keep what it reads, gives a block of the shape and type that were said when the graph was
// made, and is called by several goroutines at once. It may give a block that it was given. Sparse chunks come as dense copies. An error, or a
// panic, ends the computation with an error that names the layer and the chunk.
type BlockFunc = op.BlockFunc

// Function is a function of chunks as the graph keeps it.
type Function = op.Function

// Func makes a Function of a closure. Graphs with it are computed in this process only: they can't be written. Layers made with the same
// Function of the same arrays are the same layer; with another one they are not, even when it is made of the same closure.
func Func(f BlockFunc) *Function { return op.Closure(f) }

// RegisterFunc makes a Function with a name, so that graphs with it can be written and computed elsewhere, by programs that have registered it too: in a
// package variable, say. Functions of one name must be the same function.
func RegisterFunc(name string, f BlockFunc) *Function { return op.Register(name, f) }

// RegisteredFunc is the function that was registered under a name.
func RegisteredFunc(name string) (*Function, error) { return op.Registered(name) }

// BlockOption says how the chunks of a result differ from those of what it is made of.
type BlockOption func(*blockOptions)

type blockOptions struct {
	drop, add []int
	chunks    [][]int
	label     string
}

// WithChunks says what chunks a function makes: the sizes along each axis of the result, as many as there are chunks.
func WithChunks(sizes ...[]int) BlockOption { return func(o *blockOptions) { o.chunks = sizes } }

// DropAxes says that a function drops axes of the arrays. They must be in one chunk.
func DropAxes(axes ...int) BlockOption { return func(o *blockOptions) { o.drop = axes } }

// AddAxes says that a function adds axes of one chunk of size 1, unless WithChunks gives another size. They are axes of the result.
func AddAxes(axes ...int) BlockOption { return func(o *blockOptions) { o.add = axes } }

// MapBlocks applies a function to every chunk. The chunks of the result have the shapes of those of the array, unless options say otherwise.
func (a *Array) MapBlocks(f *Function, dtype DType, opts ...BlockOption) *Array {
	return MapBlocks(f, dtype, []*Array{a}, opts...)
}

// MapBlocks applies a function to the chunks of several arrays that lie in the same place. Arrays are broadcast as in element-wise operations and cut
// alike first; along an axis that is repeated the function gets the one chunk there is, of size 1.
func MapBlocks(f *Function, dtype DType, arrays []*Array, opts ...BlockOption) *Array {
	o := blockOptions{label: "map_blocks"}
	for _, opt := range opts {
		opt(&o)
	}
	if err := usable(f, dtype, arrays); err != nil {
		return Failed(errorf("%s: %w", o.label, err))
	}
	arrays, chunks, err := alike(arrays)
	if err != nil {
		return Failed(errorf("%s: %w", o.label, err))
	}
	if chunks == nil { // one of them carries an error
		return arrays[0]
	}
	all := len(chunks)
	var drop, add []int
	if len(o.drop) > 0 {
		if drop, err = axesOf(o.drop, all); err != nil {
			return Failed(errorf("%s, axes to drop: %w", o.label, err))
		}
	}
	if len(o.add) > 0 {
		if add, err = axesOf(o.add, all-len(drop)+len(o.add)); err != nil {
			return Failed(errorf("%s, axes to add: %w", o.label, err))
		}
	}
	// Where each axis of the arrays is in the result.
	place := make([]int, all)
	var out [][]int
	for axis := range place {
		for slices.Contains(add, len(out)) {
			out = append(out, []int{1})
		}
		if place[axis] = len(out); slices.Contains(drop, axis) {
			if place[axis] = -1; len(chunks[axis]) > 1 {
				return Failed(errorf("%s: axis %d is to be dropped and has %d chunks; rechunk it to one", o.label, axis, len(chunks[axis])))
			}
			continue
		}
		out = append(out, chunks[axis])
	}
	for slices.Contains(add, len(out)) {
		out = append(out, []int{1})
	}
	if o.chunks != nil {
		if out, err = agreed(o.chunks, out); err != nil {
			return Failed(errorf("%s: %w", o.label, err))
		}
	}
	from := make([][]int, len(arrays))
	for i, a := range arrays {
		skip := all - a.NDim()
		from[i] = make([]int, a.NDim())
		for axis := range from[i] {
			if from[i][axis] = place[axis+skip]; len(a.Chunks()[axis]) == 1 && len(chunks[axis+skip]) > 1 {
				from[i][axis] = -1
			}
		}
	}
	return node(&op.Blockwise{Func: f, Label: o.label, From: from}, dtype, out, arrays...)
}

// FromFunc is an array whose chunks a function makes of nothing but their places: it is called without blocks. Chunks, when given, are sizes along each axis,
// else they are chosen as AutoChunks does. The function is called for a chunk whenever the chunk is wanted, and gives the same every time.
func FromFunc(f *Function, dtype DType, shape []int, chunks ...int) *Array {
	if !f.Usable() {
		return Failed(errorf("FromFunc: there is no function"))
	}
	if !dtype.Valid() {
		return Failed(errorf("FromFunc: there is no element type %v", dtype))
	}
	return Generate(&op.Blockwise{Func: f, Label: "from_function"}, dtype, shape, chunks...)
}

// usable checks what every function of chunks is given.
func usable(f *Function, dtype DType, arrays []*Array) error {
	switch {
	case !f.Usable():
		return errorf("there is no function")
	case !dtype.Valid():
		return errorf("there is no element type %v", dtype)
	case len(arrays) == 0:
		return errorf("there are no arrays")
	case slices.Contains(arrays, nil):
		return errorf("array %d is nil", slices.Index(arrays, nil))
	}
	return nil
}

// agreed checks that chunks are as many along each axis as those that are expected. A single size counts for every chunk.
func agreed(given, expected [][]int) ([][]int, error) {
	if len(given) != len(expected) {
		return nil, errorf("chunks along %d axes for a result of %d", len(given), len(expected))
	}
	out := make([][]int, len(given))
	for axis, sizes := range given {
		if len(sizes) == 1 {
			sizes = slices.Repeat(sizes, len(expected[axis]))
		}
		if len(sizes) != len(expected[axis]) {
			return nil, errorf("%d chunks along axis %d, where the function makes %d", len(sizes), axis, len(expected[axis]))
		}
		for _, n := range sizes {
			if n <= 0 && len(sizes) > 1 || n < 0 {
				return nil, errorf("a chunk of size %d along axis %d", n, axis)
			}
		}
		out[axis] = sizes
	}
	return out, nil
}

// alike broadcasts the shapes of arrays and cuts the arrays alike. The first array that carries an error comes back alone.
func alike(arrays []*Array) ([]*Array, [][]int, error) {
	all := 0
	for _, a := range arrays {
		if a.err != nil {
			return []*Array{a}, nil, nil
		}
		all = max(all, a.NDim())
	}
	shape, chunks := slices.Repeat([]int{1}, all), make([][]int, all)
	for i := range chunks {
		chunks[i] = []int{1}
	}
	for i, a := range arrays {
		skip := all - a.NDim()
		for axis, n := range a.Shape() {
			switch at := axis + skip; {
			case n == 1:
			case shape[at] == 1:
				shape[at], chunks[at] = n, a.Chunks()[axis]
			case shape[at] != n:
				return nil, nil, errorf("array %d of shape %v doesn't go with the others of shape %v", i, a.Shape(), Shape(shape))
			default:
				chunks[at] = op.Refine(chunks[at], a.Chunks()[axis])
			}
		}
	}
	out := make([]*Array, len(arrays))
	for i, a := range arrays {
		skip := all - a.NDim()
		own := make([][]int, a.NDim())
		for axis, n := range a.Shape() {
			own[axis] = []int{1}
			if n == shape[axis+skip] {
				own[axis] = chunks[axis+skip]
			}
		}
		out[i] = a.rechunked(own)
	}
	return out, chunks, nil
}
