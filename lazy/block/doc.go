// Package block holds the chunks of lazy arrays: small n-dimensional arrays of one element type in memory.
//
// A [Block] has a type, a shape and values; [Dense] keeps every value, in C order; [Sparse] the values of some places of two
// axes, by rows or columns. Blocks know nothing of graphs: what
// is computed from them stands below package lazy/exec.
package block
