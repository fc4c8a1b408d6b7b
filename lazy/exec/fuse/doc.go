// Package fuse decides which arrays of a graph become chunks, and which are steps of a pass over the tiles of those that read them.
package fuse
