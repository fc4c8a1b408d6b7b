package hdf5

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"unsafe"

	"github.com/lazycell/lazycell/io/store"
)

// readAttributes reads all attributes of an object. Those of types that package store has no values for are left out: references,
// compounds and other such.
func readAttributes(object C.hid_t) (map[string]any, error) {
	list, err := names("list the attributes", func(n *C.struct_lc_names) C.int { return C.lc_attributes(object, n) })
	if err != nil {
		return nil, err
	}
	out := make(map[string]any, len(list))
	for _, name := range list {
		value, err := readAttribute(object, name)
		if errors.Is(err, store.ErrUnsupported) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("attribute %q: %w", name, err)
		}
		out[name] = value
	}
	return out, nil
}

func readAttribute(object C.hid_t, name string) (any, error) {
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	attr := C.H5Aopen(object, text, C.H5P_DEFAULT)
	if attr < 0 {
		return nil, failure("open it")
	}
	defer closeAttribute(attr)
	space := C.H5Aget_space(attr)
	if space < 0 {
		return nil, failure("read its shape")
	}
	defer closeSpace(space)
	class := C.H5Sget_simple_extent_type(space)
	if class == C.H5S_NULL {
		return nil, nil
	}
	n := int(C.H5Sget_simple_extent_npoints(space))
	if n < 0 {
		return nil, failure("read its shape")
	}
	typ := C.H5Aget_type(attr)
	if typ < 0 {
		return nil, failure("read its type")
	}
	defer closeType(typ)
	e, err := describe(typ)
	if errors.Is(err, store.ErrReference) && class == C.H5S_SCALAR {
		return readReference(attr)
	}
	if err == nil && e.typ == store.Record {
		err = store.ErrUnsupported
	}
	if err != nil {
		return nil, err
	}
	if err := store.CheckMemory([]int{n}, e.size); err != nil {
		return nil, err
	}
	values, err := readElements(e, n, space, func(typ C.hid_t, data unsafe.Pointer) error {
		if C.lc_read_attribute(attr, typ, data) < 0 {
			return failure("read it")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return plain(values, class == C.H5S_SCALAR), nil
}

// readReference reads the path of the object that a reference leads to.
func readReference(attr C.hid_t) (any, error) {
	var name [4096]C.char
	if C.lc_read_reference(attr, &name[0], C.size_t(len(name))) < 0 {
		return nil, fmt.Errorf("a reference that leads nowhere: %w", store.ErrUnsupported)
	}
	return store.Reference(C.GoString(&name[0])), nil
}

// readElements reads n elements into a new slice with a function that reads them into memory.
func readElements(e element, n int, space C.hid_t, read func(typ C.hid_t, data unsafe.Pointer) error) (any, error) {
	if n == 0 {
		return e.typ.Make(0)
	}
	if e.typ.IsString() {
		return readTexts(e, n, space, read)
	}
	out, err := e.typ.Make(n)
	if err != nil {
		return nil, err
	}
	return out, readNumbers(e, out, 0, n, read)
}

// plain turns values as they are stored into those of package store: integers become int64, floats float64, and a single value is no slice.
func plain(values any, single bool) any {
	switch v := values.(type) {
	case []string:
		return first(v, single)
	case []bool:
		return first(v, single)
	case []int8:
		return widened[int64](v, single)
	case []int16:
		return widened[int64](v, single)
	case []int32:
		return widened[int64](v, single)
	case []int64:
		return first(v, single)
	case []uint8:
		return widened[int64](v, single)
	case []uint16:
		return widened[int64](v, single)
	case []uint32:
		return widened[int64](v, single)
	case []uint64:
		return widened[int64](v, single)
	case []float32:
		return widened[float64](v, single)
	case []float64:
		return first(v, single)
	}
	return values
}

func first[T any](values []T, single bool) any {
	if single && len(values) == 1 {
		return values[0]
	}
	return values
}

func widened[W int64 | float64, T int8 | int16 | int32 | uint8 | uint16 | uint32 | uint64 | float32](values []T, single bool) any {
	out := make([]W, len(values))
	for i, v := range values {
		out[i] = W(v)
	}
	return first(out, single)
}

// writeAttributes adds attributes to an object, or replaces them.
func writeAttributes(object C.hid_t, attributes map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if err := writeAttribute(object, name, attributes[name]); err != nil {
			return fmt.Errorf("attribute %q: %w", name, err)
		}
	}
	return nil
}

func writeAttribute(object C.hid_t, name string, value any) error {
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	if C.lc_drop_attribute(object, text) < 0 {
		return failure("replace it")
	}
	values, class, err := listed(value)
	if err != nil {
		return err
	}
	t, err := store.TypeOf(values)
	if err != nil {
		return err
	}
	e, err := elementOf(t)
	if err != nil {
		return err
	}
	n := lengthOf(values)
	var space C.hid_t
	if class == C.H5S_SIMPLE {
		dim := C.hsize_t(n)
		space = C.H5Screate_simple(1, &dim, nil)
	} else {
		space = C.H5Screate(class)
	}
	if space < 0 {
		return failure("make its shape")
	}
	defer closeSpace(space)
	typ, err := e.memoryType()
	if err != nil {
		return err
	}
	defer closeType(typ)
	attr := C.H5Acreate2(object, text, typ, space, C.H5P_DEFAULT, C.H5P_DEFAULT)
	if attr < 0 {
		return failure("make it")
	}
	defer closeAttribute(attr)
	if n == 0 || class == C.H5S_NULL {
		return nil
	}
	return writeElements(e, values, typ, func(typ C.hid_t, data unsafe.Pointer) error {
		if C.lc_write_attribute(attr, typ, data) < 0 {
			return failure("write it")
		}
		return nil
	})
}

// writeElements hands a slice to a function that writes elements of a type from memory.
func writeElements(e element, values any, typ C.hid_t, write func(typ C.hid_t, data unsafe.Pointer) error) error {
	if texts, ok := values.([]string); ok {
		return writeTexts(e, texts, write)
	}
	return write(typ, memoryOf(values))
}

// listed is an attribute's value as a slice, and the class of its shape: one value, a list or nothing.
func listed(value any) (values any, class C.H5S_class_t, err error) {
	switch v := value.(type) {
	case nil:
		return []float32{0}, C.H5S_NULL, nil
	case string:
		return []string{v}, C.H5S_SCALAR, nil
	case bool:
		return []bool{v}, C.H5S_SCALAR, nil
	case int:
		return []int64{int64(v)}, C.H5S_SCALAR, nil
	case int64:
		return []int64{v}, C.H5S_SCALAR, nil
	case float64:
		return []float64{v}, C.H5S_SCALAR, nil
	case []string, []bool, []int64, []float64:
		return v, C.H5S_SIMPLE, nil
	}
	return nil, 0, fmt.Errorf("an attribute can't hold a %T: give a string, bool, int64, float64 or a slice of them: %w", value, store.ErrUnsupported)
}
