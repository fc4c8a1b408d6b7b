// Package move is the kernels that put values into other places: selections, transposes, windows, diagonals.
package move
