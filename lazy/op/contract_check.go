package op

import (
	"fmt"
)

// Check says whether the axes of all three arrays fit, and are cut alike where they do.
func (c *Contract) Check(out Node, in []Node) error {
	if err := takes(in, 2); err != nil {
		return err
	}
	if min(c.Batch, c.Left, c.Inner, c.Right) < 0 || c.Group < 1 {
		return fmt.Errorf("%d batch, %d left, %d inner and %d right axes, %d chunks at a time", c.Batch, c.Left, c.Inner, c.Right, c.Group)
	}
	a, b := in[0].Grid, in[1].Grid
	if err := axes("the first input", a, c.Batch+c.Left+c.Inner); err != nil {
		return err
	}
	if err := axes("the second input", b, c.Batch+c.Inner+c.Right); err != nil {
		return err
	}
	result := out.Grid.chunks
	first := c.Batch + c.Left + c.Right
	if c.Partial {
		first++
	}
	if err := axes("the result", out.Grid, first); err != nil {
		return err
	}
	groups := ceil(product(c.innerCounts(a)), c.Group)
	if c.Partial {
		if err := out.Grid.cutInOnes(0, groups); err != nil {
			return err
		}
		result = result[1:]
	} else if groups > 1 {
		return fmt.Errorf("%d groups of products without an axis for them", groups)
	}
	leftAt, innerA, innerB, rightAt := c.Batch, c.Batch+c.Left, c.Batch, c.Batch+c.Inner
	if c.SwapA {
		leftAt, innerA = c.Batch+c.Inner, c.Batch
	}
	if c.SwapB {
		innerB, rightAt = c.Batch+c.Right, c.Batch
	}
	for k := range c.Batch {
		sameA, sameB := sameSizes(a.chunks[k], result[k]), sameSizes(b.chunks[k], result[k])
		if !sameA && !sameB || !sameA && a.shape[k] != 1 || !sameB && b.shape[k] != 1 {
			return fmt.Errorf("batch axis %d is cut otherwise than in the inputs", k)
		}
	}
	for _, pair := range []struct {
		what         string
		x, y         [][]int
		fromX, fromY int
		n            int
	}{
		{"inner axes of both inputs", a.chunks, b.chunks, innerA, innerB, c.Inner},
		{"left axes of the first input and the result", a.chunks, result, leftAt, c.Batch, c.Left},
		{"right axes of the second input and the result", b.chunks, result, rightAt, c.Batch + c.Left, c.Right},
	} {
		for k := range pair.n {
			if !sameSizes(pair.x[pair.fromX+k], pair.y[pair.fromY+k]) {
				return fmt.Errorf("the %s are cut otherwise", pair.what)
			}
		}
	}
	return sameType(out, in)
}

// Check asks for a first axis of chunks of size 1, few enough in the last round.
func (a *AddUp) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if g.NDim() == 0 || a.Every < 1 {
		return fmt.Errorf("%d chunks at a time of an array of shape %v", a.Every, ShapeText(g.shape))
	}
	n := len(g.chunks[0])
	if err := g.cutInOnes(0, n); err != nil {
		return err
	}
	first := 1
	if n = ceil(n, a.Every); a.Last {
		if first = 0; n != 1 {
			return fmt.Errorf("%d chunks are left, and at most %d added up", len(g.chunks[0]), a.Every)
		}
	}
	if err := axes("the result", out.Grid, g.NDim()-1+first); err != nil {
		return err
	}
	if first == 1 {
		if err := out.Grid.cutInOnes(0, n); err != nil {
			return err
		}
	}
	for axis, sizes := range g.chunks[1:] {
		if !sameSizes(sizes, out.Grid.chunks[axis+first]) {
			return fmt.Errorf("axis %d is cut otherwise than in the input", axis+first)
		}
	}
	return sameType(out, in)
}

// Check asks for a square matrix that is cut alike along both axes.
func (*Mirror) Check(out Node, in []Node) error {
	if err := sameGrid(out, in); err != nil {
		return err
	}
	if err := axes("the matrix", out.Grid, 2); err != nil {
		return err
	}
	if !sameSizes(out.Grid.chunks[0], out.Grid.chunks[1]) {
		return fmt.Errorf("a matrix of shape %v isn't cut alike along both axes", ShapeText(out.Grid.shape))
	}
	return sameType(out, in)
}

// Check asks for two matrices, or vectors, of which the second is in one chunk.
func (*Kron) Check(out Node, in []Node) error {
	if err := takes(in, 2); err != nil {
		return err
	}
	a, b := in[0].Grid, in[1].Grid
	if a.NDim() < 1 || a.NDim() > 2 || a.NDim() != b.NDim() || out.Grid.NDim() != a.NDim() {
		return fmt.Errorf("shapes %v and %v make %v", ShapeText(a.shape), ShapeText(b.shape), ShapeText(out.Grid.shape))
	}
	for axis, sizes := range a.chunks {
		if err := b.oneChunk("the second input", axis); err != nil {
			return err
		}
		n := b.shape[axis]
		want := make([]int, len(sizes))
		for i, size := range sizes {
			if n > 0 && size > MaxElements/n {
				return fmt.Errorf("shapes %v and %v make too many elements", ShapeText(a.shape), ShapeText(b.shape))
			}
			want[i] = size * n
		}
		if err := out.Grid.cutAs(axis, want...); err != nil {
			return err
		}
	}
	return sameType(out, in)
}
