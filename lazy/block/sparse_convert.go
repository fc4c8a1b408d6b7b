package block

import "fmt"

// Dense is the same values as a dense block, all places included.
func (s *Sparse) Dense() *Dense {
	out := NewDense(s.DType(), s.shape)
	s.DenseInto(out)
	return out
}

// DenseInto writes all places of the block into a dense one of the same type and shape.
func (s *Sparse) DenseInto(out *Dense) {
	clear(out.Bytes())
	lineStep, step := s.shape[1], 1
	if s.kind == KindCSC {
		lineStep, step = 1, s.shape[1]
	}
	mover{
		func(o, v []uint8) { spread(s, o, v, lineStep, step) }, func(o, v []uint16) { spread(s, o, v, lineStep, step) },
		func(o, v []uint32) { spread(s, o, v, lineStep, step) }, func(o, v []uint64) { spread(s, o, v, lineStep, step) },
		func(o, v []complex128) { spread(s, o, v, lineStep, step) },
	}.move(out, s.values)
}

func spread[T word](s *Sparse, out, values []T, lineStep, step int) {
	for line := range s.NLines() {
		lo, hi := s.indptr[line], s.indptr[line+1]
		at := line * lineStep
		row := values[lo:hi]
		for i, place := range s.indices[lo:hi] {
			out[at+int(place)*step] = row[i]
		}
	}
}

// SparseFromDense keeps the values of a dense block of two axes that aren't zero, in a block of the kind "csr" or "csc".
func SparseFromDense(kind string, d *Dense) (*Sparse, error) {
	if len(d.shape) != 2 {
		return nil, fmt.Errorf("a block of shape %v can't be kept as %s: that takes two axes", d.shape, kind)
	}
	if kind != KindCSR && kind != KindCSC {
		return nil, fmt.Errorf("there is no kind %q of sparse blocks; there are csr and csc", kind)
	}
	rows, cols := d.shape[0], d.shape[1]
	n := 0
	nonzero(d, func(int) { n++ })
	s := &Sparse{kind: KindCSR, shape: []int{rows, cols}, indptr: make([]int64, rows+1), indices: make([]int32, n)}
	at := make([]int, n)
	i, row, end := 0, 0, cols
	nonzero(d, func(p int) {
		for p >= end {
			row++
			s.indptr[row] = int64(i)
			end += cols
		}
		at[i], s.indices[i] = p, int32(p-row*cols)
		i++
	})
	for row < rows {
		row++
		s.indptr[row] = int64(n)
	}
	s.values = gather(d, at)
	return s.AsKind(kind), nil
}

// AsKind is the same values as a block of the other kind, or the block itself when it is of that kind. It takes time in
// proportion to entries and lines.
func (s *Sparse) AsKind(kind string) *Sparse {
	if kind == s.kind {
		return s
	}
	lines, width := s.NLines(), s.Width()
	out := &Sparse{kind: kind, shape: s.shape, indptr: make([]int64, width+1), indices: make([]int32, len(s.indices)), values: NewDense(s.DType(), []int{len(s.indices)})}
	for _, place := range s.indices {
		out.indptr[place+1]++
	}
	for i := range width {
		out.indptr[i+1] += out.indptr[i]
	}
	next := make([]int64, width)
	copy(next, out.indptr)
	mover{
		func(o, v []uint8) { flip(s, out, o, v, next, lines) }, func(o, v []uint16) { flip(s, out, o, v, next, lines) },
		func(o, v []uint32) { flip(s, out, o, v, next, lines) }, func(o, v []uint64) { flip(s, out, o, v, next, lines) },
		func(o, v []complex128) { flip(s, out, o, v, next, lines) },
	}.move(out.values, s.values)
	return out
}

// flip writes the entries, line by line, to where those of each place go next.
func flip[T word](s, out *Sparse, o, v []T, next []int64, lines int) {
	for line := range lines {
		for i := s.indptr[line]; i < s.indptr[line+1]; i++ {
			place := s.indices[i]
			to := next[place]
			next[place]++
			out.indices[to], o[to] = int32(line), v[i]
		}
	}
}

// ToKind is a block as one of the kind "dense", "csr" or "csc": itself when it is of that kind.
func ToKind(b Block, kind string) (Block, error) {
	if b.Kind() == kind {
		return b, nil
	}
	if kind == KindDense {
		return b.Dense(), nil
	}
	if s, ok := b.(*Sparse); ok {
		return s.AsKind(kind), nil
	}
	return SparseFromDense(kind, b.Dense())
}
