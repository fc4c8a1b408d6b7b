package hdf5

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"errors"
	"fmt"
	"path"
	"unsafe"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/store"
)

// group is a group of a file.
type group struct {
	root *root
	path string
}

var _ store.Group = (*group)(nil)

// Path is the group's place in the file.
func (g *group) Path() string { return g.path }

func (g *group) at(name string) string { return path.Join(g.path, name) }

// visit opens the group for one call of f.
func (g *group) visit(where string, f func(*gonum.Group) error) error {
	return g.root.within(where, func() error {
		h, err := g.root.file.OpenGroup(g.path)
		if err != nil {
			return failure("open the group")
		}
		defer h.Close()
		return f(h)
	})
}

// Attrs gives the group's attributes.
func (g *group) Attrs() (attributes map[string]any, err error) {
	err = g.visit(g.path, func(h *gonum.Group) error {
		attributes, err = readAttributes(C.hid_t(h.ID()))
		return err
	})
	return attributes, err
}

// SetAttrs adds attributes to the group's.
func (g *group) SetAttrs(attributes map[string]any) error {
	return g.visit(g.path, func(h *gonum.Group) error {
		if err := g.root.writable(); err != nil {
			return err
		}
		return writeAttributes(C.hid_t(h.ID()), attributes)
	})
}

// Children lists the members' names, sorted.
func (g *group) Children() (list []string, err error) {
	err = g.visit(g.path, func(h *gonum.Group) error {
		list, err = names("list the members", func(n *C.struct_lc_names) C.int { return C.lc_members(C.hid_t(h.ID()), n) })
		return err
	})
	return list, err
}

// Kind says what a member is.
func (g *group) Kind(name string) (kind store.Kind, err error) {
	if checkName(name) != nil {
		return store.Missing, nil
	}
	err = g.visit(g.at(name), func(h *gonum.Group) error {
		kind, err = g.root.kindOf(h, name)
		return err
	})
	return kind, err
}

// kindOf says what a member of an open group is.
func (r *root) kindOf(h *gonum.Group, name string) (store.Kind, error) {
	follow := C.int(0)
	if r.follow {
		follow = 1
	}
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	switch C.lc_kind(C.hid_t(h.ID()), text, follow) {
	case C.LC_MISSING:
		return store.Missing, nil
	case C.LC_GROUP:
		return store.KindGroup, nil
	case C.LC_DATASET:
		return store.KindArray, nil
	case C.LC_EXTERNAL:
		return store.Missing, fmt.Errorf("it is a link to another file, which is followed only when the option FollowLinks says so: %w", store.ErrUnsupported)
	case C.LC_OTHER:
		return store.Missing, fmt.Errorf("it is neither a group nor an array: %w", store.ErrUnsupported)
	}
	return store.Missing, failure("find the member")
}

// want checks that a member is of a kind.
func (r *root) want(h *gonum.Group, name string, kind store.Kind) error {
	got, err := r.kindOf(h, name)
	switch {
	case err != nil:
		return err
	case got == store.Missing:
		return fmt.Errorf("there is no such %v: %w", kind, store.ErrNotExist)
	case got != kind:
		return fmt.Errorf("found a %v where the %v was expected", got, kind)
	}
	return nil
}

// Group opens a member that is a group.
func (g *group) Group(name string) (store.Group, error) {
	if err := checkName(name); err != nil {
		return nil, g.root.wrap(g.path, errors.Join(err, store.ErrNotExist))
	}
	err := g.visit(g.at(name), func(h *gonum.Group) error { return g.root.want(h, name, store.KindGroup) })
	if err != nil {
		return nil, err
	}
	return &group{g.root, g.at(name)}, nil
}

// CreateGroup adds a group.
func (g *group) CreateGroup(name string) (store.Group, error) {
	if err := checkName(name); err != nil {
		return nil, g.root.wrap(g.path, err)
	}
	err := g.visit(g.at(name), func(h *gonum.Group) error {
		if err := g.root.free(h, name); err != nil {
			return err
		}
		made, err := h.CreateGroup(name)
		if err != nil {
			return failure("make the group")
		}
		return made.Close()
	})
	if err != nil {
		return nil, err
	}
	return &group{g.root, g.at(name)}, nil
}

// free checks that a member can be made.
func (r *root) free(h *gonum.Group, name string) error {
	if err := r.writable(); err != nil {
		return err
	}
	kind, err := r.kindOf(h, name)
	if err == nil && kind != store.Missing {
		err = fmt.Errorf("that name is taken by another %v: %w", kind, store.ErrExist)
	}
	return err
}

// Array opens a member that is an array.
func (g *group) Array(name string) (store.Array, error) {
	if err := checkName(name); err != nil {
		return nil, g.root.wrap(g.path, errors.Join(err, store.ErrNotExist))
	}
	a := &array{root: g.root, path: g.at(name)}
	err := g.visit(a.path, func(h *gonum.Group) error {
		if err := g.root.want(h, name, store.KindArray); err != nil {
			return err
		}
		set, err := g.root.sets.get(g.root.file, a.path)
		if err != nil {
			return err
		}
		return a.inspect(set)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// CreateArray adds an array.
func (g *group) CreateArray(name string, spec store.ArraySpec) (store.Array, error) {
	if err := checkName(name); err != nil {
		return nil, g.root.wrap(g.path, err)
	}
	a := &array{root: g.root, path: g.at(name)}
	err := g.visit(a.path, func(h *gonum.Group) error {
		if err := g.root.free(h, name); err != nil {
			return err
		}
		set, err := createSet(h, name, spec)
		if err != nil {
			return err
		}
		g.root.sets.keep(a.path, set)
		return a.inspect(set)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}
