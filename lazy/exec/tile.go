package exec

import "github.com/lazycell/lazycell/lazy/block"

// tileSize is how many elements go through all steps of a program before the next do: few enough to stay in the processor's cache.
const tileSize = 4096

// tile is a piece of a chunk: some whole rows along the last axis, or a part of one. Its elements lie next to each other in C order.
type tile struct {
	at   int // the first element
	n    int // elements
	rows int
	row  int // the first row
	col  int // where in that row it begins
	cols int // elements of each row
}

// eachTile calls f for the tiles of a chunk, in order.
func eachTile(shape []int, f func(t tile) error) error {
	total := block.Size(shape)
	if total == 0 {
		return nil
	}
	width := 1
	if len(shape) > 0 {
		width = shape[len(shape)-1]
	}
	rows := total / width
	if width >= tileSize {
		for row := range rows {
			for col := 0; col < width; col += tileSize {
				n := min(tileSize, width-col)
				if err := f(tile{at: row*width + col, n: n, rows: 1, row: row, col: col, cols: n}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	step := tileSize / width
	for row := 0; row < rows; row += step {
		n := min(step, rows-row)
		if err := f(tile{at: row * width, n: n * width, rows: n, row: row, cols: width}); err != nil {
			return err
		}
	}
	return nil
}

// rowWalk follows the rows of a chunk, of all axes but the last: index is that of the current one.
type rowWalk struct {
	shape []int
	index []int
}

// walkFrom is at the given row.
func walkFrom(shape []int, row int) rowWalk {
	n := max(len(shape)-1, 0)
	w := rowWalk{shape: shape[:n], index: make([]int, n)}
	for axis := n - 1; axis >= 0; axis-- {
		w.index[axis] = row % shape[axis]
		row /= shape[axis]
	}
	return w
}

// next goes to the row after the current one.
func (w *rowWalk) next() {
	for axis := len(w.index) - 1; axis >= 0; axis-- {
		if w.index[axis]++; w.index[axis] < w.shape[axis] {
			return
		}
		w.index[axis] = 0
	}
}

// dot is where the current row begins, given how far apart its neighbours along each axis are.
func (w *rowWalk) dot(strides []int) int {
	at := 0
	for axis, i := range w.index {
		at += i * strides[axis]
	}
	return at
}
