package exec

import (
	"context"
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/fuse"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// Chunk makes the chunk at index of an array, out of the chunks of its inputs that x.Op().Reads names, in that order. It is what an executor of another
// kind calls wherever it runs a task: such a one needs of a graph (lazy.Decode) the layers, and of each layer Op, Grid and Inputs. Nothing is fused, and the blocks
// that are given aren't changed; the one that comes back may share their memory. A panic of a kernel is an error.
func Chunk(ctx context.Context, x *lazy.Array, index []int, in ...block.Block) (block.Block, error) {
	if err := x.Err(); err != nil {
		return nil, err
	}
	grids := fuse.GridsOf(x.Inputs())
	reads := x.Op().Reads(x.Grid(), grids, index)
	if len(reads) != len(in) {
		return nil, fmt.Errorf("%s, chunk %v: %d chunks where it reads %d", x.Op().Name(), lazy.Shape(index), len(in), len(reads))
	}
	y, of := alone(x)
	units, err := fuse.Units(y)
	if err != nil {
		return nil, err
	}
	u := &units[len(units)-1]
	var kept any
	c := &kernel.Call{Ctx: ctx, Array: y, Index: index, Shape: y.Grid().ChunkShape(index), Grids: fuse.GridsOf(u.Inputs), Pool: kernel.NewPool(), Kept: &kept}
	for _, r := range u.Reads(index) {
		wanted := of[u.Inputs[r.Input]]
		at := slices.IndexFunc(reads, func(o op.Read) bool { return x.Inputs()[o.Input] == wanted && slices.Equal(o.Index, r.Index) })
		if at < 0 {
			return nil, fmt.Errorf("%s, chunk %v: it reads chunk %v of %s, which isn't given", x.Op().Name(), lazy.Shape(index), lazy.Shape(r.Index), wanted.Op().Name())
		}
		dense, _ := in[at].(*block.Dense)
		sparse, _ := in[at].(*block.Sparse)
		c.In, c.Sparse, c.Mine = append(c.In, dense), append(c.Sparse, sparse), append(c.Mine, false)
	}
	b, err := kernel.Guarded(func() (block.Block, error) { return u.Make(c) })
	if err != nil {
		return nil, fmt.Errorf("%s, chunk %v: %w", x.Op().Name(), lazy.Shape(index), err)
	}
	return b, nil
}

// alone is an array over inputs that stand for those it has, and which ones they stand for.
func alone(x *lazy.Array) (y *lazy.Array, of map[*lazy.Array]*lazy.Array) {
	of = map[*lazy.Array]*lazy.Array{}
	stands := map[*lazy.Array]*lazy.Array{}
	inputs := make([]*lazy.Array, len(x.Inputs()))
	for i, in := range x.Inputs() {
		if stands[in] == nil {
			stands[in] = lazy.Derive(&op.File{Reader: given{in}}, in.DType(), in.Chunks())
			of[stands[in]] = in
		}
		inputs[i] = stands[in]
	}
	return lazy.Derive(x.Op(), x.DType(), x.Chunks(), inputs...), of
}

// given is an array whose chunks are there, as a source that is never read.
type given struct{ of *lazy.Array }

// Name is that of the array.
func (g given) Name() string { return g.of.Name() }

// Kind is that of the array's chunks.
func (g given) Kind() string { return g.of.Kind() }

// NNZ is about how many values are kept.
func (g given) NNZ() int {
	if g.of.Kind() == lazy.Dense {
		return 0
	}
	return int(g.of.NBytes() / int64(4+g.of.DType().Size()))
}

// ReadBlock says that nothing is to be read.
func (g given) ReadBlock(context.Context, []int, []int) (block.Block, error) {
	return nil, fmt.Errorf("the chunks of %s are given", g.of.Op().Name())
}
