package op

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
)

// floats asks for float64 matrices.
func floats(out Node, in []Node, n int) error {
	if err := takes(in, n); err != nil {
		return err
	}
	if err := typed("the result", out.DType, block.Float64); err != nil {
		return err
	}
	return sameType(out, in)
}

// wholeRows asks for a matrix whose chunks hold all columns.
func wholeRows(what string, g *Grid) error {
	if err := axes(what, g, 2); err != nil {
		return err
	}
	return g.oneChunk(what, 1)
}

// mostQRBlocks is into how many blocks a chunk is cut at most.
const mostQRBlocks = 1 << 26

// qrSizes is the number of blocks of QRBlocks, and of the rows of their triangles, without making them.
func qrSizes(m, n, rows int) (blocks, tops int) {
	most := max(ceil(m, rows), 1)
	size := max(ceil(m, most), 1)
	blocks = max(ceil(m, size), 1)
	return blocks, (blocks-1)*min(size, n) + min(m-(blocks-1)*size, n)
}

// qrForms asks for forms of chunks of rows of so many columns, and triangles of these when there are any.
func qrForms(forms, rows *Grid, triangles [][]int, n, most int) error {
	if most < 1 || most > MaxElements {
		return fmt.Errorf("blocks of %d rows", most)
	}
	for k, form := range forms.chunks[0] {
		m := QRRows(form, n, most)
		if rows != nil {
			m = rows.chunks[0][k]
		}
		blocks, tops := qrSizes(m, n, most)
		switch {
		case m < 0 || blocks > mostQRBlocks || form < m || (form-m)%(n+1) != 0 || (form-m)/(n+1) != blocks:
			return fmt.Errorf("a chunk of %d rows makes no form of %d rows in blocks of %d", m, form, most)
		case triangles != nil && triangles[0][k] != tops:
			return fmt.Errorf("the triangles of a chunk have %d rows, not %d", tops, triangles[0][k])
		}
	}
	return nil
}

// sameCount asks for as many chunks along the first axis.
func sameCount(a, b *Grid) error {
	if len(a.chunks[0]) != len(b.chunks[0]) {
		return fmt.Errorf("%d chunks of rows and %d of rows made of them", len(b.chunks[0]), len(a.chunks[0]))
	}
	return nil
}

// Check says whether the result has the rows of the forms of the input's chunks.
func (q *QRFactor) Check(out Node, in []Node) error {
	if err := floats(out, in, 1); err != nil {
		return err
	}
	for _, g := range []*Grid{out.Grid, in[0].Grid} {
		if err := wholeRows("a matrix", g); err != nil {
			return err
		}
	}
	if err := sameCount(out.Grid, in[0].Grid); err != nil {
		return err
	}
	if n := in[0].Grid.shape[1]; n != out.Grid.shape[1] {
		return fmt.Errorf("%d columns make %d", n, out.Grid.shape[1])
	}
	return qrForms(out.Grid, in[0].Grid, nil, out.Grid.shape[1], q.Rows)
}

// Check says whether the result has the rows of the triangles.
func (q *QRUpper) Check(out Node, in []Node) error {
	if err := floats(out, in, 1); err != nil {
		return err
	}
	for _, g := range []*Grid{out.Grid, in[0].Grid} {
		if err := wholeRows("a matrix", g); err != nil {
			return err
		}
	}
	n := in[0].Grid.shape[1]
	if n != out.Grid.shape[1] {
		return fmt.Errorf("%d columns make %d", n, out.Grid.shape[1])
	}
	if n == 0 { // there are no rows in any triangle
		return out.Grid.cutAs(0)
	}
	if err := sameCount(out.Grid, in[0].Grid); err != nil {
		return err
	}
	return qrForms(in[0].Grid, nil, out.Grid.chunks, n, q.Rows)
}

// Check says whether the result has the rows that were decomposed, and the matrix, when there is one, those of the triangles.
func (q *QRApply) Check(out Node, in []Node) error {
	if len(in) != 2 {
		if err := takes(in, 1); err != nil {
			return err
		}
	}
	if err := floats(out, in, len(in)); err != nil {
		return err
	}
	for _, g := range []*Grid{out.Grid, in[0].Grid} {
		if err := wholeRows("a matrix", g); err != nil {
			return err
		}
	}
	if err := sameCount(out.Grid, in[0].Grid); err != nil {
		return err
	}
	n := in[0].Grid.shape[1]
	if len(in) == 1 {
		if blocks, tops := qrSizes(out.Grid.chunks[0][0], n, max(q.Rows, 1)); len(out.Grid.chunks[0]) != 1 || blocks != 1 || out.Grid.shape[1] != tops {
			return fmt.Errorf("without a second input there is one block, and as many columns as it has reflectors, not %d", out.Grid.shape[1])
		}
		return qrForms(in[0].Grid, out.Grid, nil, n, q.Rows)
	}
	right := in[1].Grid
	if err := wholeRows("the second input", right); err != nil {
		return err
	}
	if right.shape[1] != out.Grid.shape[1] {
		return fmt.Errorf("a matrix of %d columns makes %d", right.shape[1], out.Grid.shape[1])
	}
	if right.shape[0] == 0 {
		if n != 0 && out.Grid.shape[0] != 0 {
			return fmt.Errorf("triangles of %d columns have no rows", n)
		}
		return qrForms(in[0].Grid, out.Grid, nil, n, q.Rows)
	}
	if err := sameCount(right, in[0].Grid); err != nil {
		return err
	}
	return qrForms(in[0].Grid, out.Grid, right.chunks, n, q.Rows)
}

