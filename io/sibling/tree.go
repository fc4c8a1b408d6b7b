package sibling

import (
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
)

// syncTree flushes every file and folder under a path to disk, several at a time.
func syncTree(path string) error {
	const parallel = 16
	names := make(chan string, parallel)
	errs := make([]error, parallel)
	var wg sync.WaitGroup
	for i := range parallel {
		wg.Go(func() {
			for name := range names {
				if err := syncFile(name); err != nil && errs[i] == nil {
					errs[i] = err
				}
			}
		})
	}
	var folders []string
	err := filepath.WalkDir(path, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			folders = append(folders, name)
		case e.Type().IsRegular():
			names <- name
		}
		return nil
	})
	close(names)
	wg.Wait()
	if err := errors.Join(append(errs, err)...); err != nil {
		return err
	}
	for i := len(folders) - 1; i >= 0; i-- {
		if err := syncFolder(folders[i]); err != nil {
			return err
		}
	}
	return nil
}
