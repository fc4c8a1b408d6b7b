package move

// squareSize is how many rows and columns are turned at once, so that both sides stay in the cache.
const squareSize = 32

// Mirror copies what is below the diagonal above it.
func Mirror[T any](v []T, n int) {
	for r := 0; r < n; r += squareSize {
		for k := 0; k <= r; k += squareSize {
			for i := r; i < min(r+squareSize, n); i++ {
				for j := k; j < min(k+squareSize, i); j++ {
					v[j*n+i] = v[i*n+j]
				}
			}
		}
	}
}

// Flipped is the transpose of a matrix.
func Flipped[T any](v []T, rows, cols int) []T {
	out := make([]T, rows*cols)
	FlipInto(out, v, rows, cols)
	return out
}

// FlipInto writes the transpose of a matrix of so many rows and columns.
func FlipInto[T any](out, v []T, rows, cols int) {
	for r := 0; r < rows; r += squareSize {
		for k := 0; k < cols; k += squareSize {
			for i := r; i < min(r+squareSize, rows); i++ {
				row := v[i*cols : (i+1)*cols]
				for j := k; j < min(k+squareSize, cols); j++ {
					out[j*rows+i] = row[j]
				}
			}
		}
	}
}
