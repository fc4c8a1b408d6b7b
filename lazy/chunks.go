package lazy

import (
	"fmt"
	"math"

	"github.com/lazycell/lazycell/lazy/op"
)

// chunkLimit is the size in bytes that an automatic chunk may have.
const chunkLimit = 128 << 20

// AutoChunks is chunks of at most 128 MiB: as square as may be, and of the largest size that divides the axis evenly, unless that
// would be less than half of what is allowed.
func AutoChunks(dtype DType, shape []int) [][]int {
	limit := float64(chunkLimit / max(dtype.Size(), 1))
	side := make([]int, len(shape))
	open := 0
	for i, n := range shape {
		if n <= 1 {
			side[i] = max(n, 1)
		} else {
			open++
		}
	}
	// An axis that is shorter than its share leaves the rest to the others.
	for open > 0 {
		share := math.Pow(limit, 1/float64(open))
		short := false
		for i, n := range shape {
			if side[i] == 0 && float64(n) <= share {
				side[i], short = n, true
				limit /= float64(n)
				open--
			}
		}
		if !short {
			for i, n := range shape {
				if side[i] == 0 {
					side[i] = evenSide(n, max(int(share), 1))
				}
			}
			break
		}
	}
	chunks := make([][]int, len(shape))
	for i, n := range shape {
		chunks[i] = op.Even(n, side[i])
	}
	return chunks
}

// evenSide is the largest divisor of n that is at most limit, or limit itself when that divisor is less than half of it.
func evenSide(n, limit int) int {
	for k := (n + limit - 1) / limit; k <= 2*n/limit; k++ {
		if n%k == 0 {
			return n / k
		}
	}
	return limit
}

// chunksOf is the chunks of the given size along each axis; a single size counts for all axes, -1 is the whole axis.
func chunksOf(shape, sizes []int) ([][]int, error) {
	if len(sizes) != len(shape) && len(sizes) != 1 {
		return nil, fmt.Errorf("%d chunk sizes for an array of shape %v", len(sizes), Shape(shape))
	}
	chunks := make([][]int, len(shape))
	for i, n := range shape {
		size := sizes[0]
		if len(sizes) > 1 {
			size = sizes[i]
		}
		switch {
		case size == -1:
			size = n
		case size <= 0:
			return nil, fmt.Errorf("a chunk of size %d along axis %d; it is at least 1, or -1 for the whole axis", size, i)
		}
		chunks[i] = op.Even(n, size)
	}
	return chunks, nil
}

// whole is one chunk.
func whole(shape []int) [][]int {
	chunks := make([][]int, len(shape))
	for i, n := range shape {
		chunks[i] = []int{n}
	}
	return chunks
}
