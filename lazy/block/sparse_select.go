package block

import (
	"fmt"
	"slices"
)

// Lines is the lines from lo up to and without hi, rows of a csr block and columns of a csc one, as a block that shares the entries.
func (s *Sparse) Lines(lo, hi int) *Sparse {
	begin, end := s.indptr[lo], s.indptr[hi]
	indptr := make([]int64, hi-lo+1)
	for i := range indptr {
		indptr[i] = s.indptr[lo+i] - begin
	}
	shape := slices.Clone(s.shape)
	shape[s.Major()] = hi - lo
	return &Sparse{s.kind, shape, indptr, s.indices[begin:end:end], s.values.Span(int(begin), int(end))}
}

// Region is a copy of a box of the block. A box that covers the block is the block itself.
func (s *Sparse) Region(offset, shape []int) (*Sparse, error) {
	if len(offset) != 2 || len(shape) != 2 {
		return nil, fmt.Errorf("a region at %v of shape %v of a block of shape %v", offset, shape, s.shape)
	}
	for i := range shape {
		if offset[i] < 0 || shape[i] < 0 || offset[i]+shape[i] > s.shape[i] {
			return nil, fmt.Errorf("the region at %v of shape %v leaves the block of shape %v", offset, shape, s.shape)
		}
	}
	if slices.Equal(shape, s.shape) {
		return s, nil
	}
	m := s.Major()
	part := s.Lines(offset[m], offset[m]+shape[m])
	if shape[1-m] == s.shape[1-m] {
		return part.Clone(), nil
	}
	return Assemble(s.kind, s.DType(), shape, [2][]Places{
		{{To: ascent(shape[0]), From: ascentFrom(offset[0]*m, shape[0])}}, // along the major axis part is the region already
		{{To: ascent(shape[1]), From: ascentFrom(offset[1]*(1-m), shape[1])}},
	}, []*Sparse{part}), nil
}

// Take is the positions of an axis, 0 for rows and 1 for columns, in the given order and as often as they are given.
func (s *Sparse) Take(axis int, at []int) (*Sparse, error) {
	if axis != 0 && axis != 1 {
		return nil, fmt.Errorf("there is no axis %d in a block of two", axis)
	}
	for _, p := range at {
		if p < 0 || p >= s.shape[axis] {
			return nil, fmt.Errorf("position %d of axis %d is out of range for %d", p, axis, s.shape[axis])
		}
	}
	shape := slices.Clone(s.shape)
	shape[axis] = len(at)
	var places [2][]Places
	for i := range places {
		places[i] = []Places{{To: ascent(shape[i]), From: ascent(shape[i])}}
	}
	places[axis][0].From = at
	return Assemble(s.kind, s.DType(), shape, places, []*Sparse{s}), nil
}

func ascent(n int) []int { return ascentFrom(0, n) }

func ascentFrom(lo, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = lo + i
	}
	return out
}

// Places is where along an axis of a block that is put together positions go to, and where they come from in one of its parts.
type Places struct{ To, From []int }

