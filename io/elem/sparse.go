package elem

import (
	"context"
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// entriesAtOnce is how many entries of a sparse matrix are read at a time.
const entriesAtOnce = 1 << 20

// sparseSource reads a compressed sparse matrix as dense blocks. Along its major axis (rows of a csr_matrix, columns of a csc_matrix)
// indptr says where each line's entries begin; indices are their places along the other axis.
type sparseSource struct {
	path                  string
	major                 int // axis
	lines, width          int
	indptr, indices, data store.Array
}

// sparse reads a sparse matrix.
func (r *reading) sparse(ctx context.Context, m *member, major int) (*lazy.Array, error) {
	shape, err := m.sparseShape()
	if err != nil {
		return nil, err
	}
	s := &sparseSource{path: m.path, major: major, lines: shape[major], width: shape[1-major]}
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
				dims, p.array.Type(), name, m.encoding.kind, store.ErrInvalid))
		}
		length[name] = p.array.Shape()[0]
	}
	switch {
	case length["indptr"] != s.lines+1:
		err = fmt.Errorf("indptr has %d numbers where the shape %v asks for %d: %w", length["indptr"], lazy.Shape(shape), s.lines+1, store.ErrInvalid)
	case length["indices"] != length["data"]:
		err = fmt.Errorf("%d indices for %d values: %w", length["indices"], length["data"], store.ErrInvalid)
	}
	if err != nil {
		return nil, at(m.path, err)
	}
	d, _ := s.data.Type().DType()
	return r.array(ctx, m.path, s, d, shape, runs(shape, major, d.Size()))
}

// sparseShape is the attribute shape.
func (m *member) sparseShape() ([]int, error) {
	sizes, _ := m.attributes["shape"].([]int64)
	if len(sizes) != 2 {
		return nil, at(m.path, fmt.Errorf("%s without a shape of two numbers: %w", m.encoding.kind, store.ErrInvalid))
	}
	shape := []int{int(sizes[0]), int(sizes[1])}
	_, err := store.Elements(shape)
	return shape, at(m.path, err)
}

func (s *sparseSource) region(ctx context.Context, offset, shape []int) (*block.Dense, error) {
	d, _ := s.data.Type().DType()
	if err := store.CheckMemory(shape, d.Size()); err != nil {
		return nil, at(s.path, err)
	}
	out := block.NewDense(d, shape)
	first, lines := offset[s.major], shape[s.major]
	if lines == 0 {
		return out, nil
	}
	starts, err := s.starts(ctx, first, lines)
	if err != nil {
		return nil, err
	}
	b := box{low: offset[1-s.major], high: offset[1-s.major] + shape[1-s.major], lineStep: shape[1], step: 1}
	if s.major == 1 {
		b.lineStep, b.step = 1, shape[1]
	}
	line := 0
	for from := starts[0]; from < starts[lines]; from += entriesAtOnce {
		n := min(entriesAtOnce, starts[lines]-from)
		places, data, err := s.entries(ctx, from, n)
		if err != nil {
			return nil, err
		}
		b.place = func(i int) (int, int) { // of entry i: its line, and its place in it
			for starts[line+1] <= from+i {
				line++
			}
			return line, places[i]
		}
		if err := scatterAny(out.Data(), data, b); err != nil {
			return nil, at(s.path, err)
		}
	}
	return out, nil
}

// starts reads where the entries of some lines begin, and where those of the last one end.
func (s *sparseSource) starts(ctx context.Context, first, lines int) ([]int, error) {
	data, err := s.indptr.ReadRegion(ctx, []int{first}, []int{lines + 1})
	if err != nil {
		return nil, err
	}
	starts, ok := wholeNumbers(data)
	total := s.data.Shape()[0]
	if !ok || starts[0] < 0 || first == 0 && starts[0] != 0 {
		return nil, at(s.path, fmt.Errorf("indptr begins with %d: %w", starts[0], store.ErrInvalid))
	}
	for i := range lines {
		if starts[i+1] < starts[i] || starts[i+1] > total {
			return nil, at(s.path, fmt.Errorf("indptr goes from %d to %d at line %d of %d values: %w",
				starts[i], starts[i+1], first+i, total, store.ErrInvalid))
		}
	}
	return starts, nil
}

// entries reads n entries: their places and values.
func (s *sparseSource) entries(ctx context.Context, from, n int) (places []int, data any, err error) {
	indices, err := s.indices.ReadRegion(ctx, []int{from}, []int{n})
	if err != nil {
		return nil, nil, err
	}
	places, ok := wholeNumbers(indices)
	if !ok {
		return nil, nil, at(s.path, errors.New("indices are no integers"))
	}
	for i, p := range places {
		if p < 0 || p >= s.width {
			return nil, nil, at(s.path, fmt.Errorf("index %d of entry %d is out of range for %d: %w", p, from+i, s.width, store.ErrInvalid))
		}
	}
	data, err = s.data.ReadRegion(ctx, []int{from}, []int{n})
	return places, data, err
}

// box is the part of a sparse matrix that is read, and how its dense form lies in memory.
type box struct {
	place          func(i int) (line, at int)
	low, high      int // the places that are read
	lineStep, step int // from one line, or place, to the next
}

// scatterAny adds the entries of a slice of any type to a dense block's values of the same type.
func scatterAny(dst, values any, b box) error {
	switch v := values.(type) {
	case []bool:
		scatter(dst.([]bool), v, b, func(old, x bool) bool { return old || x })
	case []int8:
		add(dst, v, b)
	case []int16:
		add(dst, v, b)
	case []int32:
		add(dst, v, b)
	case []int64:
		add(dst, v, b)
	case []uint8:
		add(dst, v, b)
	case []uint16:
		add(dst, v, b)
	case []uint32:
		add(dst, v, b)
	case []uint64:
		add(dst, v, b)
	case []float32:
		add(dst, v, b)
	case []float64:
		add(dst, v, b)
	case []complex128:
		add(dst, v, b)
	default:
		return fmt.Errorf("values of type %T: %w", values, store.ErrUnsupported)
	}
	return nil
}

// add sums entries of one place, as SciPy does.
func add[T block.Real | complex128](dst any, values []T, b box) {
	scatter(dst.([]T), values, b, func(old, x T) T { return old + x })
}

func scatter[T block.Elem](dst, values []T, b box, join func(old, x T) T) {
	for i, x := range values {
		line, at := b.place(i)
		if at >= b.low && at < b.high {
			p := line*b.lineStep + (at-b.low)*b.step
			dst[p] = join(dst[p], x)
		}
	}
}
