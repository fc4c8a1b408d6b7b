package op

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/lazycell/lazycell/lazy/block"
)

// Place tells a function of chunks which chunk of its result it makes.
type Place struct {
	Index  []int // which one along each axis
	Offset []int // where it begins
	Shape  []int
}

// BlockFunc makes a chunk of chunks, which it must not change. It is called by several goroutines at once.
type BlockFunc func(ctx context.Context, at Place, in ...*block.Dense) (*block.Dense, error)

// Function is a function of chunks that users have written: a closure, which has no name and works in this process only, or one that was registered.
type Function struct {
	name   string
	number uint64 // of a closure
	do     BlockFunc
}

var (
	closures  atomic.Uint64
	functions sync.Map // name -> *Function
)

// Closure is a function without a name.
func Closure(f BlockFunc) *Function { return &Function{number: closures.Add(1), do: f} }

// Register gives a function a name, under which graphs that were written elsewhere find it. A later one of the same name takes its place for
// graphs that are made from then on.
func Register(name string, f BlockFunc) *Function {
	g := &Function{name: name, do: f}
	functions.Store(name, g)
	return g
}

// Registered finds a function by name.
func Registered(name string) (*Function, error) {
	if f, ok := functions.Load(name); ok {
		return f.(*Function), nil
	}
	return nil, fmt.Errorf("no function is registered as %q: the program that computes must register it too", name)
}

// Do calls the function.
func (f *Function) Do(ctx context.Context, at Place, in ...*block.Dense) (*block.Dense, error) {
	return f.do(ctx, at, in...)
}

// String is the name, or the number of the closure: it tells functions apart.
func (f *Function) String() string {
	if f.name == "" {
		return fmt.Sprintf("closure %d", f.number)
	}
	return f.name
}

// Name is the name under which the function was registered; ok is false for a closure, which has none.
func (f *Function) Name() (name string, ok bool) { return f.name, f.name != "" }

// Usable reports whether there is a function to call.
func (f *Function) Usable() bool { return f != nil && f.do != nil }

// Blockwise makes every chunk of one chunk of each input, or of nothing, by a function of users.
type Blockwise struct {
	Func  *Function
	Label string  // what it is called: "map_blocks", "blockwise"
	From  [][]int // for each axis of each input, the axis of the result along which chunks go together, or -1: the first chunk always
}

// Name is the label.
func (b *Blockwise) Name() string { return b.Label }

// Reads is one chunk of each input.
func (b *Blockwise) Reads(_ *Grid, in []*Grid, index []int) []Read {
	reads := make([]Read, len(in))
	for i := range in {
		at := make([]int, len(b.From[i]))
		for axis, from := range b.From[i] {
			if from >= 0 {
				at[axis] = index[from]
			}
		}
		reads[i] = Read{i, at}
	}
	return reads
}

// Check says whether there is a chunk of every input for every chunk of the result.
func (b *Blockwise) Check(out Node, in []Node) error {
	if !b.Func.Usable() {
		return fmt.Errorf("there is no function")
	}
	if len(b.From) != len(in) {
		return fmt.Errorf("it is told of %d inputs and has %d", len(b.From), len(in))
	}
	for i, x := range in {
		if err := axes(fmt.Sprintf("input %d", i), x.Grid, len(b.From[i])); err != nil {
			return err
		}
		for axis, from := range b.From[i] {
			if from < 0 {
				continue
			}
			if err := inRange(from, out.Grid.NDim()); err != nil {
				return err
			}
			if have, want := len(x.Grid.chunks[axis]), len(out.Grid.chunks[from]); have < want {
				return fmt.Errorf("axis %d of input %d has %d chunks, axis %d of the result %d", axis, i, have, from, want)
			}
		}
	}
	return nil
}

// Fold is one stage of a reduction by functions of users. Partial results are like those of Reduce.
type Fold struct {
	Func     *Function
	Stage    Stage
	Axes     []int // sorted
	Every    int
	KeepDims bool
}

// Name is "reduction" and the stage.
func (f *Fold) Name() string {
	if f.Stage == Chunk {
		return "reduction"
	}
	return "reduction-" + string(f.Stage)
}

// Reads is the chunk in the same place, or the group of partial results.
func (f *Fold) Reads(out *Grid, in []*Grid, index []int) []Read {
	r := Reduce{Stage: f.Stage, Axes: f.Axes, Every: f.Every, KeepDims: f.KeepDims}
	return r.Reads(out, in, index)
}

// Check says whether the result is what is left of the input after this stage.
func (f *Fold) Check(out Node, in []Node) error {
	if !f.Func.Usable() {
		return fmt.Errorf("there is no function")
	}
	if err := takes(in, 1); err != nil {
		return err
	}
	width := 0
	switch g := in[0].Grid; f.Stage {
	case Chunk:
		width = out.Grid.NDim() - g.NDim()
	case Aggregate:
		width = g.NDim() - out.Grid.NDim()
		if !f.KeepDims {
			width -= len(f.Axes)
		}
	}
	if width < 0 || width > 1 {
		return fmt.Errorf("an input of %d axes makes a result of %d", in[0].Grid.NDim(), out.Grid.NDim())
	}
	return stageGrids(out, in[0], f.Stage, f.Axes, f.Every, f.KeepDims, width == 1)
}
