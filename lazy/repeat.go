package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// BroadcastTo repeats the array along axes where it has size 1, and along added first axes, to a shape. Nothing is repeated in memory where an
// element-wise operation reads it.
func (a *Array) BroadcastTo(shape ...int) *Array {
	if a.err != nil {
		return a
	}
	if err := checkShape(shape); err != nil {
		return Failed(err)
	}
	skip := len(shape) - a.NDim()
	fits := skip >= 0
	for axis, n := range a.Shape() {
		fits = fits && (n == shape[axis+skip] || n == 1)
	}
	if !fits {
		return Failed(errorf("an array of shape %v can't be broadcast to shape %v", a.Shape(), Shape(shape)))
	}
	room := chunkLimit / max(a.dtype.Size(), 1)
	for _, sizes := range a.Chunks() {
		room /= max(slices.Max(sizes), 1)
	}
	chunks := make([][]int, len(shape))
	for axis := len(shape) - 1; axis >= 0; axis-- {
		n := shape[axis]
		if axis >= skip && a.Shape()[axis-skip] == n {
			chunks[axis] = a.Chunks()[axis-skip]
			continue
		}
		side := n
		if n > room {
			side = evenSide(n, max(room, 1))
		}
		if n/max(side, 1) > mostChunks {
			return Failed(errorf("an array of shape %v broadcast to shape %v has too many chunks", a.Shape(), Shape(shape)))
		}
		chunks[axis] = op.Even(n, side)
		room /= max(side, 1)
	}
	return a.broadcast(chunks)
}

// broadcast is the array repeated to the shape of these chunks, which along other axes are its own.
func (a *Array) broadcast(chunks [][]int) *Array {
	if a.err != nil || slices.EqualFunc(a.Chunks(), chunks, slices.Equal[[]int]) {
		return a
	}
	return node(&op.Broadcast{}, a.dtype, chunks, a)
}

// Repeat repeats every element along an axis n times, one copy behind the other.
func (a *Array) Repeat(n, axis int) *Array {
	if a.err != nil {
		return a
	}
	axis, err := axisOf(axis, a.NDim())
	if err == nil {
		shape := slices.Clone(a.Shape())
		if n < 0 {
			err = errorf("%d times", n)
		} else if shape[axis] > 0 && n > maxElements/shape[axis] {
			err = errorf("%d times %d elements are too many", n, shape[axis])
		} else {
			shape[axis] *= n
			err = checkShape(shape)
		}
	}
	switch {
	case err != nil:
		return Failed(errorf("repeat: %w", err))
	case n == 1:
		return a
	case n == 0 || a.Size() == 0:
		shape := slices.Clone(a.Shape())
		shape[axis] *= n
		return Zeros(a.dtype, shape...)
	}
	// Each chunk is cut so that with its copies it is no larger than chunks may be.
	chunks := slices.Clone(a.Chunks())
	most := max(chunkLimit/max(a.dtype.Size(), 1)/across(chunks, axis), slices.Max(chunks[axis]))
	if a.Shape()[axis] > mostChunks*max(most/n, 1) || n/most > mostChunks/a.Shape()[axis] {
		return Failed(errorf("repeat: %d times an axis of %d has too many chunks", n, a.Shape()[axis]))
	}
	chunks[axis] = divided(chunks[axis], max(most/n, 1))
	x := a.rechunked(chunks).ExpandDims(axis + 1)
	copies := []int{n}
	if n > most {
		copies = op.Even(n, most)
		chunks[axis] = ones(a.Shape()[axis])
		x = a.rechunked(chunks).ExpandDims(axis + 1)
	}
	return x.broadcast(slices.Insert(chunks, axis+1, copies)).mergeAxes(axis)
}

// Tile repeats the whole array along axes, as often as reps says for each; of fewer reps than axes the last axes are meant, and more add first axes.
func (a *Array) Tile(reps ...int) *Array {
	if a.err != nil {
		return a
	}
	for _, n := range reps {
		if n < 0 {
			return Failed(errorf("tile: %d times", n))
		}
	}
	if add := len(reps) - a.NDim(); add > 0 {
		a = a.ExpandDims(upTo(add)...)
	}
	skip := a.NDim() - len(reps)
	shape := slices.Clone(a.Shape())
	empty := false
	for i, n := range reps {
		if shape[skip+i] > 0 && n > maxElements/shape[skip+i] {
			return Failed(errorf("tile: %d times %d elements are too many", n, shape[skip+i]))
		}
		shape[skip+i] *= n
		empty = empty || shape[skip+i] == 0
	}
	if err := checkShape(shape); err != nil {
		return Failed(errorf("tile: %w", err))
	}
	if empty || a.Size() == 0 {
		return Zeros(a.dtype, shape...)
	}
	for i, n := range reps {
		if n == 1 {
			continue
		}
		axis := skip + i
		// Copies of an axis in one chunk can share a chunk.
		size := 1
		if chunks := a.Chunks(); len(chunks[axis]) == 1 {
			size = max(chunkLimit/max(a.dtype.Size(), 1)/across(chunks, -1), 1)
		}
		if n/size > mostChunks/len(a.Chunks()[axis]) {
			return Failed(errorf("tile: %d times an axis of %d has too many chunks", n, a.Shape()[axis]))
		}
		a = a.ExpandDims(axis).broadcast(slices.Insert(slices.Clone(a.Chunks()), axis, op.Even(n, size))).mergeAxes(axis)
	}
	return a
}

// mergeAxes makes one axis of an axis and the next one.
func (a *Array) mergeAxes(axis int) *Array {
	if a.err != nil {
		return a
	}
	shape := slices.Clone(a.Shape())
	shape[axis] *= shape[axis+1]
	shape = slices.Delete(shape, axis+1, axis+2)
	var groups []group
	for i := range shape {
		switch {
		case i < axis:
			groups = append(groups, group{[]int{i}, []int{i}})
		case i == axis:
			groups = append(groups, group{[]int{i, i + 1}, []int{i}})
		default:
			groups = append(groups, group{[]int{i + 1}, []int{i}})
		}
	}
	return a.regrouped(groups, shape)
}

// across is the number of elements of the largest chunk for each place along an axis.
func across(chunks [][]int, axis int) int {
	n := 1
	for i, sizes := range chunks {
		if i != axis {
			n *= max(slices.Max(sizes), 1)
		}
	}
	return n
}

// divided is chunks cut into even pieces of at most the given size.
func divided(chunks []int, most int) []int {
	var out []int
	for _, n := range chunks {
		for pieces := (n + most - 1) / most; pieces > 0; pieces-- {
			size := (n + pieces - 1) / pieces
			out, n = append(out, size), n-size
		}
	}
	return out
}
