package op

import "fmt"

// Diagonal is the elements for which the places along two axes, less Offset along the second, are the same; they stand along a new last axis.
type Diagonal struct {
	Axis1, Axis2 int
	Offset       int
}

// Name is "diagonal".
func (*Diagonal) Name() string { return "diagonal" }

// Start is the place along both axes of the first element.
func (d *Diagonal) Start() (at1, at2 int) { return max(-d.Offset, 0), max(d.Offset, 0) }

// Chunks is the sizes of chunks along the diagonal: each lies within one chunk of the input.
func (d *Diagonal) Chunks(in *Grid) []int {
	at1, at2 := d.Start()
	n := min(in.shape[d.Axis1]-at1, in.shape[d.Axis2]-at2)
	if n <= 0 {
		return []int{0}
	}
	return Refine(cutOut(in.starts[d.Axis1], at1, n), cutOut(in.starts[d.Axis2], at2, n))
}

// cutOut is the chunks of n places from lo on.
func cutOut(starts []int, lo, n int) []int {
	var out []int
	for k := 1; k < len(starts); k++ {
		from, to := max(starts[k-1], lo), min(starts[k], lo+n)
		if to > from {
			out = append(out, to-from)
		}
	}
	return out
}

// Reads is the chunk that the diagonal runs through.
func (d *Diagonal) Reads(out *Grid, in []*Grid, index []int) []Read {
	g := in[0]
	last := len(index) - 1
	at1, at2 := d.Start()
	from := out.starts[last][index[last]]
	at := make([]int, g.NDim())
	next := 0
	for axis := range at {
		switch axis {
		case d.Axis1:
			at[axis] = g.Find(axis, min(at1+from, max(g.shape[axis]-1, 0)))
		case d.Axis2:
			at[axis] = g.Find(axis, min(at2+from, max(g.shape[axis]-1, 0)))
		default:
			at[axis] = index[next]
			next++
		}
	}
	return []Read{{0, at}}
}

// Check says whether the result is as long, and cut, as the diagonal.
func (d *Diagonal) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	for _, axis := range []int{d.Axis1, d.Axis2} {
		if err := inRange(axis, g.NDim()); err != nil {
			return err
		}
	}
	if d.Axis1 == d.Axis2 || d.Offset > MaxElements || d.Offset < -MaxElements {
		return fmt.Errorf("along axes %d and %d, %d apart", d.Axis1, d.Axis2, d.Offset)
	}
	if err := axes("the result", out.Grid, g.NDim()-1); err != nil {
		return err
	}
	next := 0
	for axis, sizes := range g.chunks {
		if axis == d.Axis1 || axis == d.Axis2 {
			continue
		}
		if err := out.Grid.cutAs(next, sizes...); err != nil {
			return err
		}
		next++
	}
	if err := out.Grid.cutAs(next, d.Chunks(g)...); err != nil {
		return err
	}
	return sameType(out, in)
}

// Diag is a square matrix with the input on its diagonal and zeros elsewhere.
type Diag struct{}

// Name is "diag".
func (*Diag) Name() string { return "diag" }

// Reads is a chunk of the input for the chunks on the diagonal, and nothing for the others.
func (*Diag) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	if index[0] != index[1] {
		return nil
	}
	return []Read{{0, index[:1]}}
}

// Check asks for a vector that is cut as both axes of the result are.
func (*Diag) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	if err := axes("the input", in[0].Grid, 1); err != nil {
		return err
	}
	if err := axes("the result", out.Grid, 2); err != nil {
		return err
	}
	for axis := range 2 {
		if err := out.Grid.cutAs(axis, in[0].Grid.chunks[0]...); err != nil {
			return err
		}
	}
	return sameType(out, in)
}