// Check asks for a matrix in one chunk.
func (*SVD) Check(out Node, in []Node) error {
	if err := floats(out, in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if err := axes("the input", g, 2); err != nil {
		return err
	}
	if err := g.oneChunk("the input", 0, 1); err != nil {
		return err
	}
	if err := axes("the result", out.Grid, 2); err != nil {
		return err
	}
	m, n := g.shape[0], g.shape[1]
	if err := out.Grid.cutAs(0, min(m, n)); err != nil {
		return err
	}
	return out.Grid.cutAs(1, m+1+n)
}

// Check says whether there are such columns.
func (p *Piece) Check(out Node, in []Node) error {
	if err := floats(out, in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if err := axes("the input", g, 2); err != nil {
		return err
	}
	if err := g.oneChunk("the input", 0, 1); err != nil {
		return err
	}
	if p.Lo < 0 || p.Hi < p.Lo || p.Hi > g.shape[1] {
		return fmt.Errorf("columns from %d to %d of %d", p.Lo, p.Hi, g.shape[1])
	}
	shape := []int{g.shape[0], p.Hi - p.Lo}
	if p.Transpose {
		slices.Reverse(shape)
	}
	if out.Grid.NDim() == 1 && p.Hi-p.Lo == 1 {
		return out.Grid.cutAs(0, g.shape[0])
	}
	if err := axes("the result", out.Grid, 2); err != nil {
		return err
	}
	for axis, n := range shape {
		if err := out.Grid.cutAs(axis, n); err != nil {
			return err
		}
	}
	return nil
}

// squareChunk asks for a square matrix in one chunk.
func squareChunk(what string, g *Grid) error {
	if err := axes(what, g, 2); err != nil {
		return err
	}
	if g.shape[0] != g.shape[1] {
		return fmt.Errorf("%s of shape %v isn't square", what, ShapeText(g.shape))
	}
	return g.oneChunk(what, 0, 1)
}

// Check asks for a square matrix, and an array of as many rows, in one chunk each.
func (*Solve) Check(out Node, in []Node) error {
	if len(in) != 2 {
		if err := takes(in, 1); err != nil {
			return err
		}
	}
	if err := floats(out, in, len(in)); err != nil {
		return err
	}
	if err := squareChunk("the matrix", in[0].Grid); err != nil {
		return err
	}
	last := in[len(in)-1].Grid
	if n := last.NDim(); n < 1 || n > 2 || last.shape[0] != in[0].Grid.shape[0] || last.Len() != 1 {
		return fmt.Errorf("the second input has shape %v, where the matrix has %v", ShapeText(last.shape), ShapeText(in[0].Grid.shape))
	}
	if !out.Grid.Equal(last) {
		return fmt.Errorf("the result has shape %v, not %v", ShapeText(out.Grid.shape), ShapeText(last.shape))
	}
	return nil
}

// Check asks for a square matrix in one chunk.
func (*Cholesky) Check(out Node, in []Node) error {
	if err := floats(out, in, 1); err != nil {
		return err
	}
	if err := squareChunk("the matrix", in[0].Grid); err != nil {
		return err
	}
	return sameGrid(out, in)
}

// Check asks for two matrices of whole rows of the same length.
func (d *Distance) Check(out Node, in []Node) error {
	if err := oneOf("metric", d.Metric, "euclidean", "sqeuclidean", "cosine"); err != nil {
		return err
	}
	if err := floats(out, in, 2); err != nil {
		return err
	}
	if err := axes("the result", out.Grid, 2); err != nil {
		return err
	}
	for i, x := range in {
		if err := wholeRows(fmt.Sprintf("input %d", i), x.Grid); err != nil {
			return err
		}
		if !sameSizes(out.Grid.chunks[i], x.Grid.chunks[0]) {
			return fmt.Errorf("axis %d is cut otherwise than the rows of input %d", i, i)
		}
	}
	if a, b := in[0].Grid, in[1].Grid; a.shape[1] != b.shape[1] || d.Same && !a.Equal(b) {
		return fmt.Errorf("rows of shape %v are compared with rows of shape %v", ShapeText(a.shape), ShapeText(b.shape))
	}
	return nil
}
