package display

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// matrix is a gonum matrix, and whatever else has its two methods.
type matrix interface {
	Dims() (r, c int)
	At(i, j int) float64
}

type complexMatrix interface {
	Dims() (r, c int)
	At(i, j int) complex128
}

// What of a matrix is printed: all of it, or the first and last rows and columns.
const (
	maxMatrix  = 12
	edgeMatrix = 4
)

// matrixText is a matrix in tall brackets, as gonum prints it; a large one with dots where rows and columns are left out.
func matrixText(dims func() (int, int), at func(i, j int) any) string {
	r, c := dims()
	if r <= 0 || c <= 0 {
		return fmt.Sprintf("matrix (%d×%d)", r, c)
	}
	rows, cols := ends(r, maxMatrix, edgeMatrix), ends(c, maxMatrix, edgeMatrix)
	grid := make([][]string, len(rows))
	widths := make([]int, len(cols))
	for y, i := range rows {
		grid[y] = make([]string, len(cols))
		for x, j := range cols {
			cell := "⋯"
			switch {
			case i < 0 && j < 0:
				cell = "⋱"
			case i < 0:
				cell = "⋮"
			case j >= 0:
				cell = numberText(at(i, j))
			}
			grid[y][x] = cell
			widths[x] = max(widths[x], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for y, row := range grid {
		left, right := "⎢", "⎥"
		switch {
		case len(grid) == 1:
			left, right = "[", "]"
		case y == 0:
			left, right = "⎡", "⎤"
		case y == len(grid)-1:
			left, right = "⎣", "⎦"
		}
		b.WriteString(left)
		for x, cell := range row {
			if x > 0 {
				b.WriteString("  ")
			}
			b.WriteString(strings.Repeat(" ", widths[x]-utf8.RuneCountInString(cell)) + cell)
		}
		b.WriteString(right + "\n")
	}
	if len(rows) < r || len(cols) < c {
		fmt.Fprintf(&b, "matrix (%d×%d)", r, c)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// numberText is a number with at most six significant digits.
func numberText(x any) string { return fmt.Sprintf("%.6g", x) }
