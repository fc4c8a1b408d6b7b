// Package hdf5 keeps stores in HDF5 files, through libhdf5 and gonum.org/v1/hdf5.
//
// Importing it registers the driver "hdf5" with package store; programs do so with
//
//	import _ "github.com/lazycell/lazycell"
//
// Files, groups, datasets, dataspaces and property lists are gonum's; a small shim over their handles adds what that package lacks:
// variable-length UTF-8 strings, booleans as h5py writes them, attributes that are lists or empty, regions of any type,
// lists of members with their kinds, and messages that say what libhdf5 found wrong.
//
// libhdf5 does one thing at a time: every call is made under one lock. What is large goes around it where the layout allows, several
// pieces at once: arrays that lie in one run are read and written with the system's own calls (run.go), and chunks
// compressed with gzip are taken from the file as they are and unpacked here, or packed here (deflate.go).
//
// Filters are those of libhdf5 (gzip, shuffle, fletcher32, …) and, for reading, lzf. External links are not followed. libhdf5 itself trusts the
// files it reads: a file whose structures were changed on purpose can bring the process down; one that is cut off is an error.
package hdf5
