// Package files opens and writes AnnData by name, whatever the format: HDF5 (.h5ad), Zarr, loom, and folders of CSV tables or of a
// Matrix Market matrix.
//
// [Open] looks at what is there; [Write] goes by the name, or by what it is told. A program that opens HDF5 files imports
// github.com/lazycell/lazycell for the driver.
package files
