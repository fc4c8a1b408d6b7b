package elem

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// RegisterOpener lets graphs that read matrices of files of a format, which Reader.Format names, be computed by programs that read them out of bytes
// (lazy.Decode). A file that was opened for that is closed when nothing reads it any more.
func RegisterOpener(format string, driver func() (store.Driver, error)) {
	lazy.RegisterOpener(format, func(ctx context.Context, at string) (lazy.Source, error) {
		d, err := driver()
		if err != nil {
			return nil, err
		}
		return reopen(ctx, d, at)
	})
}

// place is where a store can be opened again; it has no format where that can't be done.
type place struct{ format, path string }

// Location is the format, and the absolute path of the file and that of the element as JSON.
func (s *source) Location() (scheme, at string, err error) {
	if s.place.format == "" {
		return "", "", fmt.Errorf("%s was not opened by its path", s.name)
	}
	data, err := json.Marshal([]string{s.place.path, s.path})
	return s.place.format, string(data), err
}

// reopened is a matrix of a store that was opened for it alone.
type reopened struct{ op.Reader }

func reopen(ctx context.Context, d store.Driver, at string) (lazy.Source, error) {
	var parts []string
	if err := json.Unmarshal([]byte(at), &parts); err != nil || len(parts) != 2 {
		return nil, fmt.Errorf("%q is not the path of a file and that of an element", at)
	}
	root, err := d.Open(ctx, parts[0], store.Read)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", parts[0], err)
	}
	from, err := matrixAt(ctx, root, parts[0], parts[1])
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", parts[0], err), root.Close())
	}
	out := &reopened{from}
	runtime.AddCleanup(out, func(root store.Root) { _ = root.Close() }, root)
	return out, nil
}

// matrixAt is the reader of a matrix of a store.
func matrixAt(ctx context.Context, root store.Root, storeName, path string) (op.Reader, error) {
	names := strings.Split(path, "/")
	var g store.Group = root
	for _, name := range names[:len(names)-1] {
		next, err := g.Group(name)
		if err != nil {
			return nil, err
		}
		g = next
	}
	m, err := find(g, names[len(names)-1])
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, fmt.Errorf("there is no %s any more: %w", path, store.ErrInvalid)
	}
	r := &reading{lazy: true, store: storeName, notice: func(string) {}}
	x, err := r.matrix(ctx, m)
	if err != nil {
		return nil, err
	}
	if err := x.Err(); err != nil {
		return nil, err
	}
	f, ok := x.Op().(*op.File)
	if !ok {
		return nil, fmt.Errorf("%s is no matrix that is read from the file", path)
	}
	return f.Reader, nil
}
