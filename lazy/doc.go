// Package lazy holds chunked n-dimensional arrays that know how each chunk is made and make it when somebody asks.
//
// An [Array] is an immutable handle on a node of a graph: shape, element type, chunks and one layer, which is an operation of
// package op, its parameters and its inputs. Building, slicing and drawing compute nothing. [Array.Compute], [Array.Dense],
// [Array.Float64s] and [Array.Each] compute, and printing a view computes the chunks under the printed corners.
//
// Chunks are dense or compressed sparse rows or columns; which is known when the array is made: see [Array.Kind], [FromSparse] and [Array.ToCSR].
//
// What computes is an [Executor], which registers itself; programs get the local one with
//
//	import _ "github.com/lazycell/lazycell"
//
// Errors are carried: an operation that can't be is an array whose [Array.Err] says why, and so is whatever is made of it.
// Words and rules are NumPy's and dask's: broadcasting, type promotion, negative positions, chunks.
package lazy
