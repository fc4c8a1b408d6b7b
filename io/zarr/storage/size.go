package storage

import (
	"io/fs"
	"path/filepath"
	"slices"
)

// Size is how many bytes the values of all keys below a prefix take, but for those whose last part begins with a dot or is zarr.json: documents.
func (d *Dir) Size(prefix string) (int64, error) {
	if prefix != "" {
		if err := CheckKey(prefix); err != nil {
			return 0, err
		}
	}
	var total int64
	err := filepath.WalkDir(filepath.Join(d.Path(), filepath.FromSlash(prefix)), func(_ string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || IsDocument(e.Name()) {
			return err
		}
		info, err := e.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

// Keys lists all keys below a prefix, sorted. Symbolic links are not followed.
func (d *Dir) Keys(prefix string) ([]string, error) {
	if prefix != "" {
		if err := CheckKey(prefix); err != nil {
			return nil, err
		}
	}
	var keys []string
	err := filepath.WalkDir(filepath.Join(d.Path(), filepath.FromSlash(prefix)), func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		key, err := filepath.Rel(d.Path(), name)
		keys = append(keys, filepath.ToSlash(key))
		return err
	})
	slices.Sort(keys)
	return keys, err
}
