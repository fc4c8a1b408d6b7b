package elem

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/store"
)

// kept is where an element of an unknown encoding lies.
type kept struct {
	group store.Group // of a file that stays open, else nil
	name  string      // in the group
	path  string      // of the element in its file
	file  string      // the file's path
	again func(ctx context.Context) (store.Root, error)
}

// foreign keeps an element that nobody here can read where it is.
func (r *reading) foreign(g store.Group, m *member, name string) *anndata.Foreign {
	k := &kept{name: name, path: m.path, file: r.store, again: r.again}
	if r.lazy || r.again == nil {
		k.group = g
	}
	said := ""
	if m.encoding != encNone {
		said = m.encoding.String()
	}
	return &anndata.Foreign{Encoding: said, Path: m.path, Source: k}
}

// foreign copies such an element from its file.
func (w *writing) foreign(ctx context.Context, g store.Group, name string, f *anndata.Foreign) (err error) {
	path := below(g, name)
	k, ok := f.Source.(*kept)
	copier, can := g.(store.Copier)
	if !ok || !can {
		return at(path, fmt.Errorf("its encoding (%s) isn't known here, and it can't be copied from where it is: delete it, or read without it: %w",
			f.Encoding, store.ErrUnsupported))
	}
	from := k.group
	if from == nil {
		root, err := k.again(ctx)
		if err != nil {
			return at(path, fmt.Errorf("open %s again, where it is: %w", k.file, err))
		}
		defer func() { err = errors.Join(err, root.Close()) }()
		from = root
		folders := strings.Split(k.path, "/")
		for _, folder := range folders[:len(folders)-1] {
			if from, err = from.Group(folder); err != nil {
				return at(path, fmt.Errorf("find it again in %s: %w", k.file, err))
			}
		}
	}
	if err := copier.Copy(name, from, k.name); err != nil {
		return fmt.Errorf("its encoding (%s) isn't known here, so that it is copied as it is, which only a file of the same format lets: delete it, or read without it: %w",
			f.Encoding, err)
	}
	return nil
}
