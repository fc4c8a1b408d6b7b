package block

import (
	"fmt"
	"math"
	"slices"
)

// The kinds of blocks.
const (
	KindDense = "dense"
	KindCSR   = "csr" // compressed sparse rows
	KindCSC   = "csc" // compressed sparse columns
)

// Sparse is a block of two axes that keeps the values of some places; all others are zero. The places are kept line by line, where
// a line is a row of a "csr" block and a column of a "csc" one: indptr says where the entries of each line begin, and the index of
// an entry is its place in the line. Within a line indices ascend and none comes twice; a value that is kept may be zero.
//
// Indices are int32, because no axis of a chunk is longer than that and the indices are half of what has to be read; indptr is int64, because the
// number of entries may be larger.
type Sparse struct {
	kind    string
	shape   []int
	indptr  []int64
	indices []int32
	values  *Dense // of one axis
}

// NewSparse is a block of the kind "csr" or "csc" over the parts, which it shares when they are as a block has them. Lines whose
// indices don't ascend are sorted first, and the values of a place that comes several times are added up (true when any is), in copies. The
// error says what is wrong with the parts. It takes time in proportion to the entries.
func NewSparse(kind string, shape []int, indptr []int64, indices []int32, values *Dense) (*Sparse, error) {
	s, err := newSparse(kind, shape, indptr, indices, values)
	if err != nil {
		return nil, fmt.Errorf("a %s block of shape %v: %w", kind, shape, err)
	}
	return s.canonical(), nil
}

func newSparse(kind string, shape []int, indptr []int64, indices []int32, values *Dense) (*Sparse, error) {
	switch {
	case kind != KindCSR && kind != KindCSC:
		return nil, fmt.Errorf("the kind is %q, not csr or csc", kind)
	case len(shape) != 2 || shape[0] < 0 || shape[1] < 0:
		return nil, fmt.Errorf("it takes two sizes of at least 0")
	case len(values.shape) != 1:
		return nil, fmt.Errorf("values of shape %v where one axis was expected", values.shape)
	}
	s := &Sparse{kind, slices.Clone(shape), indptr, indices, values}
	lines, width := s.NLines(), s.Width()
	n := len(indices)
	switch {
	case width > math.MaxInt32:
		return nil, fmt.Errorf("lines are at most %d long; cut them into chunks", math.MaxInt32)
	case values.Len() != n:
		return nil, fmt.Errorf("%d indices for %d values", n, values.Len())
	case len(indptr) != lines+1:
		return nil, fmt.Errorf("indptr has %d numbers where %d lines ask for %d", len(indptr), lines, lines+1)
	case indptr[0] != 0:
		return nil, fmt.Errorf("indptr begins with %d, not 0", indptr[0])
	case indptr[lines] != int64(n):
		return nil, fmt.Errorf("indptr ends with %d where there are %d values", indptr[lines], n)
	}
	for i := range lines {
		if indptr[i+1] < indptr[i] {
			return nil, fmt.Errorf("indptr goes from %d to %d at line %d", indptr[i], indptr[i+1], i)
		}
	}
	for i, at := range indices {
		if uint(at) >= uint(width) {
			return nil, fmt.Errorf("index %d of entry %d is out of range for %d", at, i, width)
		}
	}
	return s, nil
}

// TrustedSparse is NewSparse without any check, for parts that are known to be as a block has them: the shape is not copied, indices ascend.
func TrustedSparse(kind string, shape []int, indptr []int64, indices []int32, values *Dense) *Sparse {
	return &Sparse{kind, shape, indptr, indices, values}
}

// EmptySparse is a block of zeros, none of which is kept.
func EmptySparse(kind string, d DType, shape []int) *Sparse {
	s := &Sparse{kind: kind, shape: slices.Clone(shape), values: NewDense(d, []int{0})}
	s.indptr = make([]int64, s.NLines()+1)
	return s
}

// NewCSR is a block of compressed rows: see NewSparse.
func NewCSR[T Elem](rows, cols int, indptr []int64, indices []int32, values []T) (*Sparse, error) {
	d, _ := FromSlice([]int{len(values)}, values)
	return NewSparse(KindCSR, []int{rows, cols}, indptr, indices, d)
}

// NewCSC is a block of compressed columns: see NewSparse.
func NewCSC[T Elem](rows, cols int, indptr []int64, indices []int32, values []T) (*Sparse, error) {
	d, _ := FromSlice([]int{len(values)}, values)
	return NewSparse(KindCSC, []int{rows, cols}, indptr, indices, d)
}

// DType is the type of the elements.
func (s *Sparse) DType() DType { return s.values.dtype }

// Shape is the number of rows and columns. The slice must not be changed.
func (s *Sparse) Shape() []int { return s.shape }

// Kind is "csr" or "csc".
func (s *Sparse) Kind() string { return s.kind }

// NBytes is the size of what is kept: values, indices and indptr.
func (s *Sparse) NBytes() int64 {
	return s.values.NBytes() + 4*int64(len(s.indices)) + 8*int64(len(s.indptr))
}

// NNZ is the number of values that are kept, zeros among them included.
func (s *Sparse) NNZ() int { return len(s.indices) }

// Major is the axis whose lines are kept together: 0 of a csr block, 1 of a csc one.
func (s *Sparse) Major() int {
	if s.kind == KindCSC {
		return 1
	}
	return 0
}

// NLines is the number of lines: rows of a csr block, columns of a csc one.
func (s *Sparse) NLines() int { return s.shape[s.Major()] }

// Width is the length of a line.
func (s *Sparse) Width() int { return s.shape[1-s.Major()] }

// Indptr is where the entries of each line begin, and at last their number. It must not be changed.
func (s *Sparse) Indptr() []int64 { return s.indptr }

// Indices is the place of each entry in its line. It must not be changed.
func (s *Sparse) Indices() []int32 { return s.indices }

// Values is the value of each entry, a block of one axis. It must not be changed.
func (s *Sparse) Values() *Dense { return s.values }

// WithValues is other values in the same places; there are as many of them.
func (s *Sparse) WithValues(v *Dense) *Sparse {
	return &Sparse{s.kind, s.shape, s.indptr, s.indices, v}
}

// AsType is the values converted to another type, as those of a dense block are. The places are shared.
func (s *Sparse) AsType(t DType) *Sparse {
	if t == s.DType() || !t.Valid() {
		return s
	}
	return s.WithValues(s.values.AsType(t))
}

// Clone is a block with copies of everything.
func (s *Sparse) Clone() *Sparse {
	return &Sparse{s.kind, slices.Clone(s.shape), slices.Clone(s.indptr), slices.Clone(s.indices), s.values.Clone()}
}

// Transpose is the block with rows and columns swapped, which shares everything: a csr block becomes a csc one, and the other way round.
func (s *Sparse) Transpose() *Sparse {
	kind := KindCSC
	if s.kind == KindCSC {
		kind = KindCSR
	}
	return &Sparse{kind, []int{s.shape[1], s.shape[0]}, s.indptr, s.indices, s.values}
}
