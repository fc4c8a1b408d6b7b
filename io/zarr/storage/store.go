// Package storage keeps the keys of a Zarr store: as files of a folder, in a zip archive or in memory. A key is a slash-separated relative path.
// Keys that would leave the store, by name or through a symbolic link, are refused.
package storage

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// ErrKey is wrapped by the errors about keys that no store may hold.
var ErrKey = errors.New("key refused")

// ErrTooLarge is wrapped by the error about a file above the size that the caller can use.
var ErrTooLarge = errors.New("file too large")

// Store is keys with values. It is safe for concurrent use.
type Store interface {
	// Get reads a key's value, if it has at most limit bytes (any size for a negative limit). An absent key's error wraps fs.ErrNotExist.
	Get(key string, limit int64) ([]byte, error)
	// GetRange reads n bytes of a key's value from an offset; a negative offset counts from the end.
	GetRange(key string, offset, n int64) ([]byte, error)
	// Set stores a key's value, in place of an earlier one.
	Set(key string, value []byte) error
	// Delete removes a key. An absent key is no error.
	Delete(key string) error
	// Has says whether a key has a value.
	Has(key string) (bool, error)
	// Folders lists the parts that follow a prefix ("" for the top) in longer keys, sorted.
	Folders(prefix string) ([]string, error)
	// Keys lists all keys below a prefix, sorted.
	Keys(prefix string) ([]string, error)
	// Size is how many bytes the values of the keys below a prefix take, without documents.
	Size(prefix string) (int64, error)
	// Close gives the store back. Calls after it fail.
	Close() error
}

var (
	_ Store = (*Dir)(nil)
	_ Store = (*Zip)(nil)
	_ Store = (*ZipWriter)(nil)
	_ Store = (*Memory)(nil)
)

// CheckKey says why a key is refused: keys have no empty, "." or ".." parts, no backslash, colon-led drive or NUL, and don't start with a slash.
func CheckKey(key string) error {
	if key == "" || len(key) > 4096 || strings.ContainsAny(key, "\\\x00") || !filepath.IsLocal(key) {
		return fmt.Errorf("%q: %w", key, ErrKey)
	}
	for part := range strings.SplitSeq(key, "/") {
		if part == "" || part == "." || part == ".." {
			return fmt.Errorf("%q has an empty or dotted part: %w", key, ErrKey)
		}
	}
	return nil
}

// IsDocument reports whether a key is that of metadata.
func IsDocument(key string) bool {
	name := key[strings.LastIndexByte(key, '/')+1:]
	return name == "zarr.json" || strings.HasPrefix(name, ".z")
}
