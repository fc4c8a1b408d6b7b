// Package product is the kernels of linear algebra: products, decompositions, distances. Dense ones go through gonum and the BLAS that is
// registered with it.
package product
