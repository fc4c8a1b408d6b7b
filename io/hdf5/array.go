package hdf5

// #include "shim.h"
import "C"

import (
	"context"
	"fmt"
	"slices"
	"unsafe"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/hdf5/filter"
	"github.com/lazycell/lazycell/io/store"
)

// array is a dataset of a file.
type array struct {
	root    *root
	path    string
	elem    element
	members []element // of records
	shape   []int     // changed by Grow, inside a visit
	chunks  []int
	null    bool
	run     int64           // where in the file the elements lie in one run as they do in memory, 0 when they don't
	filters []filter.Filter // that its chunks went through, nil when libhdf5 is to undo them
}

var _ store.Growable = (*array)(nil)

// inspect reads what the dataset is.
func (a *array) inspect(set *gonum.Dataset) error {
	if !a.root.follow && C.lc_elsewhere(C.hid_t(set.ID())) != 0 {
		return fmt.Errorf("its elements lie in other files, which are read only when the option FollowLinks says so: %w", store.ErrUnsupported)
	}
	typ := C.H5Dget_type(C.hid_t(set.ID()))
	if typ < 0 {
		return failure("read the type")
	}
	defer closeType(typ)
	var err error
	if a.elem, err = describe(typ); err != nil {
		return err
	}
	if a.elem.typ == store.Record {
		if a.members, err = describeMembers(typ); err != nil {
			return err
		}
	}
	space := set.Space()
	if space == nil {
		return failure("read the shape")
	}
	defer space.Close()
	a.shape = []int{}
	if class := space.SimpleExtentType(); class != gonum.S_SIMPLE {
		a.null = class == gonum.S_NULL
		return nil
	}
	if space.SimpleExtentNDims() > 0 {
		dims, _, err := space.SimpleExtentDims()
		if err != nil {
			return failure("read the shape")
		}
		a.shape = ints(dims)
	}
	if _, err := store.Elements(a.shape); err != nil {
		return err
	}
	if err := a.inspectChunks(set); err != nil {
		return err
	}
	if err := a.inspectFilters(set); err != nil {
		return err
	}
	return a.inspectRun(set)
}

func (a *array) inspectChunks(set *gonum.Dataset) error {
	if len(a.shape) == 0 {
		return nil
	}
	plist := C.H5Dget_create_plist(C.hid_t(set.ID()))
	if plist < 0 {
		return failure("read the layout")
	}
	defer C.H5Pclose(plist)
	if C.H5Pget_layout(plist) != C.H5D_CHUNKED {
		return nil
	}
	var name [64]C.char
	if number := C.lc_missing_filter(C.hid_t(set.ID()), &name[0], C.size_t(len(name))); number != 0 {
		return fmt.Errorf("it is stored with the HDF5 filter %d (%s), which isn't here: save it with gzip, zstd, lz4 or blosc: %w",
			int(number), C.GoString(&name[0]), store.ErrUnsupported)
	}
	dims := make([]C.hsize_t, len(a.shape))
	if C.H5Pget_chunk(plist, C.int(len(dims)), &dims[0]) < 0 {
		return failure("read the chunks")
	}
	a.chunks = make([]int, len(dims))
	for i, d := range dims {
		if d == 0 {
			return fmt.Errorf("its chunks are of size 0: %w", store.ErrInvalid)
		}
		a.chunks[i] = int(d)
	}
	return nil
}

func ints(sizes []uint) []int {
	out := make([]int, len(sizes))
	for i, s := range sizes {
		out[i] = int(s)
	}
	return out
}

// visit calls f with the open dataset.
func (a *array) visit(f func(set *gonum.Dataset) error) error {
	return a.root.within(a.path, func() error {
		set, err := a.root.sets.get(a.root.file, a.path)
		if err != nil {
			return err
		}
		return f(set)
	})
}

// Attrs gives the array's attributes.
func (a *array) Attrs() (attributes map[string]any, err error) {
	err = a.visit(func(set *gonum.Dataset) error {
		attributes, err = readAttributes(C.hid_t(set.ID()))
		return err
	})
	return attributes, err
}

// SetAttrs adds attributes to the array's.
func (a *array) SetAttrs(attributes map[string]any) error {
	return a.visit(func(set *gonum.Dataset) error {
		if err := a.root.writable(); err != nil {
			return err
		}
		return writeAttributes(C.hid_t(set.ID()), attributes)
	})
}

// Type is the type of the elements as they are read.
func (a *array) Type() store.Type { return a.elem.typ }

// Shape is the array's size along each axis.
func (a *array) Shape() []int { return slices.Clone(a.shape) }

// Chunks is the shape of the chunks, nil when the array is stored in one piece.
func (a *array) Chunks() []int { return slices.Clone(a.chunks) }

