package zarr

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// root is an open store: a group that can be closed.
type root struct {
	*group
	replacement replacement // of a store that is being written
	closed      bool
}

// openRoot opens an existing store.
func openRoot(ctx context.Context, path string, o options) (*root, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	dir, err := openPlace(path, o)
	if err != nil {
		return nil, err
	}
	t, err := openTree(dir)
	var top *node
	if err == nil {
		top, err = t.find("")
	}
	if err == nil && top.isArray() {
		err = errors.New("it is a single array, not a group")
	}
	if err != nil {
		dir.Close()
		if absent(err) {
			return nil, errors.New("it holds no Zarr metadata (zarr.json or .zgroup): is it another kind of folder?")
		}
		return nil, err
	}
	return &root{group: &group{tree: t, store: path}}, nil
}

// createRoot starts a store that takes its name when it is closed.
func createRoot(ctx context.Context, path string, o options) (*root, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	dir, r, err := newPlace(path, o)
	if err != nil {
		return nil, err
	}
	t, err := newTree(dir, o.format)
	if err != nil {
		return nil, errors.Join(err, dir.Close(), r.Abort())
	}
	return &root{group: &group{tree: t, store: path, compression: o.compression, level: o.level}, replacement: r}, nil
}

// replaceable lets a store be written over a Zarr store or an empty folder only: a folder of other things is not to be lost.
func replaceable(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return errors.New("there is a file of that name: remove it or choose another name")
	}
	entries, err := os.ReadDir(path)
	if err != nil || len(entries) == 0 {
		return err
	}
	for _, doc := range []string{docV3, docGroupV2, docArrayV2} {
		if _, err := os.Lstat(filepath.Join(path, doc)); err == nil {
			return nil
		}
	}
	return errors.New("there is a folder of that name that is no Zarr store: remove it or choose another name")
}

// Close ends the use of the store. One that was written gets its name now.
func (r *root) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	if r.replacement == nil {
		return r.tree.dir.Close()
	}
	err := r.tree.consolidate()
	if closeErr := r.tree.dir.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = r.replacement.Commit()
	}
	if err != nil {
		return errors.Join(err, r.replacement.Abort())
	}
	return nil
}

// Abort gives up a store that is being written: nothing of it stays, and what had its name is as it was.
func (r *root) Abort() error {
	if r.closed {
		return nil
	}
	r.closed = true
	err := r.tree.dir.Close()
	if r.replacement != nil {
		err = errors.Join(err, r.replacement.Abort())
	}
	return err
}
