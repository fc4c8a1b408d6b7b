// Package lazycell brings in what lets the library's arrays be computed and its files be opened: the local executor of
// package lazy, and HDF5. Programs that use the library import it for that effect alone:
//
//	import _ "github.com/lazycell/lazycell"
//
// In a notebook the session has it already.
package lazycell

import (
	_ "github.com/lazycell/lazycell/io/hdf5"   // opens HDF5 files
	_ "github.com/lazycell/lazycell/lazy/exec" // computes chunks
)
