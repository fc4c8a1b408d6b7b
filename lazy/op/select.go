package op

import (
	"slices"
	"sync"
)

// Select takes positions along each axis, cut into the chunks of the result. Selecting everything is cutting anew.
type Select struct {
	Axes []Positions // along each axis of the input
	Drop []int       `json:",omitempty"` // sorted axes of the input that the result doesn't have; one place is taken along each
	New  []int       `json:",omitempty"` // sorted axes of the result, of size 1, that the input doesn't have
	Anew bool        `json:",omitempty"` // it was meant as a change of chunks

	mu      sync.Mutex
	known   map[touchKey][]int // which chunks a list touches, for these grids
	out, in *Grid
}

// touchKey is a chunk of the result along an axis.
type touchKey struct{ axis, k int }

// Name is "getitem" or "rechunk".
func (s *Select) Name() string {
	if s.Anew {
		return "rechunk"
	}
	return "getitem"
}

// Plain reports whether the axes of the result are those of the input.
func (s *Select) Plain() bool { return len(s.Drop) == 0 && len(s.New) == 0 }

// Kept is, for each axis of the input, the axis of the result, or -1 where it is dropped.
func (s *Select) Kept() []int {
	kept := make([]int, len(s.Axes))
	next := 0
	for axis := range kept {
		if slices.Contains(s.Drop, axis) {
			kept[axis] = -1
			continue
		}
		for slices.Contains(s.New, next) {
			next++
		}
		kept[axis] = next
		next++
	}
	return kept
}

// Within is the index and the shape, along the axes of the input, of a chunk of the result: what is dropped is of size 1, what is new is left out.
func (s *Select) Within(out *Grid, index []int) (at, shape []int) {
	if s.Plain() {
		return index, out.ChunkShape(index)
	}
	at, shape = make([]int, len(s.Axes)), make([]int, len(s.Axes))
	for axis, k := range s.Kept() {
		shape[axis] = 1
		if k >= 0 {
			at[axis], shape[axis] = index[k], out.chunks[k][index[k]]
		}
	}
	return at, shape
}

// Part is the places of one chunk of the result that lie in one chunk of the input.
type Part struct {
	Chunk int // of the input
	To    []int
	From  []int // within the chunk
}

// Parts tells for the k-th chunk of the result, along an axis of the input, where its places come from, by chunk of the input in
// order. It takes time in proportion to the places, times the logarithm of their number when they are in no order.
func (s *Select) Parts(out, in *Grid, axis, k int) []Part {
	p := s.Axes[axis]
	lo, hi := s.span(out, axis, k)
	if lo == hi {
		return nil
	}
	n := hi - lo
	both := make([]int, 2*n)
	to, from := both[:n:n], both[n:]
	if p.List != nil && !slices.IsSorted(p.List[lo:hi]) {
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int {
			if d := p.List[lo+a] - p.List[lo+b]; d != 0 {
				return d
			}
			return a - b
		})
		copy(to, order)
	} else {
		for i := range to {
			to[i] = i
		}
		if p.List == nil && p.Step < 0 {
			slices.Reverse(to)
		}
	}
	parts := make([]Part, 0, 1)
	for i := 0; i < n; {
		c := in.Find(axis, p.At(lo+to[i]))
		start, end := in.starts[axis][c], in.starts[axis][c+1]
		first := i
		for ; i < n; i++ {
			position := p.At(lo + to[i])
			if position >= end {
				break
			}
			from[i] = position - start
		}
		parts = append(parts, Part{c, to[first:i], from[first:i]})
	}
	return parts
}

// span is where the k-th chunk of the result begins and ends among the places of an axis of the input.
func (s *Select) span(out *Grid, axis, k int) (lo, hi int) {
	if slices.Contains(s.Drop, axis) {
		return 0, 1
	}
	at := axis
	if !s.Plain() {
		at = s.Kept()[axis]
	}
	return out.starts[at][k], out.starts[at][k+1]
}

// Reads is the chunks under the places, in C order.
func (s *Select) Reads(out *Grid, in []*Grid, index []int) []Read {
	at, _ := s.Within(out, index)
	touched := make([][]int, len(at))
	total := 1
	for axis, k := range at {
		touched[axis] = s.touched(out, in[0], axis, k)
		total *= len(touched[axis])
	}
	if slices.Contains(out.ChunkShape(index), 0) {
		return nil
	}
	reads := make([]Read, total)
	places := make([]int, total*len(at))
	for i := range reads {
		place, rest := places[i*len(at):(i+1)*len(at)], i
		for axis := len(at) - 1; axis >= 0; axis-- {
			n := len(touched[axis])
			place[axis] = touched[axis][rest%n]
			rest /= n
		}
		reads[i] = Read{0, place}
	}
	return reads
}

// touched is the chunks of an axis that the k-th chunk of the result needs, in order.
func (s *Select) touched(out, in *Grid, axis, k int) []int {
	p := s.Axes[axis]
	lo, hi := s.span(out, axis, k)
	if lo == hi {
		return nil
	}
	if p.List == nil {
		return touchedByRange(p, in, axis, lo, hi)
	}
	// A list is looked through once for all the chunks along the other axes.
	key := touchKey{axis, k}
	s.mu.Lock()
	touched, ok := s.known[key]
	ok = ok && s.out == out && s.in == in
	s.mu.Unlock()
	if ok {
		return touched
	}
	parts := s.Parts(out, in, axis, k)
	touched = make([]int, len(parts))
	for i := range parts {
		touched[i] = parts[i].Chunk
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || s.out != out || s.in != in {
		s.known, s.out, s.in = map[touchKey][]int{}, out, in
	}
	s.known[key] = touched
	return touched
}

// touchedByRange is the chunks under evenly spaced places, in order.
func touchedByRange(p Positions, in *Grid, axis, lo, hi int) []int {
	first, last := p.At(lo), p.At(hi-1)
	step := max(p.Step, -p.Step, 1)
	if first > last {
		first, last = last, first
	}
	at, end := in.Find(axis, first), in.Find(axis, last)
	touched := make([]int, 0, min(end-at+1, hi-lo))
	for position := first; ; {
		touched = append(touched, at)
		if at == end {
			return touched
		}
		// The next place that lies behind this chunk.
		position += (in.starts[axis][at+1] - position + step - 1) / step * step
		at = in.Find(axis, position)
	}
}
