// Package diff finds where two annotated matrices differ in what they mean: values, names and keys. The order of keys and columns, the types of numbers,
// chunks and whether a matrix is dense or sparse make no difference, unless they are asked for.
package diff
