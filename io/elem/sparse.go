package elem

import (
	"context"
	"fmt"
	"math"
	"sync"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// sparseSource reads a compressed sparse matrix by lines: rows of a csr_matrix, columns of a csc_matrix. indptr says where each line's entries begin;
// indices are their places along the other axis.
type sparseSource struct {
	path                  string
	kind                  string
	major                 int // axis
	shape                 []int
	indptr, indices, data store.Array

	mu    sync.Mutex
	known []int64 // indptr, once it was read
}

// sparse reads a sparse matrix.
func (r *reading) sparse(ctx context.Context, m *member, kind string) (*lazy.Array, error) {
	s, err := m.sparseSource(kind)
	if err != nil {
		return nil, err
	}
	d, _ := s.data.Type().DType()
	if r.lazy {
		from := &source{from: s, name: r.sourceName(m.path), store: r.store, path: m.path, place: r.place}
		return lazy.FromSource(sparseFile{from, s}, d, s.shape, s.chunks(d.Size())), nil
	}
	b, err := s.whole(ctx)
	if err != nil {
		return nil, err
	}
	return lazy.FromLines(b), nil
}

// sparseFile is a sparse source of a lazy array.
type sparseFile struct {
	*source
	of *sparseSource
}

// Kind is "csr" or "csc".
func (f sparseFile) Kind() string { return f.of.kind }

// NNZ is the number of entries.
func (f sparseFile) NNZ() int { return f.of.data.Shape()[0] }

// sparseSource opens the parts of a sparse matrix and checks that they fit each other.
func (m *member) sparseSource(kind string) (*sparseSource, error) {
	shape, err := m.sparseShape()
	if err != nil {
		return nil, err
	}
	s := &sparseSource{path: m.path, kind: kind, shape: shape}
	if kind == block.KindCSC {
		s.major = 1
	}
	length := map[string]int{}
	parts := map[string]*store.Array{"indptr": &s.indptr, "indices": &s.indices, "data": &s.data}
	for _, name := range []string{"indptr", "indices", "data"} {
		p, err := m.part(name)
		if err == nil {
			err = p.isArray()
		}
		if err != nil {
			return nil, err
		}
		*parts[name] = p.array
		d, ok := p.array.Type().DType()
		if dims := p.array.Shape(); !ok || len(dims) != 1 || name != "data" && !d.IsInteger() {
			return nil, at(p.path, fmt.Errorf("shape %v, type %v: it can't be the %s of a %s: %w",
				dims, p.array.Type(), name, m.kindName(), store.ErrInvalid))
		}
		length[name] = p.array.Shape()[0]
	}
	switch lines, width := shape[s.major], shape[1-s.major]; {
	case length["indptr"] != lines+1:
		err = fmt.Errorf("indptr has %d numbers where the shape %v asks for %d: %w", length["indptr"], lazy.Shape(shape), lines+1, store.ErrInvalid)
	case length["indices"] != length["data"]:
		err = fmt.Errorf("%d indices for %d values: %w", length["indices"], length["data"], store.ErrInvalid)
	case width > math.MaxInt32:
		err = fmt.Errorf("the shape %v has lines of more than %d places: %w", lazy.Shape(shape), math.MaxInt32, store.ErrUnsupported)
	}
	return s, at(m.path, err)
}

// sparseShape is the attribute shape.
func (m *member) sparseShape() ([]int, error) {
	sizes, ok := m.attributes["shape"].([]int64)
	if !ok {
		sizes, _ = m.attributes[oldShapeAttr].([]int64)
	}
	if len(sizes) != 2 {
		return nil, at(m.path, fmt.Errorf("%s without a shape of two numbers: %w", m.kindName(), store.ErrInvalid))
	}
	shape := []int{int(sizes[0]), int(sizes[1])}
	_, err := store.Elements(shape)
	return shape, at(m.path, err)
}

// entriesPerChunk is about how many entries the chunks of a lazy sparse array have at least, unless they would be many times larger than other chunks
// when they are made dense.
const entriesPerChunk = 1 << 18

// chunks is runs of lines.
func (s *sparseSource) chunks(elementSize int) [][]int {
	lines, width := s.shape[s.major], s.shape[1-s.major]
	if lines == 0 || width == 0 {
		return nil
	}
	high := max(chunkLimit/(width*elementSize), 1)
	entries := max(s.data.Shape()[0]/lines, 1)
	high = min(max(entriesPerChunk/entries, high), 5*high)
	pieces := (lines + high - 1) / high
	chunks := [][]int{{s.shape[0]}, {s.shape[1]}}
	chunks[s.major] = cut(lines, (lines+pieces-1)/pieces)
	return chunks
}

// region reads a box.
func (s *sparseSource) region(ctx context.Context, offset, shape []int) (block.Block, error) {
	starts, err := s.starts(ctx)
	if err != nil {
		return nil, err
	}
	first, lines := offset[s.major], shape[s.major]
	size := []int{shape[0], shape[1]}
	size[1-s.major] = s.shape[1-s.major]
	b, err := s.lines(ctx, size, starts[first:first+lines+1], first)
	if err != nil || size[1-s.major] == shape[1-s.major] {
		return b, err
	}
	from := []int{offset[0], offset[1]}
	from[s.major] = 0
	part, err := b.Region(from, shape)
	return part, at(s.path, err)
}

// whole reads all of it.
func (s *sparseSource) whole(ctx context.Context) (*block.Sparse, error) {
	starts, err := s.starts(ctx)
	if err != nil {
		return nil, err
	}
	return s.lines(ctx, s.shape, starts, 0)
}

// lines reads lines whose entries begin as starts says; first is the number of the first line.
func (s *sparseSource) lines(ctx context.Context, shape []int, starts []int64, first int) (*block.Sparse, error) {
	total := int64(s.data.Shape()[0])
	for i := range len(starts) - 1 {
		if starts[i+1] < starts[i] || starts[i+1] > total {
			return nil, at(s.path, fmt.Errorf("indptr goes from %d to %d at line %d of %d values: %w",
				starts[i], starts[i+1], first+i, total, store.ErrInvalid))
		}
	}
	indptr := make([]int64, len(starts))
	for i := range starts {
		indptr[i] = starts[i] - starts[0]
	}
	from, n := int(starts[0]), int(indptr[len(indptr)-1])
	indices, values, err := s.entries(ctx, from, n)
	if err != nil {
		return nil, err
	}
	b, err := block.NewSparse(s.kind, shape, indptr, indices, values)
	return b, at(s.path, err)
}

// starts reads indptr, once.
func (s *sparseSource) starts(ctx context.Context) ([]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known != nil {
		return s.known, nil
	}
	n := s.indptr.Shape()[0]
	if err := store.CheckMemory([]int{n}, 8); err != nil {
		return nil, at(s.path, err)
	}
	data, err := s.indptr.ReadRegion(ctx, []int{0}, []int{n})
	if err != nil {
		return nil, err
	}
	starts, ok := whole[int64](data)
	if !ok || starts[0] != 0 {
		return nil, at(s.path, fmt.Errorf("indptr begins with %d: %w", starts[0], store.ErrInvalid))
	}
	s.known = starts
	return starts, nil
}

// entries reads n entries: their places and values.
func (s *sparseSource) entries(ctx context.Context, from, n int) ([]int32, *block.Dense, error) {
	d, _ := s.data.Type().DType()
	if err := store.CheckMemory([]int{n}, d.Size()+8); err != nil {
		return nil, nil, at(s.path, err)
	}
	if n == 0 {
		return nil, block.NewDense(d, []int{0}), nil
	}
	data, err := s.indices.ReadRegion(ctx, []int{from}, []int{n})
	if err != nil {
		return nil, nil, err
	}
	width := s.shape[1-s.major]
	indices, bad := within(data, width)
	if bad >= 0 {
		numbers, _ := wholeNumbers(data)
		return nil, nil, at(s.path, fmt.Errorf("index %d of entry %d is out of range for %d: %w", numbers[bad], from+bad, width, store.ErrInvalid))
	}
	if data, err = s.data.ReadRegion(ctx, []int{from}, []int{n}); err != nil {
		return nil, nil, err
	}
	values, err := block.FromData([]int{n}, data)
	return indices, values, at(s.path, err)
}
