// Package anndata holds annotated matrices: a matrix X of observations × variables with everything known about its rows
// (obs, obsm, obsp), its columns (var, varm, varp), further matrices of its shape (layers) and anything else (uns, raw), as
// Python's anndata does.
//
// Matrices are lazy arrays: slicing, putting together and printing compute nothing. [AnnData.Slice] gives a view: a parent and
// two selections. A view of a view is one selection of the first parent, and a view becomes an object of its own as soon as
// something is set on it. [Concat] is lazy too, and [AnnData.ToMemory] computes.
//
// Errors are carried: a slice or concatenation that can't be made is an AnnData whose [AnnData.Err] says why, every array
// taken from it carries that error, and every call that returns an error returns it.
//
// An AnnData may be read from many goroutines; setting something while others read needs a lock of the caller's.
package anndata
