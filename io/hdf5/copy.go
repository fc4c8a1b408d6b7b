package hdf5

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"io/fs"
	"unsafe"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/store"
)

var _ store.Copier = (*group)(nil)

// self is the group itself, also that of a root.
func (g *group) self() *group { return g }

// Copy adds a member by copying that of another group of an HDF5 file, with all below it.
func (g *group) Copy(name string, from store.Group, member string) error {
	err := checkName(name)
	if err == nil {
		err = checkName(member)
	}
	if err != nil {
		return g.root.wrap(g.path, err)
	}
	other, ok := from.(interface{ self() *group })
	if !ok {
		return g.root.wrap(g.at(name), fmt.Errorf("copy it from a store of another format: %w", store.ErrUnsupported))
	}
	source := other.self()
	return g.visit(g.at(name), func(h *gonum.Group) error {
		if err := g.root.free(h, name); err != nil {
			return err
		}
		if source.root.closed {
			return fmt.Errorf("the file that it is copied from is closed: %w", fs.ErrClosed)
		}
		s, err := source.root.file.OpenGroup(source.path)
		if err != nil {
			return failure("open the group that it is copied from")
		}
		defer s.Close()
		old, made := C.CString(member), C.CString(name)
		defer C.free(unsafe.Pointer(old))
		defer C.free(unsafe.Pointer(made))
		if C.lc_copy(C.hid_t(s.ID()), old, C.hid_t(h.ID()), made) < 0 {
			return failure("copy it")
		}
		return nil
	})
}
