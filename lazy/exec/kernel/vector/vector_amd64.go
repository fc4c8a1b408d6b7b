//go:build !purego

package vector

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

// Each of these computes n values, a multiple of 4, as single ones are computed, to the last bit. out may be one of the others.

//go:noescape
func addPairs(out, x, y *float64, n int)

//go:noescape
func subPairs(out, x, y *float64, n int)

//go:noescape
func mulPairs(out, x, y *float64, n int)

//go:noescape
func divPairs(out, x, y *float64, n int)

//go:noescape
func addWith(out, x *float64, y float64, n int)

//go:noescape
func subWith(out, x *float64, y float64, n int)

//go:noescape
func mulWith(out, x *float64, y float64, n int)

//go:noescape
func divWith(out, x *float64, y float64, n int)

//go:noescape
func subFrom(out *float64, x float64, y *float64, n int)

//go:noescape
func divFrom(out *float64, x float64, y *float64, n int)

//go:noescape
func sqrtGroups(out, in *float64, n int)

// welfordGroups takes a value into each mean and sum of squared deviations: share is 1 divided by how many there are then.
//
//go:noescape
func welfordGroups(mean, squares, x *float64, share float64, n int)

// Each of these takes n values, a multiple of 8, into eight sums that it adds up at the end.

//go:noescape
func sumGroups(v *float64, n int) float64

// squareGroups adds up squares of what values differ from a number by.
//
//go:noescape
func squareGroups(v *float64, from float64, n int) float64

// Each of these puts the extremes of n values, a multiple of 16, into four lanes; the result isn't zero when one of them is NaN.

//go:noescape
func mostGroups(lanes *[4]float64, v *float64, n int) int

//go:noescape
func leastGroups(lanes *[4]float64, v *float64, n int) int

// Each of these computes the extremes of n pairs, a multiple of 4; NaN where either is. out may be one of the others.

//go:noescape
func mostPairs(out, x, y *float64, n int)

//go:noescape
func leastPairs(out, x, y *float64, n int)

// streamGroups copies n numbers, a multiple of 4, to memory at a multiple of 32 bytes, past the cache.
//
//go:noescape
func streamGroups(to, from *uint64, n int)
