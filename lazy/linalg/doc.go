// Package linalg is linear algebra on lazy arrays: decompositions, principal components, systems of equations, covariances, distances. Products are methods and
// functions of package lazy (MatMul, TensorDot, Einsum).
//
// Everything is lazy: a result of several arrays is several arrays that share one graph, and only what is asked for is computed. Wrong
// shapes are errors that the results carry; what shows only in the values, such as a singular matrix, is the error of the computation. Results
// are float32 for float32, else float64 (the computation is in float64 throughout); complex numbers are refused.
package linalg
