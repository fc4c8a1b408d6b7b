package op

import (
	"fmt"
	"slices"
)

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

// Check asks for a second input unless there is one chunk along the axis.
func (s *Scan) Check(out Node, in []Node) error {
	if err := oneOf("function", s.Func, "cumsum", "cumprod"); err != nil {
		return err
	}
	if len(in) == 0 {
		return takes(in, 1)
	}
	if err := sameGrid(out, in[:1]); err != nil {
		return err
	}
	if err := inRange(s.Axis, out.Grid.NDim()); err != nil {
		return err
	}
	if err := typed("the result", out.DType, wide(in[0].DType)); err != nil {
		return err
	}
	if len(in) == 1 {
		return out.Grid.oneChunk("an array without totals", s.Axis)
	}
	if err := takes(in, 2); err != nil {
		return err
	}
	totals := in[1].Grid
	if err := axes("the totals", totals, out.Grid.NDim()); err != nil {
		return err
	}
	for axis, sizes := range out.Grid.chunks {
		if axis != s.Axis && !sameSizes(sizes, totals.chunks[axis]) {
			return fmt.Errorf("the totals are cut otherwise along axis %d", axis)
		}
	}
	if err := totals.cutInOnes(s.Axis, len(out.Grid.chunks[s.Axis])); err != nil {
		return err
	}
	return typed("an array of totals", in[1].DType, out.DType)
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

// Check asks for an input that is cut alike.
func (p *Prefix) Check(out Node, in []Node) error {
	if err := oneOf("function", p.Func, "cumsum", "cumprod"); err != nil {
		return err
	}
	if err := sameGrid(out, in); err != nil {
		return err
	}
	if err := inRange(p.Axis, out.Grid.NDim()); err != nil {
		return err
	}
	if err := out.Grid.cutInOnes(p.Axis, len(out.Grid.chunks[p.Axis])); err != nil {
		return err
	}
	if p.Distance < 1 {
		return fmt.Errorf("a distance of %d", p.Distance)
	}
	return sameType(out, in)
}
