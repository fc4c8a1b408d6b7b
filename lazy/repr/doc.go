// Package repr writes arrays as NumPy's repr does: array([[0.1, 0.2, ..., 0.9], ...]), character by character as
// numpy.set_printoptions(legacy="2.1") has it, which is the form without a shape after shortened arrays.
//
// Of an array with more than 1000 elements only the corners are written, so only they have to be known: [Corners] says which
// elements these are, and [Array] writes them.
package repr
