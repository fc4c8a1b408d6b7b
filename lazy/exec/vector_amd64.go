//go:build !purego

package exec

import "golang.org/x/sys/cpu"

// vectors says that the functions below may be called.
var vectors = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// Each of these computes a function of n numbers, four at a time, up to the first group of four of which one is not ordinary or fewer are left, and
// gives how many it did. out and in may be the same.

// expGroups takes numbers from -708 to 708. It is e^x = 2^k e^r, where k is the whole number next to x/ln 2, and e^r its Taylor series up to r¹³,
// which is exact to more digits than a float64 has for |r| <= (ln 2)/2.
//
//go:noescape
func expGroups(out, in *float64, n int) (done int)

// logGroups takes positive normal numbers, and gives what math.Log gives, to the last bit.
//
//go:noescape
func logGroups(out, in *float64, n int) (done int)

// log1pGroups takes numbers between -1 and 2^1000, and gives what log1pEach gives, to the last bit.
//
//go:noescape
func log1pGroups(out, in *float64, n int) (done int)
