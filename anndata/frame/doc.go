// Package frame is a small column store: the tables obs and var of an annotated matrix.
//
// A [Frame] has an index of row names and typed columns: numbers of every width, booleans, strings, categoricals and the
// nullable variants. Frames and columns ([Series]) are immutable: operations return new ones and share what they can, so
// taking a contiguous range of rows copies nothing. Slices given to a constructor belong to the column afterwards.
//
// Errors made by a constructor or a look-up are carried by the series ([Series.Err]) and come out of every call that
// returns an error, so that expressions can be chained.
//
// The package imports only the standard library.
package frame
