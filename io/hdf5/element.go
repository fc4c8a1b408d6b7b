package hdf5

// #include "shim.h"
import "C"

import (
	"fmt"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

// element is the type of a dataset's or attribute's elements: how they are stored, and what they are in Go.
type element struct {
	class  C.int
	size   int  // in Go's memory; of fixed text, the bytes of one
	stored int  // bytes of one in the file
	padded bool // of fixed text: filled up with spaces
	utf8   bool // of text, else ASCII
	typ    store.Type
	member string // of a record, which is read by itself; "" for other elements
	axes   []int  // of a member that is an array of values
}

// numbers are the elements of the numeric types.
var numbers = map[block.DType]element{
	block.Bool:       {class: C.LC_BOOL, size: 1},
	block.Int8:       {class: C.LC_INT, size: 1},
	block.Int16:      {class: C.LC_INT, size: 2},
	block.Int32:      {class: C.LC_INT, size: 4},
	block.Int64:      {class: C.LC_INT, size: 8},
	block.Uint8:      {class: C.LC_UINT, size: 1},
	block.Uint16:     {class: C.LC_UINT, size: 2},
	block.Uint32:     {class: C.LC_UINT, size: 4},
	block.Uint64:     {class: C.LC_UINT, size: 8},
	block.Float32:    {class: C.LC_FLOAT, size: 4},
	block.Float64:    {class: C.LC_FLOAT, size: 8},
	block.Complex128: {class: C.LC_COMPLEX, size: 16},
}

// elementOf is how elements of a type are written.
func elementOf(t store.Type) (element, error) {
	if t.IsString() {
		return element{class: C.LC_TEXT, size: textSize, utf8: true, typ: t}, nil
	}
	d, _ := t.DType()
	e, ok := numbers[d]
	if !ok {
		return e, fmt.Errorf("HDF5 has no elements of type %v: %w", t, store.ErrUnsupported)
	}
	e.typ = t
	return e, nil
}

// textSize is what a string costs besides its characters: a guess for the check of memory.
const textSize = 24

// describe says what a stored type is in Go: numbers of an odd width are widened, and so is half precision.
func describe(id C.hid_t) (element, error) {
	var t C.struct_lc_type
	if C.lc_describe(id, &t) < 0 {
		return element{}, failure("read the type")
	}
	return elementFor(t)
}

func elementFor(t C.struct_lc_type) (element, error) {
	e := element{class: t.class, size: int(t.size), stored: int(t.size), padded: t.padded != 0, utf8: t.utf8 != 0}
	switch t.class {
	case C.LC_INT, C.LC_UINT:
		e.size = wider(e.size, 1)
	case C.LC_FLOAT:
		e.size = min(wider(e.size, 4), 8)
	case C.LC_COMPLEX:
		e.size = 16
	case C.LC_TEXT:
		e.size, e.typ = textSize, store.String
		return e, nil
	case C.LC_FIXED_TEXT:
		e.typ = store.String
		return e, nil
	case C.LC_RECORD:
		e.typ = store.Record
		return e, nil
	case C.LC_REFERENCE:
		return e, fmt.Errorf("it holds %w", store.ErrReference)
	}
	for d, n := range numbers {
		if n.class == e.class && n.size == e.size {
			e.typ = store.Numeric(d)
			return e, nil
		}
	}
	return e, fmt.Errorf("the elements are of an HDF5 type (size %d) that is no number, boolean or text: %w", int(t.size), store.ErrUnsupported)
}

// wider is the smallest power of two from least on that holds size bytes.
func wider(size, least int) int {
	n := least
	for n < size {
		n *= 2
	}
	return n
}

// memoryType opens the HDF5 type of the elements in Go's memory, to be closed.
func (e element) memoryType() (C.hid_t, error) {
	utf8 := C.int(0)
	if e.utf8 {
		utf8 = 1
	}
	id := C.lc_memory_type(e.class, C.size_t(e.size), utf8)
	if e.member != "" || e.axes != nil {
		id = e.asMember(id)
	}
	if id < 0 {
		return id, failure(fmt.Sprintf("make the type of %v", e.typ))
	}
	return id, nil
}

func closeType(id C.hid_t)      { C.H5Tclose(id) }
func closeSpace(id C.hid_t)     { C.H5Sclose(id) }
func closeAttribute(id C.hid_t) { C.H5Aclose(id) }
