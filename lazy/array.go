package lazy

import (
	"fmt"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Array is an n-dimensional array in chunks: lazy, or in memory. It is immutable and safe for concurrent use.
type Array struct {
	err    error
	dtype  DType
	grid   *op.Grid
	op     op.Op
	inputs []*Array

	kind    string  // of its chunks: see Kind
	density float64 // of a sparse array: the share of its places that it is thought to keep

	pass uint64 // of layers made anew, which are not taken for those that they are copies of; else 0

	naming    sync.Once
	name      string
	digesting sync.Once
	own       [16]byte
}

var noGrid, _ = op.NewGrid(nil)

// Failed is an array that carries an error.
func Failed(err error) *Array { return &Array{err: err, grid: noGrid, op: &op.Memory{}} }

// node makes an array of an operation, or one that carries the first error of the inputs.
func node(o op.Op, dtype DType, chunks [][]int, inputs ...*Array) *Array {
	for _, in := range inputs {
		if in.err != nil {
			return in
		}
	}
	grids := make([]*op.Grid, len(inputs))
	for i, in := range inputs {
		grids[i] = in.grid
	}
	g, err := op.NewGrid(chunks, grids...)
	if err != nil {
		return Failed(errorf("%s: %w", o.Name(), err))
	}
	a, err := nodeOn(o, dtype, g, inputs)
	if err != nil {
		return Failed(errorf("%w", err))
	}
	return a
}

// nodeOn is node for a grid that is there, and inputs without errors.
func nodeOn(o op.Op, dtype DType, g *op.Grid, inputs []*Array) (*Array, error) {
	if err := check(o, dtype, g, inputs); err != nil {
		return nil, fmt.Errorf("%s: %w", o.Name(), err)
	}
	a := &Array{dtype: dtype, grid: g, op: o, inputs: inputs}
	a.kind, a.density = kindOf(o, g, inputs)
	return a, nil
}

// check asks an operation whether it fits its result and its inputs.
func check(o op.Op, dtype DType, g *op.Grid, inputs []*Array) error {
	if err := op.CheckShape(g.Shape()); err != nil {
		return err
	}
	c, ok := o.(op.Checked)
	if !ok { // of an executor, for a plan of its own
		return nil
	}
	in := make([]op.Node, len(inputs))
	for i, x := range inputs {
		in[i] = op.Node{Grid: x.grid, DType: x.dtype}
	}
	return c.Check(op.Node{Grid: g, DType: dtype}, in)
}

// Err is the error the array carries, or nil.
func (a *Array) Err() error { return a.err }

// Shape is the size along each axis. It must not be changed.
func (a *Array) Shape() Shape { return Shape(a.grid.Shape()) }

// NDim is the number of axes.
func (a *Array) NDim() int { return a.grid.NDim() }

// Size is the number of elements.
func (a *Array) Size() int { return block.Size(a.grid.Shape()) }

// NBytes is the size of the values when they are all there. For a sparse array it is what is kept: exactly when it is in memory, else an estimate
// from how full the arrays are that it is made of.
func (a *Array) NBytes() int64 {
	if a.isSparse() {
		return a.storedBytes()
	}
	return a.denseBytes()
}

func (a *Array) denseBytes() int64 { return int64(a.Size()) * int64(a.dtype.Size()) }

// DType is the type of the elements.
func (a *Array) DType() DType { return a.dtype }

// Chunks is the sizes of the chunks along each axis. They must not be changed.
func (a *Array) Chunks() [][]int { return a.grid.Chunks() }

// ChunkShape is the size of the largest chunk along each axis.
func (a *Array) ChunkShape() Shape { return Shape(a.grid.Largest()) }

// NumBlocks is the number of chunks along each axis.
func (a *Array) NumBlocks() []int { return a.grid.NumBlocks() }

// NChunks is the number of chunks.
func (a *Array) NChunks() int { return a.grid.Len() }

// Grid is the array's chunks, as executors and operations see them.
func (a *Array) Grid() *op.Grid { return a.grid }

// Op is the operation that makes the array.
func (a *Array) Op() op.Op { return a.op }

// Inputs is the arrays that the operation reads. The slice must not be changed.
func (a *Array) Inputs() []*Array { return a.inputs }

// InMemory reports whether the values are there already.
func (a *Array) InMemory() bool {
	_, ok := a.op.(*op.Memory)
	return ok && a.err == nil
}

// IsView reports whether the array shows a part of another one: its last operation is a slice.
func (a *Array) IsView() bool {
	s, ok := a.op.(*op.Select)
	return ok && !s.Anew
}

// NLayers is the number of layers of the graph: this array and all it is made of.
func (a *Array) NLayers() int { return len(a.Layers()) }

// Layers is the arrays of the graph, this one and all it is made of, in an order in which inputs stand before what reads them.
func (a *Array) Layers() []*Array { return Layers(a) }

// Layers is the arrays of the graph below several arrays, each once, in an order in which inputs stand before what reads them.
func Layers(arrays ...*Array) []*Array {
	var out []*Array
	seen := map[*Array]bool{}
	// A graph may be as deep as a loop that built it was long, so this is no recursion.
	type frame struct {
		array *Array
		next  int
	}
	for _, a := range arrays {
		if seen[a] {
			continue
		}
		seen[a] = true
		stack := []frame{{array: a}}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.next < len(top.array.inputs) {
				in := top.array.inputs[top.next]
				top.next++
				if !seen[in] {
					seen[in] = true
					stack = append(stack, frame{array: in})
				}
				continue
			}
			out = append(out, top.array)
			stack = stack[:len(stack)-1]
		}
	}
	return out
}

// axesOf checks axes against a number of dimensions, takes negative ones from the end, and sorts them. None means all.
func axesOf(axes []int, ndim int) ([]int, error) {
	if len(axes) == 0 {
		axes = make([]int, ndim)
		for i := range axes {
			axes[i] = i
		}
		return axes, nil
	}
	out := make([]int, len(axes))
	for i, axis := range axes {
		k, err := axisOf(axis, ndim)
		if err != nil {
			return nil, err
		}
		out[i] = k
	}
	slices.Sort(out)
	for i := 1; i < len(out); i++ {
		if out[i] == out[i-1] {
			return nil, fmt.Errorf("axis %d is given twice", out[i])
		}
	}
	return out, nil
}

func axisOf(axis, ndim int) (int, error) {
	if axis < -ndim || axis >= ndim {
		return 0, fmt.Errorf("there is no axis %d in an array of %d dimensions", axis, ndim)
	}
	if axis < 0 {
		axis += ndim
	}
	return axis, nil
}
