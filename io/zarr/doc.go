// Package zarr reads and writes AnnData in Zarr stores: local folders, version 2 or 3 of the format, in pure Go.
//
// Three parts lie under it, each in a place of its own: package storage (keys are files of a folder, which gets its name
// only when it is complete), package meta (the metadata documents of both versions in one form) and package codec (the
// compressors). This package assembles arrays from their chunks: a region of an array is read by touching the chunks under
// it, several at a time; a chunk that no one stored is fill values.
//
// Read are the codecs bytes, transpose, sharding_indexed, vlen-utf8, zstd, gzip, zlib, lz4, blosc, shuffle and crc32c; written
// are bytes, vlen-utf8 and one of zstd, gzip, and in version 2 zlib and lz4.
//
// Stores may come from anywhere. Names that lead out of the folder are refused, and damaged chunks and metadata are errors
// that name the key.
package zarr
