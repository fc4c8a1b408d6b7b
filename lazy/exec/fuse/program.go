package fuse

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/draw"
	"github.com/lazycell/lazycell/lazy/exec/kernel/elementwise"
	"github.com/lazycell/lazycell/lazy/exec/kernel/reduce"
	"github.com/lazycell/lazycell/lazy/exec/kernel/vector"
	"github.com/lazycell/lazycell/lazy/op"
)

// program is element-wise steps that run one after the other on each tile of a chunk, so that what lies between them never
// becomes a chunk. The last step's values are the chunk, or go into a reduction.
type program struct {
	steps []step
	fold  *op.Reduce // what becomes of the values; nil: they are the chunk
}

// step is one operation of a program.
type step struct {
	array    *lazy.Array
	operands []operand
}

// operand is a value that a step reads: that of an earlier step, or an input of the program.
type operand struct {
	step  int // -1 for an input
	input int
	read  int // which of the step's own reads the input is
}

// run makes the chunk.
func (p *program) run(c *kernel.Call) (*block.Dense, error) {
	domain := c.Shape
	if p.fold != nil {
		last := p.steps[len(p.steps)-1].array
		domain = last.Grid().ChunkShape(c.Index[:last.NDim()])
	}
	e := p.evaluation(c)
	e.prepare(c, domain)
	if p.fold == nil {
		out := c.Over(domain)
		defer func() { e.out = nil }()
		if out.NBytes() < streamed || slices.ContainsFunc(c.In, func(in *block.Dense) bool { return kernel.Shares(out, in) }) {
			e.out = out
			return out, kernel.EachTile(domain, e.tile)
		}
		to, size := out.Bytes(), out.DType().Size()
		return out, kernel.EachTile(domain, func(t kernel.Tile) error {
			if err := e.tile(t); err != nil {
				return err
			}
			vector.Stream(to[t.At*size:(t.At+t.N)*size], e.values[len(p.steps)-1].Bytes())
			return nil
		})
	}
	f, out, err := reduce.New(p.fold, c, p.steps[len(p.steps)-1].array.Grid(), domain)
	if err != nil {
		return nil, err
	}
	err = kernel.EachTile(domain, func(t kernel.Tile) error {
		if err := e.tile(t); err != nil {
			return err
		}
		return f.Tile(t, e.values[len(p.steps)-1])
	})
	f.End()
	return out, err
}

// streamed is the size of a chunk from which its tiles are made apart and copied to it past the cache, which it doesn't fit into.
const streamed = 8 << 20

// evaluation is a program at work on one chunk.
type evaluation struct {
	*kernel.Call
	*program
	shape   []int
	index   []int
	out     *block.Dense
	buffers []*block.Dense
	spreads []*spread      // of inputs that are repeated, else nil
	values  []*block.Dense // of the steps, on the current tile
	filled  []int          // how far a step's buffer holds the only value that the step has
	fills   []func(t kernel.Tile, out *block.Dense) error
	tiles   int
}

// evaluation is that of the worker, which goes from chunk to chunk.
func (p *program) evaluation(c *kernel.Call) *evaluation {
	if e, ok := (*c.Kept).(*evaluation); ok {
		return e
	}
	n := len(p.steps)
	e := &evaluation{program: p, buffers: make([]*block.Dense, n), values: make([]*block.Dense, n), filled: make([]int, n),
		fills: make([]func(kernel.Tile, *block.Dense) error, n), spreads: make([]*spread, len(c.In))}
	*c.Kept = e
	return e
}

// prepare makes what is the same for all tiles of a chunk.
func (e *evaluation) prepare(c *kernel.Call, shape []int) {
	e.Call, e.shape, e.index, e.out = c, shape, c.Index[:len(shape)], nil
	for i, in := range e.In {
		e.spreads[i] = nil
		if in.Len() != block.Size(e.shape) && in.Len() != 1 {
			e.spreads[i] = newSpread(in, e.shape)
		}
	}
	for i, s := range e.steps {
		if e.fills[i] == nil || e.filled[i] == 0 {
			e.fills[i] = draw.Fill(s.array.Op(), s.array, e.index)
		}
	}
}

