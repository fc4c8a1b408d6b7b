package op

import "slices"

// Select takes positions along each axis, cut into the chunks of the result. Selecting everything is cutting anew.
type Select struct {
	Axes []Positions
	Anew bool // it was meant as a change of chunks
}

// Name is "getitem" or "rechunk".
func (s *Select) Name() string {
	if s.Anew {
		return "rechunk"
	}
	return "getitem"
}

// Positions is places along an axis: evenly spaced ones, or a list.
type Positions struct {
	Start, Step, Count int
	List               []int // when not nil, the places
}

// Len is the number of places.
func (p Positions) Len() int {
	if p.List != nil {
		return len(p.List)
	}
	return p.Count
}

// At is the i-th place.
func (p Positions) At(i int) int {
	if p.List != nil {
		return p.List[i]
	}
	return p.Start + i*p.Step
}

// Chunked cuts places into chunks that follow those of the axis they were taken from: a chunk for every chunk that an ascending
// selection touches, else chunks of at most the size of the largest.
func (p Positions) Chunked(g *Grid, axis int) []int {
	n := p.Len()
	if p.ascending() {
		var out []int
		last := -1
		for i := 0; i < n; {
			k := g.Find(axis, p.At(i))
			from := i
			i = p.after(i, g.starts[axis][k+1])
			if k == last {
				out[len(out)-1] += i - from
			} else {
				out = append(out, i-from)
			}
			last = k
		}
		return out
	}
	return Even(n, slices.Max(g.chunks[axis]))
}

// after is the first i from which on the places of an ascending selection are at least limit.
func (p Positions) after(i, limit int) int {
	if p.List == nil {
		return min(p.Count, (limit-p.Start+p.Step-1)/p.Step)
	}
	for i < len(p.List) && p.List[i] < limit {
		i++
	}
	return i
}

func (p Positions) ascending() bool {
	if p.List == nil {
		return p.Step > 0
	}
	return slices.IsSorted(p.List)
}

// Even cuts a length into chunks of the given size; the last may be smaller.
func Even(n, size int) []int {
	size = max(size, 1)
	out := make([]int, 0, n/size+1)
	for n > size {
		out, n = append(out, size), n-size
	}
	return append(out, n)
}

// Part is the places of one chunk of the result that lie in one chunk of the input.
type Part struct {
	Chunk int // of the input
	To    []int
	From  []int // within the chunk
}

// Parts tells for the k-th chunk of the result along an axis where its places come from, by chunk of the input in order.
func (s *Select) Parts(out, in *Grid, axis, k int) []Part {
	p := s.Axes[axis]
	lo, hi := out.starts[axis][k], out.starts[axis][k+1]
	at := map[int]int{}
	var parts []Part
	for i := lo; i < hi; i++ {
		position := p.At(i)
		c := in.Find(axis, position)
		j, ok := at[c]
		if !ok {
			j = len(parts)
			at[c] = j
			parts = append(parts, Part{Chunk: c})
		}
		parts[j].To = append(parts[j].To, i-lo)
		parts[j].From = append(parts[j].From, position-in.starts[axis][c])
	}
	slices.SortFunc(parts, func(a, b Part) int { return a.Chunk - b.Chunk })
	return parts
}

// Reads is the chunks under the places, in C order.
func (s *Select) Reads(out *Grid, in []*Grid, index []int) []Read {
	touched := make([][]int, len(index))
	total := 1
	for axis, k := range index {
		touched[axis] = s.touched(out, in[0], axis, k)
		total *= len(touched[axis])
	}
	reads := make([]Read, total)
	for i := range reads {
		at, rest := make([]int, len(index)), i
		for axis := len(index) - 1; axis >= 0; axis-- {
			n := len(touched[axis])
			at[axis] = touched[axis][rest%n]
			rest /= n
		}
		reads[i] = Read{0, at}
	}
	return reads
}

// touched is the chunks of an axis that the k-th chunk of the result needs, in order.
func (s *Select) touched(out, in *Grid, axis, k int) []int {
	p := s.Axes[axis]
	lo, hi := out.starts[axis][k], out.starts[axis][k+1]
	if lo == hi {
		return nil
	}
	if p.List == nil && p.Step == 1 {
		first, last := in.Find(axis, p.At(lo)), in.Find(axis, p.At(hi-1))
		touched := make([]int, 0, last-first+1)
		for c := first; c <= last; c++ {
			touched = append(touched, c)
		}
		return touched
	}
	var touched []int
	for _, part := range s.Parts(out, in, axis, k) {
		touched = append(touched, part.Chunk)
	}
	return touched
}
