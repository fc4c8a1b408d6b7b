package op

import "fmt"

// Windows takes a run of places along each axis for every chunk of the result; runs may overlap.
type Windows struct {
	Label  string  // what it is called: "overlap", "trim"
	Starts [][]int // for each axis, where the run of each chunk begins; it is as long as the chunk
}

// Name is the label.
func (w *Windows) Name() string { return w.Label }

// At is where the window of a chunk begins.
func (w *Windows) At(index []int) []int {
	at := make([]int, len(index))
	for axis, k := range index {
		at[axis] = w.Starts[axis][k]
	}
	return at
}

// Reads is the chunks under the window, in C order.
func (w *Windows) Reads(out *Grid, in []*Grid, index []int) []Read {
	lo, n := make([]int, len(index)), make([]int, len(index))
	for axis, at := range w.At(index) {
		size := out.chunks[axis][index[axis]]
		if size == 0 {
			return nil
		}
		lo[axis] = in[0].Find(axis, at)
		n[axis] = in[0].Find(axis, at+size-1) - lo[axis] + 1
	}
	return box(lo, n)
}

// Check says whether there is a window within the input for every chunk.
func (w *Windows) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if len(w.Starts) != g.NDim() || out.Grid.NDim() != g.NDim() {
		return fmt.Errorf("windows along %d axes of an array of shape %v make one of shape %v", len(w.Starts), ShapeText(g.shape), ShapeText(out.Grid.shape))
	}
	for axis, sizes := range out.Grid.chunks {
		if len(w.Starts[axis]) != len(sizes) {
			return fmt.Errorf("%d windows for %d chunks along axis %d", len(w.Starts[axis]), len(sizes), axis)
		}
		for k, at := range w.Starts[axis] {
			if at < 0 || at > g.shape[axis]-sizes[k] {
				return fmt.Errorf("the window of %d from %d on lies outside axis %d of %d", sizes[k], at, axis, g.shape[axis])
			}
		}
	}
	return sameType(out, in)
}
