package hdf5

// #include "shim.h"
import "C"

import (
	"fmt"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/store"
)

var _ store.Stored = (*array)(nil)

// Storage is how the array lies in the file.
func (a *array) Storage() (s store.Storage, err error) {
	err = a.visit(func(set *gonum.Dataset) error {
		s.Bytes = int64(C.H5Dget_storage_size(C.hid_t(set.ID())))
		plist := C.H5Dget_create_plist(C.hid_t(set.ID()))
		if plist < 0 {
			return failure("read the layout")
		}
		defer C.H5Pclose(plist)
		n := C.H5Pget_nfilters(plist)
		if n < 0 {
			return failure("read the filters")
		}
		for i := range n {
			text, err := filterName(plist, C.uint(i))
			if err != nil {
				return err
			}
			s.Filters = append(s.Filters, text)
		}
		return nil
	})
	return s, err
}

// filterName is the name of a filter of an array, with the level of gzip.
func filterName(plist C.hid_t, i C.uint) (string, error) {
	var flags, config C.uint
	var values [8]C.uint
	var name [64]C.char
	count := C.size_t(len(values))
	id := C.H5Pget_filter2(plist, i, &flags, &count, &values[0], C.size_t(len(name)), &name[0], &config)
	switch id {
	case C.H5Z_FILTER_DEFLATE:
		return fmt.Sprintf("gzip %d", values[0]), nil
	case C.H5Z_FILTER_SHUFFLE:
		return "shuffle", nil
	case C.H5Z_FILTER_FLETCHER32:
		return "fletcher32", nil
	case C.H5Z_FILTER_SZIP:
		return "szip", nil
	case C.H5Z_FILTER_NBIT:
		return "nbit", nil
	case C.H5Z_FILTER_SCALEOFFSET:
		return "scaleoffset", nil
	}
	if id < 0 {
		return "", failure("read the filters")
	}
	if text := C.GoString(&name[0]); text != "" {
		return text, nil
	}
	return fmt.Sprintf("filter %d", int(id)), nil
}
