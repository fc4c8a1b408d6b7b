package sparse

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/op"
)

// Chain is element-wise steps over the values that a sparse chunk keeps, run one after the other on each tile of them: the result keeps values in the
// same places, or goes into a reduction.
type Chain struct {
	Steps []Link
	Fold  *op.Reduce
}

// Link is one step: the sparse operand is what the step before made, the other one, if there is one, a dense input.
type Link struct {
	Array  *lazy.Array
	Sparse int // which operand
	Input  int // the other one, an input of the unit; -1 for none
}

// Run makes the chunk.
func (p *Chain) Run(c *kernel.Call) (block.Block, error) {
	in := c.Sparse[0]
	if len(p.Steps) == 0 && p.Fold == nil {
		return in, nil
	}
	r := &chainRun{in: in, buffers: make([]*block.Dense, len(p.Steps)), others: make([]*repeated, len(p.Steps))}
	for i, s := range p.Steps {
		if s.Input >= 0 {
			d := c.In[s.Input]
			if sp := c.Sparse[s.Input]; sp != nil {
				d = sp.Dense()
			}
			r.others[i] = newRepeated(d, in)
		}
	}
	var out *block.Dense
	var f *sparseFolder
	if p.Fold == nil {
		out = block.NewDense(c.Array.DType(), []int{in.NNZ()})
	} else {
		f = newSparseFolder(p.Fold, c.Array.DType(), c.Shape, in)
	}
	tiles := 0
	err := eachEntries(in, func(t entries) error {
		if tiles++; tiles%8 == 0 {
			if err := c.Stop(); err != nil {
				return err
			}
		}
		v := in.Values().Span(t.lo, t.hi)
		for i, s := range p.Steps {
			to := r.target(i, s, t)
			if out != nil && i == len(p.Steps)-1 {
				to = out.Span(t.lo, t.hi)
			}
			operands := [3]*block.Dense{v}
			if o := r.others[i]; o != nil {
				operands[1] = o.tile(t)
				if s.Sparse == 1 {
					operands[0], operands[1] = operands[1], operands[0]
				}
			}
			if err := elementwise.Apply(s.Array.Op(), to, operands); err != nil {
				return err
			}
			v = to
		}
		if f != nil {
			f.tile(t, v)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case f != nil:
		return f.done(), nil
	}
	return in.WithValues(out), nil
}

// chainRun is a chain at work on one chunk.
type chainRun struct {
	in      *block.Sparse
	buffers []*block.Dense
	others  []*repeated
}

func (r *chainRun) target(i int, s Link, t entries) *block.Dense {
	n := t.hi - t.lo
	if r.buffers[i] == nil {
		r.buffers[i] = block.NewDense(s.Array.DType(), []int{min(kernel.TileSize, r.in.NNZ())})
	}
	return r.buffers[i].Span(0, n)
}

// entries is a tile: some entries that follow each other, the first of which belongs to line.
type entries struct{ lo, hi, line int }

// eachEntries calls f for the tiles of a chunk, in order.
func eachEntries(s *block.Sparse, f func(t entries) error) error {
	indptr := s.Indptr()
	line := 0
	for lo := 0; lo < s.NNZ(); lo += kernel.TileSize {
		for indptr[line+1] <= int64(lo) {
			line++
		}
		if err := f(entries{lo, min(lo+kernel.TileSize, s.NNZ()), line}); err != nil {
			return err
		}
	}
	return nil
}

// pieces calls f for the parts of a tile that belong to one line: the entries from lo up to and without hi.
func (t entries) pieces(indptr []int64, f func(line, lo, hi int)) {
	for line, lo := t.line, t.lo; lo < t.hi; line++ {
		hi := min(int(indptr[line+1]), t.hi)
		if hi > lo {
			f(line, lo, hi)
		}
		lo = max(lo, hi)
	}
}

// repeated is a dense chunk whose values under the entries of a sparse one are wanted; it has the same shape, or axes of size 1 that are repeated.
type repeated struct {
	in           *block.Dense
	sparse       *block.Sparse
	line, across int // how far apart the values of neighbouring lines, and of neighbouring places in a line, lie; 0 where they are repeated
	buffer       *block.Dense
}

func newRepeated(d *block.Dense, s *block.Sparse) *repeated {
	shape := [2]int{1, 1}
	copy(shape[2-len(d.Shape()):], d.Shape())
	steps := [2]int{shape[1], 1}
	for i, n := range shape {
		if n == 1 {
			steps[i] = 0
		}
	}
	m := s.Major()
	return &repeated{in: d, sparse: s, line: steps[m], across: steps[1-m]}
}

// tile is the values under a tile, or the only one there is.
func (r *repeated) tile(t entries) *block.Dense {
	if r.in.Len() == 1 {
		return r.in
	}
	if r.buffer == nil {
		r.buffer = block.NewDense(r.in.DType(), []int{min(kernel.TileSize, r.sparse.NNZ())})
	}
	out := r.buffer.Span(0, t.hi-t.lo)
	kernel.BySize(out, r.in,
		func(o, v []uint8) { under(r, t, o, v) }, func(o, v []uint16) { under(r, t, o, v) }, func(o, v []uint32) { under(r, t, o, v) },
		func(o, v []uint64) { under(r, t, o, v) }, func(o, v []complex128) { under(r, t, o, v) })
	return out
}

func under[T kernel.Word](r *repeated, t entries, out, in []T) {
	indices := r.sparse.Indices()
	t.pieces(r.sparse.Indptr(), func(line, lo, hi int) {
		o := out[lo-t.lo : hi-t.lo]
		if r.across == 0 {
			v := in[line*r.line]
			for i := range o {
				o[i] = v
			}
			return
		}
		row := in[line*r.line:]
		for i, place := range indices[lo:hi] {
			o[i] = row[int(place)*r.across]
		}
	})
}
