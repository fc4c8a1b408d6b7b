package exec

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
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
func (p *program) run(c *call) (*block.Dense, error) {
	domain := c.shape
	if p.fold != nil {
		last := p.steps[len(p.steps)-1].array
		domain = last.Grid().ChunkShape(c.index[:last.NDim()])
	}
	e := &evaluation{call: c, program: p, shape: domain, index: c.index[:len(domain)], values: make([]*block.Dense, len(p.steps))}
	e.prepare()
	defer e.release()
	if p.fold == nil {
		e.out = c.over(domain)
		return e.out, eachTile(domain, e.tile)
	}
	f, out, err := newFold(p.fold, c, p.steps[len(p.steps)-1].array.Grid(), domain)
	if err != nil {
		return nil, err
	}
	err = eachTile(domain, func(t tile) error {
		if err := e.tile(t); err != nil {
			return err
		}
		return f.tile(t, e.values[len(p.steps)-1])
	})
	f.end()
	return out, err
}

// over is the block for the result: the memory of an input that nobody else reads, when it fits.
func (c *call) over(shape []int) *block.Dense {
	for i, in := range c.in {
		if c.mine[i] && in.DType() == c.array.DType() && in.Len() == block.Size(shape) {
			if out, err := in.Reshape(shape); err == nil {
				return out
			}
		}
	}
	return c.empty()
}

// evaluation is a program at work on one chunk.
type evaluation struct {
	*call
	*program
	shape   []int
	index   []int
	out     *block.Dense
	buffers []*block.Dense
	spreads []*spread      // of inputs that are repeated, else nil
	values  []*block.Dense // of the steps, on the current tile
	fills   []func(t tile, out *block.Dense) error
	tiles   int
}

// prepare makes what is the same for all tiles.
func (e *evaluation) prepare() {
	e.buffers = make([]*block.Dense, len(e.steps))
	e.fills = make([]func(tile, *block.Dense) error, len(e.steps))
	e.spreads = make([]*spread, len(e.in))
	for i, in := range e.in {
		if in.Len() != block.Size(e.shape) && in.Len() != 1 {
			e.spreads[i] = newSpread(in, e.shape)
		}
	}
	for i, s := range e.steps {
		e.fills[i] = sourceFill(s.array.Op(), s.array, e.index)
	}
}

// tile runs all steps on one tile.
func (e *evaluation) tile(t tile) error {
	if e.tiles++; e.tiles%64 == 0 {
		if err := e.stop(); err != nil {
			return err
		}
	}
	for i, s := range e.steps {
		out := e.target(i, t)
		if e.fills[i] != nil {
			if err := e.fills[i](t, out); err != nil {
				return err
			}
		} else {
			var x [3]*block.Dense
			for k, o := range s.operands {
				x[k] = e.operand(o, t)
			}
			if err := apply(s.array.Op(), out, x); err != nil {
				return err
			}
		}
		e.values[i] = out
	}
	return nil
}

// target is where a step's values go: the last one's straight into the chunk.
func (e *evaluation) target(i int, t tile) *block.Dense {
	if i == len(e.steps)-1 && e.out != nil {
		return e.out.Span(t.at, t.at+t.n)
	}
	if b := e.buffers[i]; b == nil || b.Len() != t.n {
		if b == nil || b.Len() < t.n {
			if b != nil {
				e.pool.put(b)
			}
			e.buffers[i] = e.pool.take(e.steps[i].array.DType(), []int{t.n})
		} else {
			return b.Span(0, t.n)
		}
	}
	return e.buffers[i]
}

// release gives the buffers back.
func (e *evaluation) release() {
	for _, b := range e.buffers {
		if b != nil {
			e.pool.put(b)
		}
	}
}

func (e *evaluation) operand(o operand, t tile) *block.Dense {
	if o.step >= 0 {
		return e.values[o.step]
	}
	in := e.in[o.input]
	switch {
	case e.spreads[o.input] != nil:
		return e.spreads[o.input].tile(t)
	case in.Len() == 1 && block.Size(e.shape) != 1:
		return in
	}
	return in.Span(t.at, t.at+t.n)
}

// apply computes one operation. The operands are as long as out, or of one value.
func apply(o op.Op, out *block.Dense, operands [3]*block.Dense) error {
	x, y := operands[0], operands[1]
	switch o := o.(type) {
	case *op.Unary:
		return unary(o.Func, out, x)
	case *op.Scalar:
		return scalar(o, out, x)
	case *op.Binary:
		if isComparison(o.Func) {
			return compareBlocks(o.Func, block.Values[bool](out), x, y)
		}
		return arithmetic(o.Func, out, x, y)
	case *op.Cast:
		block.Convert(out, x)
		return nil
	case *op.Broadcast:
		repeat(out.Bytes(), x.Bytes())
		return nil
	case *op.Choose:
		choose(out, x, y, operands[2])
		return nil
	case *op.Replace:
		return replace(o, out, x)
	case *op.Digitize:
		digitize(o, out, x)
		return nil
	case *op.IsIn:
		isIn(o, out, x)
		return nil
	}
	return fmt.Errorf("%s is no element-wise operation", o.Name())
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
func (s *spread) tile(t tile) *block.Dense {
	if s.buffer == nil || s.buffer.Len() != t.n {
		s.buffer = block.NewDense(s.in.DType(), []int{t.n})
	}
	size := s.in.DType().Size()
	out, in := s.buffer.Bytes(), s.in.Bytes()
	w := walkFrom(s.shape, t.row)
	along := s.strides[len(s.strides)-1]
	for r := range t.rows {
		at := w.dot(s.strides) + t.col*along
		row := out[r*t.cols*size : (r+1)*t.cols*size]
		if along == 0 {
			repeat(row, in[at*size:(at+1)*size])
		} else {
			copy(row, in[at*size:(at+t.cols)*size])
		}
		w.next()
	}
	return s.buffer
}

func fullFill(f *op.Full) func(tile, *block.Dense) error {
	return func(_ tile, out *block.Dense) error {
		one, err := block.FromSlice([]int{1}, []float64{f.Value})
		if err != nil {
			return err
		}
		repeat(out.Bytes(), one.AsType(out.DType()).Bytes())
		return nil
	}
}
