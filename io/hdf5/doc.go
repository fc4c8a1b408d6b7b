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
// libhdf5 does one thing at a time: every call is made under one lock. External links are not followed.
package hdf5
