package storage

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// absentKey is the error about a key that isn't there.
func absentKey(key string) error { return &fs.PathError{Op: "read", Path: key, Err: fs.ErrNotExist} }

// below is the keys of a map below a prefix, sorted.
func below[T any](keys map[string]T, prefix string) []string {
	var out []string
	for key := range keys {
		if prefix == "" || strings.HasPrefix(key, prefix+"/") {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// folders is the parts that follow a prefix in longer keys of a map, sorted.
func folders[T any](keys map[string]T, prefix string) []string {
	seen := map[string]bool{}
	for key := range keys {
		rest := key
		if prefix != "" {
			var ok bool
			if rest, ok = strings.CutPrefix(key, prefix+"/"); !ok {
				continue
			}
		}
		if name, _, longer := strings.Cut(rest, "/"); longer {
			seen[name] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