// Assemble puts a block together from parts, all of the same kind and type: along each axis places says what of each part goes where. Parts stand
// in C order. Every position along an axis is given once in To, in one part. The entries are copied; it takes time in proportion to the entries
// of the lines taken, and to the widths.
func Assemble(kind string, d DType, shape []int, places [2][]Places, parts []*Sparse) *Sparse {
	out := &Sparse{kind: kind, shape: slices.Clone(shape)}
	major := out.Major()
	lines := places[major]
	across := make([]inverse, len(places[1-major]))
	for j, p := range places[1-major] {
		across[j] = invert(p)
	}
	part := func(i, j int) *Sparse { // i-th along the lines, j-th across
		if major == 0 {
			return parts[i*len(across)+j]
		}
		return parts[j*len(lines)+i]
	}
	out.indptr = make([]int64, out.NLines()+1)
	for i, p := range lines {
		for j := range across {
			s, inv := part(i, j), &across[j]
			for k, to := range p.To {
				out.indptr[to+1] += inv.count(s.indices[s.indptr[p.From[k]]:s.indptr[p.From[k]+1]])
			}
		}
	}
	for i := range out.NLines() {
		out.indptr[i+1] += out.indptr[i]
	}
	n := int(out.indptr[out.NLines()])
	out.indices, out.values = make([]int32, n), NewDense(d, []int{n})
	next := slices.Clone(out.indptr[:out.NLines()])
	for i, p := range lines {
		for j := range across {
			s, inv := part(i, j), &across[j]
			mover{
				func(o, v []uint8) { placed(inv, p, s, out, o, v, next) }, func(o, v []uint16) { placed(inv, p, s, out, o, v, next) },
				func(o, v []uint32) { placed(inv, p, s, out, o, v, next) }, func(o, v []uint64) { placed(inv, p, s, out, o, v, next) },
				func(o, v []complex128) { placed(inv, p, s, out, o, v, next) },
			}.move(out.values, s.values)
		}
	}
	return out.canonical()
}

// placed copies entries of a part to where they go next.
func placed[T word](inv *inverse, p Places, s, out *Sparse, o, v []T, next []int64) {
	for k, line := range p.To {
		from := p.From[k]
		lo, hi := s.indptr[from], s.indptr[from+1]
		n := next[line]
		switch {
		case inv.shifted:
			first, last := inv.within(s.indices[lo:hi])
			for i, place := range s.indices[lo+first : lo+last] {
				out.indices[n+int64(i)] = place + inv.shift
			}
			n += int64(copy(o[n:], v[lo+first:lo+last]))
		default:
			for i := lo; i < hi; i++ {
				place := s.indices[i]
				if place >= inv.hi {
					break
				}
				for _, to := range inv.to[inv.start[place]:inv.start[place+1]] {
					out.indices[n], o[n] = to, v[i]
					n++
				}
			}
		}
		next[line] = n
	}
}

// inverse tells where the places across the lines of a part go.
type inverse struct {
	shifted bool // a run of them goes to a run
	lo, hi  int32
	shift   int32
	start   []int32 // else those of place p go to to[start[p]:start[p+1]]
	to      []int32
}

func invert(p Places) inverse {
	n := len(p.From)
	if n == 0 {
		return inverse{shifted: true}
	}
	run := true
	most := 0
	for i := range n {
		run = run && p.From[i] == p.From[0]+i && p.To[i] == p.To[0]+i
		most = max(most, p.From[i])
	}
	if run {
		return inverse{shifted: true, lo: int32(p.From[0]), hi: int32(p.From[0] + n), shift: int32(p.To[0] - p.From[0])}
	}
	inv := inverse{start: make([]int32, most+2), to: make([]int32, n), hi: int32(most + 1)}
	for _, f := range p.From {
		inv.start[f+1]++
	}
	for i := range most + 1 {
		inv.start[i+1] += inv.start[i]
	}
	next := slices.Clone(inv.start)
	for i, f := range p.From {
		inv.to[next[f]] = int32(p.To[i])
		next[f]++
	}
	return inv
}

// within is the entries of a line that lie in the run.
func (inv *inverse) within(indices []int32) (first, last int64) {
	n := len(indices)
	if n == 0 || indices[0] >= inv.lo && indices[n-1] < inv.hi {
		return 0, int64(n)
	}
	a, _ := slices.BinarySearch(indices, inv.lo)
	b, _ := slices.BinarySearch(indices, inv.hi)
	return int64(a), int64(b)
}

// count is how many entries a line leaves.
func (inv *inverse) count(indices []int32) int64 {
	if inv.shifted {
		first, last := inv.within(indices)
		return last - first
	}
	n := int64(0)
	for _, place := range indices {
		if place >= inv.hi {
			break
		}
		n += int64(inv.start[place+1] - inv.start[place])
	}
	return n
}
