package hdf5

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unsafe"
)

// names collects names from a function of the shim, sorted.
func names(what string, collect func(*C.struct_lc_names) C.int) ([]string, error) {
	var list C.struct_lc_names
	defer func() { C.free(unsafe.Pointer(list.text)) }()
	status := collect(&list)
	if list.failed != 0 {
		return nil, errors.New(what + ": no memory")
	}
	if status < 0 {
		return nil, failure(what)
	}
	out := []string{}
	for name := range strings.SplitAfterSeq(C.GoStringN(list.text, C.int(list.len)), "\x00") {
		if name, ok := strings.CutSuffix(name, "\x00"); ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// checkName refuses what HDF5 would take for a path, or cut off.
func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("a name is empty: give it one")
	case name == "." || name == ".." || strings.ContainsAny(name, "/\x00"):
		return fmt.Errorf("the name %q can't be used in a file: take out slashes, NULs and lone dots", shorten(name))
	}
	return nil
}
