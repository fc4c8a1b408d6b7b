package kernel

import "github.com/lazycell/lazycell/lazy/block"

// TileSize is how many elements go through all steps of a program before the next do: few enough to stay in the processor's cache.
const TileSize = 4096

// Tile is a piece of a chunk: some whole rows along the last axis, or a part of one. Its elements lie next to each other in C order.
type Tile struct {
	At   int // the first element
	N    int // elements
	Rows int
	Row  int // the first row
	Col  int // where in that row it begins
	Cols int // elements of each row
}

// EachTile calls f for the tiles of a chunk, in order.
func EachTile(shape []int, f func(t Tile) error) error {
	total := block.Size(shape)
	if total == 0 {
		return nil
	}
	width := 1
	if len(shape) > 0 {
		width = shape[len(shape)-1]
	}
	rows := total / width
	if width >= TileSize {
		for row := range rows {
			for col := 0; col < width; col += TileSize {
				n := min(TileSize, width-col)
				if err := f(Tile{At: row*width + col, N: n, Rows: 1, Row: row, Col: col, Cols: n}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	step := TileSize / width
	for row := 0; row < rows; row += step {
		n := min(step, rows-row)
		if err := f(Tile{At: row * width, N: n * width, Rows: n, Row: row, Cols: width}); err != nil {
			return err
		}
	}
	return nil
}

// Walk follows the rows of a chunk, of all axes but the last: index is that of the current one.
type Walk struct {
	shape []int
	Index []int
}

// WalkFrom is at the given row.
func WalkFrom(shape []int, row int) Walk {
	n := max(len(shape)-1, 0)
	w := Walk{shape: shape[:n], Index: make([]int, n)}
	w.To(row)
	return w
}

// To goes to a row.
func (w *Walk) To(row int) {
	for axis := len(w.Index) - 1; axis >= 0; axis-- {
		n := max(w.shape[axis], 1)
		w.Index[axis] = row % n
		row /= n
	}
}

// Next goes to the row after the current one.
func (w *Walk) Next() {
	for axis := len(w.Index) - 1; axis >= 0; axis-- {
		if w.Index[axis]++; w.Index[axis] < w.shape[axis] {
			return
		}
		w.Index[axis] = 0
	}
}

// Dot is where the current row begins, given how far apart its neighbours along each axis are.
func (w *Walk) Dot(strides []int) int {
	at := 0
	for axis, i := range w.Index {
		at += i * strides[axis]
	}
	return at
}

// Strides is how many elements lie between neighbours along each axis in C order.
func Strides(shape []int) []int {
	out := make([]int, len(shape))
	step := 1
	for axis := len(shape) - 1; axis >= 0; axis-- {
		out[axis] = step
		step *= shape[axis]
	}
	return out
}
