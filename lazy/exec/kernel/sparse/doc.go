// Package sparse is the kernels that read and make sparse chunks as they are: element-wise steps over the values that a chunk keeps, reductions
// of these, selections, products.
package sparse
