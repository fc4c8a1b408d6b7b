package text

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/lazycell/lazycell/io/sibling"
	"github.com/lazycell/lazycell/lazy"
)

// folder is a folder that is being written. It gets its name when it is complete.
type folder struct {
	*sibling.Folder
	run      []lazy.RunOption
	progress func(path string, p lazy.Progress)
}

// written makes a folder by f. One that is there is replaced when it holds nothing but what such folders hold.
func written(ctx context.Context, path string, known []string, f func(*folder) error, run []lazy.RunOption,
	progress func(path string, p lazy.Progress)) (err error) {
	r, err := sibling.NewFolder(path, func(path string) error { return holdsOnly(path, known) })
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() { // also when something panics
		if abortErr := r.Abort(); abortErr != nil && err != nil {
			err = errors.Join(err, abortErr)
		}
	}()
	err = f(&folder{r, run, progress})
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = r.Commit()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// holdsOnly says whether a folder may be replaced.
func holdsOnly(path string, known []string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return errors.New("there is something of that name that is no folder: remove it or choose another name")
	}
	for _, e := range entries {
		ok := false
		for _, name := range known {
			ok = ok || e.Name() == name
		}
		if !ok {
			return fmt.Errorf("there is a folder of that name that holds other things (%s): remove it or choose another name", e.Name())
		}
	}
	return nil
}

// file writes a file of the folder, compressed when its name ends in .gz.
func (f *folder) file(name string, write func(w *bufio.Writer) error) (err error) {
	path := filepath.Join(f.Path(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := bufio.NewWriterSize(out, bufferSize)
	if !strings.HasSuffix(name, ".gz") {
		return errors.Join(write(w), w.Flush())
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	inner := bufio.NewWriterSize(z, bufferSize)
	return errors.Join(write(inner), inner.Flush(), z.Close(), w.Flush())
}
