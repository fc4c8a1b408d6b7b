package zarr

import (
	"fmt"
)

// chunkLimit is the size of the chunks that are chosen when nobody asks for others.
const chunkLimit = 32 << 20

// chooseChunks gives the chunks of a new array: those asked for, cut to the shape; else blocks of whole rows under the limit.
func chooseChunks(shape, asked []int, elem int) ([]int, error) {
	out := make([]int, len(shape))
	if len(asked) == 0 {
		for i, n := range shape {
			out[i] = max(n, 1)
		}
		for axis := range out {
			rest := elem
			for _, n := range out[axis+1:] {
				rest = min(rest*n, 1<<40)
			}
			if out[axis]*rest <= chunkLimit {
				break
			}
			out[axis] = max(chunkLimit/rest, 1)
		}
		return out, nil
	}
	if len(asked) != len(shape) {
		return nil, fmt.Errorf("chunks %v for shape %v: give one size per axis", asked, shape)
	}
	for i, n := range asked {
		if n < 1 && shape[i] > 0 {
			return nil, fmt.Errorf("chunks %v: sizes must be positive", asked)
		}
		out[i] = max(min(n, shape[i]), 1)
	}
	return out, nil
}
