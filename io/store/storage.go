package store

// Storage is how an array lies in its store.
type Storage struct {
	// Filters is what the chunks went through when they were written, in that order: "shuffle", "gzip 4", "zstd", ….
	Filters []string
	// Bytes is what the chunks take in the store. Strings that HDF5 keeps apart from the array are not counted.
	Bytes int64
	// Shard is the shape of the shards that chunks are put together in, nil when there are none.
	Shard []int
}

// Stored is an Array that knows how it lies in its store.
type Stored interface {
	Array
	Storage() (Storage, error)
}
