// Package loom reads and writes AnnData in loom files (https://linnarssonlab.org/loompy/format), version 3: HDF5 files with features in rows
// and cells in columns, so that every matrix is transposed on its way.
//
// HDF5 needs C, so its driver is linked by the program:
//
//	import _ "github.com/lazycell/lazycell"
package loom
