// Package elem knows how the elements of an AnnData lie in a file: anndata's own element specification, once for every format,
// over the groups, attributes and arrays of package store.
//
// Every element carries an encoding, two attributes such as "dataframe" and "0.2.0". A [Writer] writes them as Python's anndata
// does, a [Reader] reads them; the tables in reader.go and value.go say which encodings there are. [Save], [Load] and [Open] do it
// for a whole file of a store's driver.
//
// What the specification has and Go has no type for becomes one of package anndata's: Texts, Records, Awkward. An element of an encoding that is not
// known here stays in its file as a Foreign, and is written by copying it as it is into a file of the same format. Files of anndata 0.5 to 0.7, which
// have no encodings, are read with the meaning that anndata 0.12 gives them (old.go).
//
// Matrices are streamed: a Writer passes on the chunks of a lazy array as they are computed, and a Reader makes lazy arrays whose
// chunks are read when they are asked for. Sparse matrices are arrays of sparse chunks, runs of rows (csr_matrix) or columns
// (csc_matrix), which are found through indptr.
package elem
