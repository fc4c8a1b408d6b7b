//go:build !purego

package splitmix

import "golang.org/x/sys/cpu"

// width is how many numbers are made at once.
var width = widest()

func widest() int {
	switch {
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ:
		return 32
	case cpu.X86.HasAVX2:
		return 8
	}
	return 0
}

// uniform makes as many of the numbers as are made several at once, and gives how many these are.
func uniform(out []float64, z uint64) int {
	n := 0
	if width > 0 {
		n = len(out) - len(out)%width
	}
	switch {
	case n == 0:
	case width == 32:
		uniform32(&out[0], z, n)
	default:
		uniform8(&out[0], z, n)
	}
	return n
}

// uniform32 makes n numbers, a multiple of 32, with AVX-512.
//
//go:noescape
func uniform32(out *float64, z uint64, n int)

// uniform8 makes n numbers, a multiple of 8, with AVX2. A product of 64 bits is three of 32, and a whole number of 53 bits becomes a float as the sum of its
// upper and lower part, which are put into the mantissas of powers of 2.
//
//go:noescape
func uniform8(out *float64, z uint64, n int)
