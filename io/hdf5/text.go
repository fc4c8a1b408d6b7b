package hdf5

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/lazycell/lazycell/io/store"
)

// readTexts reads n strings with a function that reads elements of a type into memory. space is theirs in memory.
func readTexts(e element, n int, space C.hid_t, read func(typ C.hid_t, data unsafe.Pointer) error) ([]string, error) {
	typ, err := e.memoryType()
	if err != nil {
		return nil, err
	}
	defer closeType(typ)
	if e.class == C.LC_FIXED_TEXT {
		data := make([]byte, n*e.size)
		if err := read(typ, unsafe.Pointer(unsafe.SliceData(data))); err != nil {
			return nil, err
		}
		out := cutTexts(data, e)
		return out, areText(out)
	}
	// libhdf5 makes one C string for each element; they are copied into one piece of Go's memory and given back.
	texts := (**C.char)(C.calloc(C.size_t(n), C.size_t(unsafe.Sizeof(uintptr(0)))))
	if texts == nil {
		return nil, fmt.Errorf("no memory for %d strings", n)
	}
	defer C.free(unsafe.Pointer(texts))
	if err := read(typ, unsafe.Pointer(texts)); err != nil {
		return nil, err
	}
	defer C.lc_text_free(typ, space, texts)
	total := int(C.lc_text_length(texts, C.size_t(n)))
	if err := store.CheckMemory([]int{total}, 1); err != nil {
		return nil, err
	}
	data, lengths := make([]byte, total+1), make([]C.size_t, n)
	C.lc_text_copy(texts, C.size_t(n), (*C.char)(unsafe.Pointer(&data[0])), &lengths[0])
	all := unsafe.String(&data[0], total) // data is not touched any more
	out := make([]string, n)
	for i, length := range lengths {
		out[i], all = all[:length], all[length:]
	}
	return out, areText(out)
}

// areText checks that strings are UTF-8: a file may claim what it likes.
func areText(texts []string) error {
	for i, text := range texts {
		if !utf8.ValidString(text) {
			return fmt.Errorf("string %d, %q, isn't UTF-8: %w", i, shorten(text), store.ErrInvalid)
		}
	}
	return nil
}

// cutTexts splits fixed-size strings, which end at the first NUL or are filled up with spaces.
func cutTexts(data []byte, e element) []string {
	out := make([]string, len(data)/e.size)
	for i := range out {
		text := string(data[i*e.size : (i+1)*e.size])
		text, _, _ = strings.Cut(text, "\x00")
		if e.padded {
			text = strings.TrimRight(text, " ")
		}
		out[i] = text
	}
	return out
}

// writeTexts hands C strings to a function that writes elements of a type.
func writeTexts(e element, texts []string, write func(typ C.hid_t, data unsafe.Pointer) error) error {
	total := 0
	for i, text := range texts {
		if strings.IndexByte(text, 0) >= 0 {
			return fmt.Errorf("string %d, %q, holds a NUL character, which HDF5 strings can't: take it out", i, shorten(text))
		}
		total += len(text) + 1
	}
	data, offsets := make([]byte, 0, total+1), make([]C.size_t, len(texts)+1)
	for i, text := range texts {
		offsets[i] = C.size_t(len(data))
		data = append(append(data, text...), 0)
	}
	data = data[:cap(data)]
	typ, err := e.memoryType()
	if err != nil {
		return err
	}
	defer closeType(typ)
	chars := C.CBytes(data) // C's memory: the pointers below outlive the call that makes them
	defer C.free(chars)
	pointers := C.lc_text_pointers((*C.char)(chars), &offsets[0], C.size_t(len(texts)))
	if pointers == nil {
		return fmt.Errorf("no memory for %d strings", len(texts))
	}
	defer C.free(unsafe.Pointer(pointers))
	return write(typ, unsafe.Pointer(pointers))
}

// shorten cuts a text for a message.
func shorten(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}
