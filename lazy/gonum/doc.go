// Package gonum makes lazy arrays of gonum's matrices and vectors, and these of lazy arrays. It is a package of its own so that programs without gonum
// needn't link it.
package gonum
