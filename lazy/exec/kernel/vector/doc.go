// Package vector computes functions of float64 values four at a time where the processor can (AVX2 and FMA on amd64), to the last bit what one at
// a time gives.
package vector
