package inspect

import (
	"sort"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// sparse checks a compressed sparse matrix: that indptr leads from 0 through all entries without going back, and that indices lie in the shape.
func (c *checker) sparse(e *element) []int {
	sizes, _ := e.attributes["shape"].([]int64)
	if len(sizes) != 2 || sizes[0] < 0 || sizes[1] < 0 {
		c.wrong(e.path, "%s without a shape of two numbers", e.kind)
		return nil
	}
	shape := []int{int(sizes[0]), int(sizes[1])}
	lines, width := shape[0], shape[1]
	if e.kind == "csc_matrix" {
		lines, width = width, lines
	}
	indptr, indices, data := c.part(e, "indptr"), c.part(e, "indices"), c.part(e, "data")
	if data != nil {
		c.values(e.path+"/data", data, nil)
	}
	if indptr == nil || indices == nil || data == nil {
		return shape
	}
	entries := data.Shape()[0]
	if n := indices.Shape()[0]; n != entries {
		c.wrong(e.path, "%d indices for %d values", n, entries)
		return shape
	}
	if n := indptr.Shape()[0]; n != lines+1 {
		c.wrong(e.path, "indptr has %d numbers where the shape %v asks for %d", n, lazy.Shape(shape), lines+1)
		return shape
	}
	starts := c.starts(e, indptr, entries)
	c.indices(e, indices, starts, width)
	return shape
}

// starts reads and checks indptr; nil after a finding.
func (c *checker) starts(e *element, indptr store.Array, entries int) []int64 {
	d, ok := indptr.Type().DType()
	if !ok || !d.IsInteger() {
		c.wrong(e.path, "its indptr is of type %v", indptr.Type())
		return nil
	}
	starts := make([]int64, 0, indptr.Shape()[0])
	bad := false
	c.values(e.path+"/indptr", indptr, func(_ int, data any) error {
		starts = append(starts, wide(data)...)
		return nil
	})
	if len(starts) != indptr.Shape()[0] {
		return nil
	}
	if starts[0] != 0 {
		c.wrong(e.path, "indptr begins with %d", starts[0])
		bad = true
	}
	for i := 1; i < len(starts); i++ {
		if starts[i] < starts[i-1] {
			c.wrong(e.path, "indptr goes back from %d to %d at line %d", starts[i-1], starts[i], i-1)
			return nil
		}
	}
	if last := starts[len(starts)-1]; last != int64(entries) {
		c.wrong(e.path, "indptr ends with %d, there are %d values", last, entries)
		bad = true
	}
	if bad {
		return nil
	}
	return starts
}

// indices checks the places of entries. Lines whose places don't ascend are allowed: a note.
func (c *checker) indices(e *element, indices store.Array, starts []int64, width int) {
	d, ok := indices.Type().DType()
	if !ok || !d.IsInteger() {
		c.wrong(e.path, "its indices are of type %v", indices.Type())
		return
	}
	unsorted, twice := -1, -1
	line, last := 0, int64(-1)
	c.values(e.path+"/indices", indices, func(at int, data any) error {
		least, most, where := span(data)
		if least < 0 || most >= int64(width) {
			v := most
			if least < 0 {
				v = least
			}
			c.wrong(e.path, "index %d of entry %d is out of range for %d", v, at+where(v), width)
			return errStop
		}
		if starts == nil {
			return nil
		}
		for i, v := range wide(data) {
			if n := int64(at + i); n >= starts[line+1] {
				line += sort.Search(len(starts)-line-1, func(j int) bool { return starts[line+j+1] > n })
				last = -1
			}
			switch {
			case v < last && unsorted < 0:
				unsorted = line
			case v == last && twice < 0:
				twice = line
			}
			last = v
		}
		return nil
	})
	if unsorted >= 0 {
		c.note(e.path, "the indices of a line are not sorted, first of line %d", unsorted)
	}
	if twice >= 0 {
		c.note(e.path, "an index occurs twice in a line, first in line %d: the values are added up", twice)
	}
}

// wide is a slice of integers as int64.
func wide(data any) []int64 {
	switch v := data.(type) {
	case []int64:
		return v
	case []int8:
		return widened(v)
	case []int16:
		return widened(v)
	case []int32:
		return widened(v)
	case []uint8:
		return widened(v)
	case []uint16:
		return widened(v)
	case []uint32:
		return widened(v)
	case []uint64:
		return widened(v)
	}
	return nil
}

func widened[T block.Integer](values []T) []int64 {
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = int64(v)
	}
	return out
}
