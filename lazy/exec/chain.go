package exec

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// chain is element-wise steps over the values that a sparse chunk keeps, run one after the other on each tile of them: the result keeps values in the
// same places, or goes into a reduction.
type chain struct {
	steps []link
	fold  *op.Reduce
}

// link is one step: the sparse operand is what the step before made, the other one, if there is one, a dense input.
type link struct {
	array  *lazy.Array
	sparse int // which operand
	input  int // the other one, an input of the unit; -1 for none
}

// chained says that an array's operation can be a step of a chain, and which operand is the sparse one.
func chained(x *lazy.Array) (operand int, ok bool) {
	if x.Kind() == lazy.Dense {
		return 0, false
	}
	switch x.Op().(type) {
	case *op.Unary, *op.Scalar, *op.Cast, *op.Replace:
		return 0, true
	case *op.Binary:
		kept := func(in *lazy.Array) bool { return in.Kind() != lazy.Dense && slices.Equal(in.Shape(), x.Shape()) }
		a, b := kept(x.Inputs()[0]), kept(x.Inputs()[1])
		if b && !a {
			return 1, true
		}
		return 0, a && !b
	}
	return 0, false
}

// chainUnit is the unit of the array x, whose steps end with last: x itself, or what x reduces.
func chainUnit(x, last *lazy.Array, fold *op.Reduce, readers map[*lazy.Array]int) unit {
	c := &chain{fold: fold}
	at := last
	for len(c.steps) < maxSteps {
		k, ok := chained(at)
		if !ok || at != x && readers[at] > 1 {
			break
		}
		c.steps = append(c.steps, link{array: at, sparse: k, input: -1})
		at = at.Inputs()[k]
	}
	slices.Reverse(c.steps)
	inputs := []*lazy.Array{at}
	var names []string
	for i := range c.steps {
		s := &c.steps[i]
		if in := s.array.Inputs(); len(in) == 2 {
			s.input = len(inputs)
			inputs = append(inputs, in[1-s.sparse])
		}
		names = append(names, s.array.Op().Name())
	}
	if fold != nil {
		names = append(names, fold.Name())
	}
	return unit{array: x, sparse: c.run, inputs: inputs, steps: names, reads: func(index []int) []op.Read {
		index = index[:2]
		reads := make([]op.Read, len(inputs))
		reads[0].Index = index
		for _, s := range c.steps {
			if s.input >= 0 {
				a := s.array
				reads[s.input] = op.Read{Input: s.input, Index: a.Op().Reads(a.Grid(), gridsOf(a.Inputs()), index)[1-s.sparse].Index}
			}
		}
		return reads
	}}
}

// run makes the chunk.
func (p *chain) run(c *call) (block.Block, error) {
	in := c.sparse[0]
	if len(p.steps) == 0 && p.fold == nil {
		return in, nil
	}
	r := &chainRun{in: in, buffers: make([]*block.Dense, len(p.steps)), others: make([]*repeated, len(p.steps))}
	for i, s := range p.steps {
		if s.input >= 0 {
			d := c.in[s.input]
			if sp := c.sparse[s.input]; sp != nil {
				d = sp.Dense()
			}
			r.others[i] = newRepeated(d, in)
		}
	}
	var out *block.Dense
	var f *sparseFolder
	if p.fold == nil {
		out = block.NewDense(c.array.DType(), []int{in.NNZ()})
	} else {
		f = newSparseFolder(p.fold, c.array.DType(), c.shape, in)
	}
	tiles := 0
	err := eachEntries(in, func(t entries) error {
		if tiles++; tiles%64 == 0 {
			if err := c.stop(); err != nil {
				return err
			}
		}
		v := in.Values().Span(t.lo, t.hi)
		for i, s := range p.steps {
			to := r.target(i, s, t)
			if out != nil && i == len(p.steps)-1 {
				to = out.Span(t.lo, t.hi)
			}
			operands := [3]*block.Dense{v}
			if o := r.others[i]; o != nil {
				operands[1] = o.tile(t)
				if s.sparse == 1 {
					operands[0], operands[1] = operands[1], operands[0]
				}
			}
			if err := apply(s.array.Op(), to, operands); err != nil {
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

func (r *chainRun) target(i int, s link, t entries) *block.Dense {
	n := t.hi - t.lo
	if r.buffers[i] == nil {
		r.buffers[i] = block.NewDense(s.array.DType(), []int{min(tileSize, r.in.NNZ())})
	}
	return r.buffers[i].Span(0, n)
}

// entries is a tile: some entries that follow each other, the first of which belongs to line.
type entries struct{ lo, hi, line int }

// eachEntries calls f for the tiles of a chunk, in order.
func eachEntries(s *block.Sparse, f func(t entries) error) error {
	indptr := s.Indptr()
	line := 0
	for lo := 0; lo < s.NNZ(); lo += tileSize {
		for indptr[line+1] <= int64(lo) {
			line++
		}
		if err := f(entries{lo, min(lo+tileSize, s.NNZ()), line}); err != nil {
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
		r.buffer = block.NewDense(r.in.DType(), []int{min(tileSize, r.sparse.NNZ())})
	}
	out := r.buffer.Span(0, t.hi-t.lo)
	moved(out, r.in,
		func(o, v []uint8) { under(r, t, o, v) }, func(o, v []uint16) { under(r, t, o, v) }, func(o, v []uint32) { under(r, t, o, v) },
		func(o, v []uint64) { under(r, t, o, v) }, func(o, v []complex128) { under(r, t, o, v) })
	return out
}

func under[T word](r *repeated, t entries, out, in []T) {
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
