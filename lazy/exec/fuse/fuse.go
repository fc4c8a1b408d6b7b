package fuse

import (
	"slices"
	"strings"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/draw"
	"github.com/lazycell/lazycell/lazy/exec/rewrite"
	"github.com/lazycell/lazycell/lazy/op"
)

// Unit is what the plan makes tasks of: an array whose chunks are really made, together with the steps that are run along with it.
type Unit struct {
	Array  *lazy.Array
	kernel kernel.Kernel
	Sparse kernel.Sparse // instead of kernel, for what knows sparse chunks
	Inputs []*lazy.Array
	Reads  func(index []int) []op.Read
	Steps  []string // the operations, the last one's first input first
	// Domain is how the values are cut that a program goes through; nil for other kernels.
	Domain *op.Grid
	// Aligned says that each chunk is made of the chunk of the same number of every input.
	Aligned bool
}

// Units finds the arrays whose chunks must be made, in order, inputs first. An element-wise array becomes a step of the one that reads it when
// nobody else does; numbers that come out of nothing are made wherever they are read, which costs less than keeping them.
func Units(arrays ...*lazy.Array) ([]Unit, error) {
	layers := lazy.Layers(arrays...)
	readers := rewrite.Readers(arrays, layers)
	needed := map[*lazy.Array]bool{}
	for _, x := range arrays {
		needed[x] = true
	}
	units := make([]Unit, 0, len(layers))
	for i := len(layers) - 1; i >= 0; i-- {
		x := layers[i]
		if !needed[x] {
			continue
		}
		u, err := unitOf(x, readers)
		if err != nil {
			return nil, err
		}
		for _, in := range u.Inputs {
			needed[in] = true
		}
		units = append(units, u)
	}
	slices.Reverse(units)
	return units, nil
}

func unitOf(x *lazy.Array, readers map[*lazy.Array]int) (Unit, error) {
	if u, ok, err := sparseUnit(x, readers); ok || err != nil {
		return u, err
	}
	if r, ok := x.Op().(*op.Reduce); ok && r.Stage == op.Chunk {
		in := x.Inputs()[0]
		if inlined(x, in, readers) {
			return programUnit(x, in, r, readers), nil
		}
	}
	if stepwise(x) {
		return programUnit(x, x, nil, readers), nil
	}
	k, err := kernel.Of(x.Op())
	if err != nil {
		return Unit{}, err
	}
	grids := GridsOf(x.Inputs())
	r, partial := x.Op().(*op.Reduce)
	return Unit{Array: x, kernel: k, Inputs: x.Inputs(), Steps: []string{x.Op().Name()}, Aligned: partial && r.Stage == op.Chunk, Reads: func(index []int) []op.Read {
		return x.Op().Reads(x.Grid(), grids, index)
	}}, nil
}

func GridsOf(arrays []*lazy.Array) []*op.Grid {
	grids := make([]*op.Grid, len(arrays))
	for i, a := range arrays {
		grids[i] = a.Grid()
	}
	return grids
}

// stepwise says that an array's operation can be a step of a program.
func stepwise(x *lazy.Array) bool {
	switch x.Op().(type) {
	case *op.Unary, *op.Scalar, *op.Binary, *op.Cast, *op.Choose, *op.Replace, *op.Digitize, *op.IsIn, *op.Broadcast:
		return true
	}
	return outOfNothing(x)
}

// outOfNothing says that an array is made of nothing, cheaply and always the same.
func outOfNothing(x *lazy.Array) bool {
	switch x.Op().(type) {
	case *op.Random, *op.Full, *op.Choice, *op.Permutation, *op.Arange, *op.Linspace, *op.Eye, *draw.Picked:
		return true
	}
	return false
}

// MaxSteps is how many steps a program may have: more would not fit into the cache together.
const MaxSteps = 32

// inlined says that an input becomes a step of the program that ends with reader.
func inlined(reader, in *lazy.Array, readers map[*lazy.Array]int) bool {
	if !stepwise(in) || in.Kind() != lazy.Dense || readers[in] > 1 && !outOfNothing(in) {
		return false
	}
	if _, ok := reader.Op().(*op.Reduce); ok {
		return true
	}
	return reader.Grid().Equal(in.Grid())
}

// builder puts a program together.
type builder struct {
	program
	readers map[*lazy.Array]int
	at      map[*lazy.Array]int
	inputs  []*lazy.Array
	reads   []input
	begun   int
}

// input is where an input of a program comes from: a read of a step.
type input struct {
	step int
	read int
}

func programUnit(x, last *lazy.Array, fold *op.Reduce, readers map[*lazy.Array]int) Unit {
	b := &builder{program: program{fold: fold}, readers: readers, at: map[*lazy.Array]int{}}
	b.add(last)
	p := &b.program
	grids := make([][]*op.Grid, len(p.steps))
	for i, s := range p.steps {
		grids[i] = GridsOf(s.array.Inputs())
	}
	var steps []string
	for _, s := range p.steps {
		steps = append(steps, s.array.Op().Name())
	}
	if fold != nil {
		steps = append(steps, fold.Name())
	}
	return Unit{Array: x, kernel: p.run, Inputs: b.inputs, Steps: steps, Domain: last.Grid(), Aligned: b.aligned(last), Reads: func(index []int) []op.Read {
		index = index[:last.NDim()]
		reads := make([]op.Read, len(b.reads))
		for i, in := range b.reads {
			a := p.steps[in.step].array
			reads[i] = op.Read{Input: i, Index: a.Op().Reads(a.Grid(), grids[in.step], index)[in.read].Index}
		}
		return reads
	}}
}

// aligned says that the inputs are cut as the last step is, and every step reads what lies in the same place.
func (b *builder) aligned(last *lazy.Array) bool {
	for _, s := range b.steps {
		if _, ok := s.array.Op().(*op.Broadcast); ok {
			return false
		}
	}
	return !slices.ContainsFunc(b.inputs, func(in *lazy.Array) bool { return !in.Grid().Equal(last.Grid()) })
}

// add adds the steps of an array and gives the number of its own.
func (b *builder) add(x *lazy.Array) int {
	if n, ok := b.at[x]; ok {
		return n
	}
	b.begun++
	operands := make([]operand, len(x.Inputs()))
	for k, in := range x.Inputs() {
		if b.begun < MaxSteps && inlined(x, in, b.readers) {
			operands[k] = operand{step: b.add(in)}
		} else {
			operands[k] = operand{step: -1, read: k}
		}
	}
	n := len(b.steps)
	for k := range operands {
		if operands[k].step < 0 {
			operands[k].input = len(b.inputs)
			b.inputs = append(b.inputs, x.Inputs()[k])
			b.reads = append(b.reads, input{n, k})
		}
	}
	b.steps = append(b.steps, step{x, operands})
	b.at[x] = n
	return n
}

// Make makes the chunk of a task.
func (u *Unit) Make(c *kernel.Call) (block.Block, error) {
	if u.Sparse != nil {
		return u.Sparse(c)
	}
	copies := c.Densify()
	d, err := u.kernel(c)
	if err != nil {
		return nil, err
	}
	for _, x := range copies {
		if !kernel.Shares(d, x) {
			c.Pool.Put(x)
		}
	}
	return d, nil
}

// Title is what a unit does, in one line.
func (u *Unit) Title() string { return strings.Join(u.Steps, ", ") }
