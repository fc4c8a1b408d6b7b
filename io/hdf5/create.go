package hdf5

// #include "shim.h"
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"unsafe"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

const (
	unlimited     = ^uint(0)
	targetChunk   = 1 << 20   // bytes of a chunk when no one says
	maxChunk      = 1<<32 - 1 // libhdf5's own limit
	growableChunk = 1 << 16   // bytes of a chunk of an array that starts empty
)

// createSet makes a dataset.
func createSet(h *gonum.Group, name string, spec store.ArraySpec) (*gonum.Dataset, error) {
	if spec.Null {
		spec.DType = store.Numeric(block.Float32) // as h5py does
	}
	e, err := elementOfSpec(spec)
	if err != nil {
		return nil, err
	}
	if _, err := store.Elements(spec.Shape); err != nil {
		return nil, err
	}
	space, err := makeSpace(spec)
	if err != nil {
		return nil, failure("make the shape")
	}
	defer space.Close()
	plist, err := layout(spec, e)
	if err != nil {
		return nil, err
	}
	defer plist.Close()
	var typ C.hid_t
	if spec.DType == store.Record {
		typ, err = recordType(spec.Fields)
	} else {
		typ, err = e.memoryType()
	}
	if err != nil {
		return nil, err
	}
	defer closeType(typ)
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	id := C.lc_create_dataset(C.hid_t(h.ID()), text, typ, C.hid_t(space.ID()), C.hid_t(plist.ID()))
	if id < 0 {
		return nil, failure("make the array")
	}
	C.H5Dclose(id)
	set, err := h.OpenDataset(name)
	if err != nil {
		return nil, failure("open the new array")
	}
	return set, nil
}

// elementOfSpec is what the elements of a new array are; of records only the size counts.
func elementOfSpec(spec store.ArraySpec) (element, error) {
	if spec.DType != store.Record {
		return elementOf(spec.DType)
	}
	if len(spec.Fields) == 0 {
		return element{}, fmt.Errorf("records without fields can't be stored: %w", store.ErrUnsupported)
	}
	size := 0
	for _, f := range spec.Fields {
		e, err := elementOf(f.Type)
		if err != nil {
			return e, fmt.Errorf("field %q: %w", f.Name, err)
		}
		e.axes = f.Shape
		size += e.size * e.each()
	}
	return element{class: C.LC_RECORD, size: size, typ: store.Record}, nil
}

func makeSpace(spec store.ArraySpec) (*gonum.Dataspace, error) {
	switch {
	case spec.Null:
		return gonum.CreateDataspace(gonum.S_NULL)
	case len(spec.Shape) == 0:
		return gonum.CreateDataspace(gonum.S_SCALAR)
	}
	dims := sizes(spec.Shape)
	if !spec.Growable {
		return gonum.CreateSimpleDataspace(dims, nil)
	}
	limits := sizes(spec.Shape)
	limits[0] = unlimited
	return gonum.CreateSimpleDataspace(dims, limits)
}

// layout says how the elements lie in the file: in one piece, or in chunks when they are compressed, may become more, or are asked for so.
func layout(spec store.ArraySpec, e element) (*gonum.PropList, error) {
	switch spec.Compression {
	case "", "gzip":
	default:
		return nil, fmt.Errorf("compression %q: HDF5 files can be written with \"gzip\" or \"\" for none: %w", spec.Compression, store.ErrUnsupported)
	}
	if spec.Compression == "gzip" && (spec.Level < 0 || spec.Level > 9) {
		return nil, fmt.Errorf("gzip level %d: choose 0 (none) to 9 (most)", spec.Level)
	}
	plist, err := gonum.NewPropList(gonum.P_DATASET_CREATE)
	if err != nil {
		return nil, failure("make the layout")
	}
	n, _ := store.Elements(spec.Shape)
	chunked := spec.Growable || n > 0 && (spec.Compression != "" || spec.Chunks != nil)
	if spec.Null || len(spec.Shape) == 0 || !chunked {
		// The place of larger arrays is fixed at once, so that their elements can be written there without libhdf5.
		if n*e.size >= leastRun && !spec.DType.IsString() && spec.DType != store.Record && C.H5Pset_alloc_time(C.hid_t(plist.ID()), C.H5D_ALLOC_TIME_EARLY) < 0 {
			plist.Close()
			return nil, failure("set the layout")
		}
		return plist, nil
	}
	chunks, err := chooseChunks(spec, e.size)
	if err == nil && plist.SetChunk(chunks) != nil {
		err = failure("set the chunks")
	}
	if err == nil && spec.Compression == "gzip" && plist.SetDeflate(spec.Level) != nil {
		err = failure("set the compression")
	}
	if err != nil {
		plist.Close()
		return nil, err
	}
	return plist, nil
}

// chooseChunks takes the chunks asked for, cut to the shape, or halves the longest sizes of the shape until a chunk has a good size.
func chooseChunks(spec store.ArraySpec, elementSize int) ([]uint, error) {
	chunks := make([]uint, len(spec.Shape))
	if spec.Chunks != nil {
		if len(spec.Chunks) != len(spec.Shape) {
			return nil, fmt.Errorf("chunks %v don't fit the shape %v", spec.Chunks, spec.Shape)
		}
		bytes := uint(elementSize)
		for i, c := range spec.Chunks {
			if c <= 0 {
				return nil, fmt.Errorf("chunks %v: every size must be at least 1", spec.Chunks)
			}
			chunks[i] = uint(c)
			if !spec.Growable || i > 0 {
				chunks[i] = uint(min(c, max(spec.Shape[i], 1)))
			}
			if chunks[i] > maxChunk || bytes*chunks[i] > maxChunk {
				return nil, fmt.Errorf("chunks %v have more than 4 GiB, which HDF5 can't store: choose smaller ones", spec.Chunks)
			}
			bytes *= chunks[i]
		}
		return chunks, nil
	}
	bytes, target := uint(elementSize), uint(targetChunk)
	for i, s := range spec.Shape {
		chunks[i] = uint(max(s, 1))
		if i == 0 && spec.Growable {
			chunks[i] = max(chunks[i], growableChunk/uint(elementSize))
		}
		bytes *= chunks[i]
	}
	for bytes > target {
		longest := 0
		for i := range chunks {
			if chunks[i] > chunks[longest] {
				longest = i
			}
		}
		if chunks[longest] == 1 {
			break
		}
		bytes = bytes / chunks[longest]
		chunks[longest] = (chunks[longest] + 1) / 2
		bytes *= chunks[longest]
	}
	return chunks, nil
}

func sizes(shape []int) []uint {
	out := make([]uint, len(shape))
	for i, s := range shape {
		out[i] = uint(s)
	}
	return out
}
