// Package draw makes values out of nothing: random numbers, which are a function of the seed and the position, sequences, constants.
package draw