// Grow makes the first axis n long.
func (a *array) Grow(n int) error {
	return a.visit(func(set *gonum.Dataset) error {
		if err := a.root.writable(); err != nil {
			return err
		}
		if len(a.shape) == 0 || n < 0 {
			return fmt.Errorf("an array of shape %v can't be made %d long", a.shape, n)
		}
		dims := make([]C.hsize_t, len(a.shape))
		for i, s := range a.shape {
			dims[i] = C.hsize_t(s)
		}
		dims[0] = C.hsize_t(n)
		if C.H5Dset_extent(C.hid_t(set.ID()), &dims[0]) < 0 {
			return failure("make it longer")
		}
		a.shape[0] = n
		return nil
	})
}

// ReadRegion reads a box: []float64, []string, … in C order.
func (a *array) ReadRegion(ctx context.Context, offset, shape []int) (any, error) {
	n, err := a.box(offset, shape)
	if err == nil {
		err = store.CheckMemory(shape, a.elem.size)
	}
	if err != nil {
		return nil, a.root.wrap(a.path, err)
	}
	switch {
	case a.elem.typ.IsString():
		return a.readTexts(ctx, a.elem, offset, shape, n)
	case a.members != nil:
		return a.readRecords(ctx, offset, shape, n)
	}
	out, err := a.elem.typ.Make(n)
	if err != nil {
		return nil, a.root.wrap(a.path, err)
	}
	if a.run > 0 {
		return out, a.root.wrap(a.path, a.readRun(ctx, offset, shape, out))
	}
	if a.filters != nil && a.root.written == nil {
		return out, a.readChunks(ctx, offset, shape, out)
	}
	return out, a.readNumbers(ctx, a.elem, offset, shape, out)
}

// readNumbers reads a box of numbers, or of members that are numbers, by libhdf5.
func (a *array) readNumbers(ctx context.Context, e element, offset, shape []int, out any) error {
	each := e.each()
	for p := range a.pieces(offset, shape, pieceBytes/(e.size*each)) {
		err := a.transfer(ctx, p, func(set *gonum.Dataset, mem, file C.hid_t) error {
			return readNumbers(e, out, p.at*each, p.n*each, func(typ C.hid_t, data unsafe.Pointer) error {
				return a.read(set, typ, mem, file, data)
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *array) readTexts(ctx context.Context, e element, offset, shape []int, n int) (any, error) {
	out := make([]string, 0, n)
	for p := range a.pieces(offset, shape, textsAtOnce) {
		err := a.transfer(ctx, p, func(set *gonum.Dataset, mem, file C.hid_t) error {
			texts, err := readTexts(e, p.n, mem, func(typ C.hid_t, data unsafe.Pointer) error {
				return a.read(set, typ, mem, file, data)
			})
			out = append(out, texts...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *array) read(set *gonum.Dataset, typ, mem, file C.hid_t, data unsafe.Pointer) error {
	a.allowUndone()
	if C.lc_read(C.hid_t(set.ID()), typ, mem, file, data) < 0 {
		return failure("read elements")
	}
	return nil
}

// WriteRegion writes a box.
func (a *array) WriteRegion(ctx context.Context, offset, shape []int, data any) error {
	n, err := a.box(offset, shape)
	if err == nil {
		err = a.fits(data, n)
	}
	switch {
	case err != nil:
		return a.root.wrap(a.path, err)
	case a.members != nil:
		return a.writeRecords(ctx, offset, shape, data.(store.Columns))
	case a.run > 0:
		return a.root.wrap(a.path, a.writeRun(ctx, offset, shape, data))
	case a.zips() && a.wholeChunks(offset, shape):
		return a.writeChunks(ctx, offset, shape, data)
	}
	return a.writeBox(ctx, a.elem, offset, shape, data)
}

// writeBox writes a box of elements, or of a member of them, by libhdf5.
func (a *array) writeBox(ctx context.Context, e element, offset, shape []int, data any) error {
	texts, isText := data.([]string)
	each := e.each()
	atOnce := pieceBytes / (e.size * each)
	if isText {
		atOnce = textsAtOnce
	}
	for p := range a.pieces(offset, shape, atOnce) {
		err := a.transfer(ctx, p, func(set *gonum.Dataset, mem, file C.hid_t) error {
			write := func(typ C.hid_t, data unsafe.Pointer) error {
				if C.lc_write(C.hid_t(set.ID()), typ, mem, file, data) < 0 {
					return failure("write elements")
				}
				return nil
			}
			if isText {
				return writeTexts(e, texts[p.at:p.at+p.n], write)
			}
			typ, err := e.memoryType()
			if err != nil {
				return err
			}
			defer closeType(typ)
			return write(typ, unsafe.Add(memoryOf(data), p.at*each*e.size))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fits checks that a slice holds n elements of the array's type.
func (a *array) fits(data any, n int) error {
	if err := a.root.writable(); err != nil {
		return err
	}
	if a.members != nil {
		return a.fitsRecords(data, n)
	}
	t, err := store.TypeOf(data)
	if err != nil {
		return err
	}
	if t != a.elem.typ || a.elem.class == C.LC_FIXED_TEXT {
		return fmt.Errorf("the values are %T and the array's type is %v: convert them first", data, a.elem.typ)
	}
	if got := lengthOf(data); got != n {
		return fmt.Errorf("there are %d values for a region of %d", got, n)
	}
	return nil
}
