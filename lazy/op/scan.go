package op

import "slices"

// Scan adds up or multiplies each chunk along an axis, place by place. The second input, when there is one, holds for every chunk along the
// axis what comes of it and all chunks before it.
type Scan struct {
	Func string // "cumsum" or "cumprod"
	Axis int
}

// Name is the function.
func (s *Scan) Name() string { return s.Func }

// Reads is the chunk in the same place, and what comes of those before it.
func (s *Scan) Reads(_ *Grid, in []*Grid, index []int) []Read {
	reads := []Read{{0, index}}
	if len(in) > 1 && index[s.Axis] > 0 {
		before := slices.Clone(index)
		before[s.Axis]--
		reads = append(reads, Read{1, before})
	}
	return reads
}

// Prefix puts each chunk together with the one that lies a distance before it along an axis. With distances of 1, 2, 4, … one after the
// other each chunk becomes what comes of all up to it (Hillis and Steele, "Data parallel algorithms", 1986).
type Prefix struct {
	Func     string // "cumsum" or "cumprod"
	Axis     int
	Distance int
}

// Name is the function and "-prefix".
func (p *Prefix) Name() string { return p.Func + "-prefix" }

// Reads is the chunk in the same place, and the one before when there is one.
func (p *Prefix) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	reads := []Read{{0, index}}
	if index[p.Axis] >= p.Distance {
		before := slices.Clone(index)
		before[p.Axis] -= p.Distance
		reads = append(reads, Read{0, before})
	}
	return reads
}
