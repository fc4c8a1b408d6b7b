package op

import (
	"strconv"
	"strings"
)

// ShapeText writes a shape as Python writes a tuple: (10000, 100), (500,), ().
func ShapeText(shape []int) string {
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = strconv.Itoa(n)
	}
	if len(shape) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
