//go:build !purego

package splitmix

import "testing"

// widths is how many numbers at once this processor can make.
func widths() []int {
	switch width {
	case 32:
		return []int{0, 8, 32}
	case 8:
		return []int{0, 8}
	}
	return []int{0}
}

func withWidth(w int, f func()) {
	before := width
	width = w
	defer func() { width = before }()
	f()
}

func TestWidths(t *testing.T) {
	for _, w := range widths() {
		withWidth(w, func() { TestUniform(t) })
	}
}
