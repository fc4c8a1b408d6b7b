package op

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
