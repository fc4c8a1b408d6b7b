// Package store is the small interface between the AnnData elements and the file formats they are kept in: groups, attributes
// and chunked arrays.
//
// A format is a [Driver]. Those that bring heavy dependencies register themselves by name when they are linked ([Register]) and
// are found with [Lookup], so that a program that only calls them stays quick to link.
package store
