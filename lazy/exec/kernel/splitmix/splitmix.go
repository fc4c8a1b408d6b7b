// Package splitmix is the generator SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), whose n-th number is a
// function of the seed and n alone, so that numbers are made in any order, and several at once where the processor can (AVX-512 or AVX2 on amd64).
package splitmix

const (
	// Golden is how far apart the states of neighbouring numbers are.
	Golden = 0x9e3779b97f4a7c15
	first  = 0xbf58476d1ce4e5b9
	second = 0x94d049bb133111eb
)

// Mix makes a number of a state.
func Mix(z uint64) uint64 {
	z = (z ^ z>>30) * first
	z = (z ^ z>>27) * second
	return z ^ z>>31
}

// Fraction turns 64 random bits into a number in [0, 1) of 53 bits.
func Fraction(z uint64) float64 { return float64(z>>11) * 0x1p-53 }

// Uniform makes the numbers in [0, 1) that follow a state: out[i] is that of the state z + (i+1) Golden.
func Uniform(out []float64, z uint64) {
	n := uniform(out, z)
	z += uint64(n) * Golden
	for i := range out[n:] {
		z += Golden
		out[n+i] = Fraction(Mix(z))
	}
}
