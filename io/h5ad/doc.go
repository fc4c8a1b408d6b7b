// Package h5ad reads and writes AnnData in HDF5 files, as Python's anndata does.
//
// HDF5 needs C, so its driver is linked by the program: the notebook's session has it, others import it with
//
//	import _ "github.com/lazycell/lazycell"
package h5ad
