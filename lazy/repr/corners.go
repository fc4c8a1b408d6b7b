package repr

const (
	threshold = 1000 // an array with more elements is shortened
	edge      = 3    // to so many at both ends of each axis
)

// Corners says which positions along each axis are printed: all of them or, when the shape has more than 1000 elements, the first
// and the last 3 of each axis longer than 6. Of a shape without elements nothing is printed, whatever the other sizes are.
func Corners(shape []int) [][]int {
	size, short := extent(shape), shortened(shape)
	positions := make([][]int, len(shape))
	for axis, n := range shape {
		switch {
		case size == 0:
			positions[axis] = []int{}
		case short && n > 2*edge:
			positions[axis] = append(span(0, edge), span(n-edge, n)...)
		default:
			positions[axis] = span(0, n)
		}
	}
	return positions
}

func span(lo, hi int) []int {
	out := make([]int, 0, hi-lo)
	for i := lo; i < hi; i++ {
		out = append(out, i)
	}
	return out
}

// extent is the number of elements of a shape, or threshold + 1 when there are more.
func extent(shape []int) int {
	size := 1
	for _, n := range shape {
		if n <= 0 {
			return 0
		}
	}
	for _, n := range shape {
		if size *= min(n, threshold+1); size > threshold {
			return threshold + 1
		}
	}
	return size
}

func shortened(shape []int) bool { return extent(shape) > threshold }
