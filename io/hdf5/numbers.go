package hdf5

// #include "shim.h"
import "C"

import (
	"reflect"
	"unsafe"
)

// memoryOf is where the elements of a slice of numbers begin.
func memoryOf(values any) unsafe.Pointer { return reflect.ValueOf(values).UnsafePointer() }

// lengthOf is the number of elements of a slice.
func lengthOf(values any) int { return reflect.ValueOf(values).Len() }

// readNumbers reads n elements into a slice of numbers, from element at on, with a function that reads them into memory.
func readNumbers(e element, into any, at, n int, read func(typ C.hid_t, data unsafe.Pointer) error) error {
	typ, err := e.memoryType()
	if err != nil {
		return err
	}
	defer closeType(typ)
	start := unsafe.Add(memoryOf(into), at*e.size)
	if err := read(typ, start); err != nil {
		return err
	}
	if e.class == C.LC_BOOL { // a damaged file may hold other bytes, which Go's bool must not
		raw := unsafe.Slice((*byte)(start), n)
		for i, b := range raw {
			if b > 1 {
				raw[i] = 1
			}
		}
	}
	return nil
}
