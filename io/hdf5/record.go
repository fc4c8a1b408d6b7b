package hdf5

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"context"
	"fmt"
	"unsafe"

	"github.com/lazycell/lazycell/io/store"
)

// Records, which HDF5 calls compounds, are read and written member by member: libhdf5 moves only what a type in memory asks for.

// describeMembers says what the members of records are. Members that are records themselves are not read here.
func describeMembers(id C.hid_t) ([]element, error) {
	var t C.struct_lc_type
	if C.lc_describe(id, &t) < 0 {
		return nil, failure("read the type")
	}
	members := make([]element, t.members)
	for i := range members {
		var m C.struct_lc_member
		if C.lc_describe_member(id, C.int(i), &m) < 0 {
			return nil, failure("read the type of a record")
		}
		name := C.GoString(m.name)
		C.lc_free(unsafe.Pointer(m.name))
		e, err := elementFor(m._type)
		switch {
		case err != nil:
		case e.typ == store.Record || name == "" || e.typ.IsString() && m.axes > 0:
			err = fmt.Errorf("records in records, or strings in lists in records: %w", store.ErrUnsupported)
		}
		if err != nil {
			return nil, fmt.Errorf("field %q: %w", name, err)
		}
		e.member = name
		for _, n := range m.dims[:m.axes] {
			e.axes = append(e.axes, int(n))
		}
		if n, err := store.Elements(e.axes); err != nil || n == 0 || n > 1<<24 {
			return nil, fmt.Errorf("field %q of shape %v: %w", name, e.axes, store.ErrUnsupported)
		}
		members[i] = e
	}
	return members, nil
}

// FixedASCII reports whether the elements are ASCII strings of one size.
func (a *array) FixedASCII() bool { return a.elem.class == C.LC_FIXED_TEXT && !a.elem.utf8 }

// each is how many values a member of one record has.
func (e element) each() int {
	n := 1
	for _, s := range e.axes {
		n *= s
	}
	return n
}

// asMember makes the type of records with this member only out of the member's type.
func (e element) asMember(id C.hid_t) C.hid_t {
	var name *C.char
	if e.member != "" {
		name = C.CString(e.member)
		defer C.free(unsafe.Pointer(name))
	}
	dims := append(place(e.axes), 0)
	return C.lc_member_type(id, name, C.int(len(e.axes)), &dims[0])
}

// Fields is what the records of the array are made of, nil when it holds none.
func (a *array) Fields() []store.Field {
	var out []store.Field
	for _, m := range a.members {
		out = append(out, store.Field{Name: m.member, Type: m.typ, Shape: m.axes})
	}
	return out
}

// readRecords reads a box of records.
func (a *array) readRecords(ctx context.Context, offset, shape []int, n int) (any, error) {
	out := make(store.Columns, len(a.members))
	for i, m := range a.members {
		if m.typ.IsString() {
			texts, err := a.readTexts(ctx, m, offset, shape, n)
			if err != nil {
				return nil, err
			}
			out[i] = texts
			continue
		}
		err := store.CheckMemory(append([]int{m.each()}, shape...), m.size)
		var values any
		if err == nil {
			values, err = m.typ.Make(n * m.each())
		}
		if err != nil {
			return nil, a.root.wrap(a.path, err)
		}
		if err := a.readNumbers(ctx, m, offset, shape, values); err != nil {
			return nil, err
		}
		out[i] = values
	}
	return out, nil
}

func (a *array) writeRecords(ctx context.Context, offset, shape []int, columns store.Columns) error {
	for i, m := range a.members {
		if err := a.writeBox(ctx, m, offset, shape, columns[i]); err != nil {
			return err
		}
	}
	return nil
}

// fitsRecords checks that columns hold n records of the array's type.
func (a *array) fitsRecords(data any, n int) error {
	columns, ok := data.(store.Columns)
	if !ok || len(columns) != len(a.members) {
		return fmt.Errorf("the values are %T and the array holds records of %d fields", data, len(a.members))
	}
	for i, m := range a.members {
		t, err := store.TypeOf(columns[i])
		if err != nil {
			return err
		}
		if t != m.typ || m.class == C.LC_FIXED_TEXT || lengthOf(columns[i]) != n*m.each() {
			return fmt.Errorf("field %q: %d values of type %v for %d records of type %v", m.member, lengthOf(columns[i]), t, n, m.typ)
		}
	}
	return nil
}

// recordType makes the type in which records of some fields are stored, to be closed.
func recordType(fields []store.Field) (id C.hid_t, err error) {
	parts := make([]C.hid_t, 0, len(fields))
	defer func() {
		for _, p := range parts {
			closeType(p)
		}
	}()
	size := C.size_t(0)
	for _, f := range fields {
		e, err := elementOf(f.Type)
		if err != nil {
			return -1, fmt.Errorf("field %q: %w", f.Name, err)
		}
		e.axes = f.Shape
		part, err := e.memoryType()
		if err != nil {
			return -1, fmt.Errorf("field %q: %w", f.Name, err)
		}
		parts = append(parts, part)
		size += C.H5Tget_size(part)
	}
	if id = C.lc_record_type(size); id < 0 {
		return id, failure("make the type of records")
	}
	at := C.size_t(0)
	for i, f := range fields {
		name := C.CString(f.Name)
		status := C.lc_record_add(id, name, at, parts[i])
		C.free(unsafe.Pointer(name))
		if status < 0 {
			closeType(id)
			return -1, failure(fmt.Sprintf("make the field %q", f.Name))
		}
		at += C.H5Tget_size(parts[i])
	}
	return id, nil
}
