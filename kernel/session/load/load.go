package load

// #include <dlfcn.h>
// #include <stdlib.h>
//
// // What the system calls the cell of a plugin that exports nothing to Go's package plugin, which needs a table for it.
// static void *cell_of(const char *path) {
// 	void *h = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
// 	if (!h) return 0;
// 	void *at = dlsym(h, "lazycell.cell");
// 	dlclose(h);
// 	return at;
// }
import "C"

import (
	"errors"
	"fmt"
	"path/filepath"
	"plugin"
	"unsafe"

	"github.com/lazycell/lazycell/kernel/session/rt"
)

// Cell opens the plugin of a cell, which initialises the packages that it brings along.
func Cell(path string) (*rt.Cell, error) {
	p, err := plugin.Open(path)
	if err != nil {
		return nil, fmt.Errorf("load the cell: %w", err)
	}
	sym, err := p.Lookup("Cell")
	if err != nil {
		if c := named(path); c != nil {
			return c, nil
		}
		return nil, fmt.Errorf("load the cell: %w", err)
	}
	switch c := sym.(type) {
	case *rt.Cell:
		return c, nil
	case **rt.Cell:
		return *c, nil
	}
	return nil, errors.New("load the cell: its symbol Cell is not a cell")
}

// named returns the cell of a plugin that was linked thin.
func named(path string) *rt.Cell {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil
	}
	if real, err = filepath.Abs(real); err != nil {
		return nil
	}
	name := C.CString(real)
	defer C.free(unsafe.Pointer(name))
	at := C.cell_of(name)
	if at == nil {
		return nil
	}
	return *(**rt.Cell)(at)
}