// tile runs all steps on one tile.
func (e *evaluation) tile(t kernel.Tile) error {
	if e.tiles++; e.tiles%8 == 0 {
		if err := e.Stop(); err != nil {
			return err
		}
	}
	for i, s := range e.steps {
		out := e.target(i, t)
		if e.fills[i] != nil {
			if err := e.fill(i, t, out); err != nil {
				return err
			}
		} else {
			var x [3]*block.Dense
			for k, o := range s.operands {
				x[k] = e.operand(o, t)
			}
			if err := elementwise.Apply(s.array.Op(), out, x); err != nil {
				return err
			}
		}
		e.values[i] = out
	}
	return nil
}

// fill makes the values of a step without operands. Where they are all the same, those in its buffer stay.
func (e *evaluation) fill(i int, t kernel.Tile, out *block.Dense) error {
	_, same := e.steps[i].array.Op().(*op.Full)
	same = same && (e.out == nil || i < len(e.steps)-1)
	if same && e.filled[i] >= t.N {
		return nil
	}
	if err := e.fills[i](t, out); err != nil {
		return err
	}
	if same {
		e.filled[i] = t.N
	}
	return nil
}

// target is where a step's values go: the last one's straight into the chunk.
func (e *evaluation) target(i int, t kernel.Tile) *block.Dense {
	if i == len(e.steps)-1 && e.out != nil {
		return e.out.Span(t.At, t.At+t.N)
	}
	b := e.buffers[i]
	switch {
	case b == nil || b.Len() < t.N:
		b = block.NewDense(e.steps[i].array.DType(), []int{t.N})
		e.buffers[i], e.filled[i] = b, 0
	case b.Len() > t.N:
		b = b.Span(0, t.N)
	}
	return b
}

func (e *evaluation) operand(o operand, t kernel.Tile) *block.Dense {
	if o.step >= 0 {
		return e.values[o.step]
	}
	in := e.In[o.input]
	switch {
	case e.spreads[o.input] != nil:
		return e.spreads[o.input].tile(t)
	case in.Len() == 1 && block.Size(e.shape) != 1:
		return in
	}
	return in.Span(t.At, t.At+t.N)
}

// spread is an input some of whose axes are repeated.
type spread struct {
	in      *block.Dense
	shape   []int // of the chunk
	strides []int // of the input along the chunk's axes, 0 where it is repeated
	buffer  *block.Dense
}

func newSpread(in *block.Dense, shape []int) *spread {
	s := &spread{in: in, shape: shape, strides: make([]int, len(shape))}
	skip := len(shape) - len(in.Shape())
	step := 1
	for axis := len(in.Shape()) - 1; axis >= 0; axis-- {
		if n := in.Shape()[axis]; n > 1 {
			s.strides[axis+skip] = step
			step *= n
		}
	}
	return s
}

// tile is the input's values under a tile.
func (s *spread) tile(t kernel.Tile) *block.Dense {
	if s.buffer == nil || s.buffer.Len() != t.N {
		s.buffer = block.NewDense(s.in.DType(), []int{t.N})
	}
	size := s.in.DType().Size()
	out, in := s.buffer.Bytes(), s.in.Bytes()
	w := kernel.WalkFrom(s.shape, t.Row)
	along := s.strides[len(s.strides)-1]
	for r := range t.Rows {
		at := w.Dot(s.strides) + t.Col*along
		row := out[r*t.Cols*size : (r+1)*t.Cols*size]
		if along == 0 {
			kernel.Repeat(row, in[at*size:(at+1)*size])
		} else {
			copy(row, in[at*size:(at+t.Cols)*size])
		}
		w.Next()
	}
	return s.buffer
}
