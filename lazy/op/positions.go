package op

import "slices"

// Positions is places along an axis: evenly spaced ones, or a list.
type Positions struct {
	Start, Step, Count int
	List               []int `json:",omitempty"` // when not nil, the places
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

// Whole is all places of an axis of n elements.
func Whole(n int) Positions { return Positions{Step: 1, Count: n} }

// IsWhole reports whether the places are all of an axis of n elements, in order.
func (p Positions) IsWhole(n int) bool {
	return p.List == nil && p.Start == 0 && p.Count == n && (p.Step == 1 || n == 1)
}

// Then is the places that q picks out of those of p: a selection of a selection. It takes time in proportion to q.
func (p Positions) Then(q Positions) Positions {
	if p.List == nil && q.List == nil {
		return Positions{Start: p.Start + q.Start*p.Step, Step: p.Step * q.Step, Count: q.Count}
	}
	list := make([]int, q.Len())
	for i := range list {
		list[i] = p.At(q.At(i))
	}
	return Positions{List: list}
}

// Bounds is the least and the greatest place. There is at least one.
func (p Positions) Bounds() (least, most int) {
	if p.List != nil {
		return slices.Min(p.List), slices.Max(p.List)
	}
	first, last := p.Start, p.At(p.Count-1)
	return min(first, last), max(first, last)
}

// Chunked cuts places into chunks that follow those of the axis they were taken from: where places go up, or down, all along, a chunk for
// every chunk that they touch; else chunks of at most the size of the largest, which no chunk exceeds.
func (p Positions) Chunked(g *Grid, axis int) []int {
	n, most := p.Len(), slices.Max(g.chunks[axis])
	if !p.monotonous() {
		return Even(n, most)
	}
	var out []int
	for i := 0; i < n; {
		k := g.Find(axis, p.At(i))
		from := i
		i = p.leaves(i, g.starts[axis][k], g.starts[axis][k+1])
		for rest := i - from; rest > 0; rest -= most { // more than the chunk holds when places come again
			out = append(out, min(rest, most))
		}
	}
	return out
}

// leaves is the first place after the i-th that doesn't lie between lo and hi, as the i-th and its neighbours do.
func (p Positions) leaves(i, lo, hi int) int {
	switch {
	case p.List != nil:
		for i++; i < len(p.List) && p.List[i] >= lo && p.List[i] < hi; i++ {
		}
		return i
	case p.Step > 0:
		return min(p.Count, (hi-p.Start+p.Step-1)/p.Step)
	case p.Step < 0:
		return min(p.Count, (p.Start-lo)/-p.Step+1)
	}
	return p.Count
}

// monotonous says that places go up all along, or down.
func (p Positions) monotonous() bool {
	if p.List == nil || slices.IsSorted(p.List) {
		return true
	}
	for i := 1; i < len(p.List); i++ {
		if p.List[i] > p.List[i-1] {
			return false
		}
	}
	return true
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

// Minus is the places counted from another beginning.
func (p Positions) Minus(start int) Positions {
	if p.List == nil {
		p.Start -= start
		return p
	}
	list := make([]int, len(p.List))
	for i, at := range p.List {
		list[i] = at - start
	}
	return Positions{List: list}
}
