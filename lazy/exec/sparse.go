package exec

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// sparseKernel is a kernel that knows sparse chunks: it finds them in c.sparse. All other kernels get dense copies of them.
type sparseKernel func(c *call) (block.Block, error)

// make makes the chunk of a task.
func (u *unit) make(c *call) (block.Block, error) {
	if u.sparse != nil {
		return u.sparse(c)
	}
	copies := c.densify()
	d, err := u.kernel(c)
	if err != nil {
		return nil, err
	}
	for _, x := range copies {
		if !shares(d, x) {
			c.pool.put(x)
		}
	}
	return d, nil
}

// densify puts dense copies in the place of sparse inputs, which the kernel may overwrite.
func (c *call) densify() (copies []*block.Dense) {
	for i, s := range c.sparse {
		if s == nil {
			continue
		}
		d := c.pool.take(s.DType(), s.Shape())
		s.DenseInto(d)
		c.in[i], c.mine[i] = d, true
		copies = append(copies, d)
	}
	return copies
}

// sparseUnit is the unit of an array that is sparse, or is made of one by a reduction that reads sparse chunks as they are; ok is false for others.
func sparseUnit(x *lazy.Array, readers map[*lazy.Array]int) (u unit, ok bool, err error) {
	if r, is := x.Op().(*op.Reduce); is && r.Stage == op.Chunk && x.Inputs()[0].Kind() != lazy.Dense && folds(r, x.Inputs()[0]) {
		return chainUnit(x, x.Inputs()[0], r, readers), true, nil
	}
	if u, ok := sparseProduct(x); ok {
		return u, true, nil
	}
	if x.Kind() == lazy.Dense {
		return unit{}, false, nil
	}
	if _, is := chained(x); is {
		return chainUnit(x, x, nil, readers), true, nil
	}
	k, err := sparseKernelOf(x)
	if err != nil {
		return unit{}, false, err
	}
	grids := gridsOf(x.Inputs())
	return unit{array: x, sparse: k, inputs: x.Inputs(), steps: []string{x.Op().Name()}, reads: func(index []int) []op.Read {
		return x.Op().Reads(x.Grid(), grids, index)
	}}, true, nil
}

// sparseKernelOf finds the kernel of an operation whose result is sparse.
func sparseKernelOf(x *lazy.Array) (sparseKernel, error) {
	switch o := x.Op().(type) {
	case *op.Memory:
		return func(c *call) (block.Block, error) { return o.Blocks[c.array.Grid().Linear(c.index)], nil }, nil
	case *op.File:
		return func(c *call) (block.Block, error) { return readSparse(c, o) }, nil
	case *op.Full:
		return func(c *call) (block.Block, error) {
			return block.EmptySparse(c.array.Kind(), c.array.DType(), c.shape), nil
		}, nil
	case *op.Random:
		return func(c *call) (block.Block, error) { return randomSparse(c, o) }, nil
	case *op.Concat:
		return func(c *call) (block.Block, error) { return c.sparse[0], nil }, nil
	case *op.Select:
		return func(c *call) (block.Block, error) { return sparseSelection(c, o) }, nil
	case *op.Transpose:
		return func(c *call) (block.Block, error) {
			if o.Axes[0] == 0 {
				return c.sparse[0], nil
			}
			return c.sparse[0].Transpose(), nil
		}, nil
	case *op.Convert:
		return func(c *call) (block.Block, error) {
			if c.sparse[0] != nil {
				return c.sparse[0].AsKind(o.Kind), nil
			}
			return block.SparseFromDense(o.Kind, c.in[0])
		}, nil
	case *op.Binary:
		return func(c *call) (block.Block, error) { return union(c, o) }, nil
	}
	return nil, fmt.Errorf("the operation %q can't be computed on this machine: it has no kernel for %s chunks", x.Op().Name(), x.Kind())
}

// readSparse reads a chunk from where it lies, as one of the array's kind.
func readSparse(c *call, f *op.File) (block.Block, error) {
	b, err := f.Reader.ReadBlock(c.ctx, c.array.Grid().Offset(c.index), c.shape)
	if err != nil {
		return nil, err
	}
	if b.DType() != c.array.DType() || lazy.Shape(b.Shape()).String() != lazy.Shape(c.shape).String() {
		return nil, fmt.Errorf("%s: the source gave %v of %v, the array has %v of %v",
			f.Reader.Name(), lazy.Shape(b.Shape()), b.DType(), lazy.Shape(c.shape), c.array.DType())
	}
	return block.ToKind(b, c.array.Kind())
}

// sparseSelection puts the selected places of the input chunks together.
func sparseSelection(c *call, s *op.Select) (block.Block, error) {
	kind := c.array.Kind()
	if block.Size(c.shape) == 0 {
		return block.EmptySparse(kind, c.array.DType(), c.shape), nil
	}
	var parts [2][]op.Part
	var places [2][]block.Places
	for axis := range parts {
		parts[axis] = s.Parts(c.array.Grid(), c.grids[0], axis, c.index[axis])
		for _, p := range parts[axis] {
			places[axis] = append(places[axis], block.Places{To: p.To, From: p.From})
		}
	}
	first := c.sparse[0]
	if len(c.sparse) == 1 {
		m := first.Major()
		lines, across := parts[m][0], parts[1-m][0]
		if isRun(lines.From) && isRun(lines.To) && isRun(across.From) && isRun(across.To) && len(across.From) == first.Width() {
			lo := lines.From[0]
			if len(lines.From) == first.NLines() {
				return first, nil
			}
			part := first.Lines(lo, lo+len(lines.From))
			if _, held := c.array.Inputs()[0].Op().(*op.Memory); !held { // a part would keep all of the chunk in memory
				part = part.Clone()
			}
			return part, nil
		}
	}
	return block.Assemble(kind, c.array.DType(), c.shape, places, c.sparse), nil
}

// isRun says that positions follow each other.
func isRun(at []int) bool {
	for i := range at {
		if at[i] != at[0]+i {
			return false
		}
	}
	return true
}

// union computes a function of two sparse chunks, for which 0 and 0 give 0, on the places that either keeps. Zeros among the results aren't kept.
func union(c *call, o *op.Binary) (block.Block, error) {
	a, b := c.sparse[0], c.sparse[1].AsKind(c.sparse[0].Kind())
	both := block.Join(a, b)
	out := block.NewDense(c.array.DType(), []int{both.A.Len()})
	for lo := 0; lo < out.Len(); lo += tileSize {
		if lo/tileSize%64 == 0 {
			if err := c.stop(); err != nil {
				return nil, err
			}
		}
		hi := min(lo+tileSize, out.Len())
		if err := apply(o, out.Span(lo, hi), [3]*block.Dense{both.A.Span(lo, hi), both.B.Span(lo, hi)}); err != nil {
			return nil, err
		}
	}
	return block.TrustedSparse(a.Kind(), a.Shape(), both.Indptr, both.Indices, out).Pruned(), nil
}
