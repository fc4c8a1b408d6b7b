package source

import (
	"fmt"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

func init() {
	kernel.Register(func(c *kernel.Call, m *op.Memory) (*block.Dense, error) {
		return m.Blocks[c.Array.Grid().Linear(c.Index)].Dense(), nil
	})
	kernel.Register(read)
	kernel.Register(readBox)
	kernel.RegisterSparse(func(c *kernel.Call, m *op.Memory) (block.Block, error) {
		return m.Blocks[c.Array.Grid().Linear(c.Index)], nil
	})
	kernel.RegisterSparse(readSparse)
	kernel.RegisterScratch(func(b *Boxed, s *kernel.Sizes) int64 {
		if box := int64(block.Size(b.Box(s.Offset, s.Shape))) * s.Out / max(int64(block.Size(s.Shape)), 1); box > s.Out {
			return box
		}
		return 0
	})
}

// read reads a chunk from where it lies and checks that it is what was asked for.
func read(c *kernel.Call, f *op.File) (*block.Dense, error) {
	if r, ok := f.Reader.(op.IntoReader); ok {
		out := c.Empty()
		return out, r.ReadInto(c.Ctx, c.Array.Grid().Offset(c.Index), out)
	}
	b, err := f.Reader.ReadBlock(c.Ctx, c.Array.Grid().Offset(c.Index), c.Shape)
	if err != nil {
		return nil, err
	}
	d := b.Dense()
	if d.DType() != c.Array.DType() || lazy.Shape(d.Shape()).String() != lazy.Shape(c.Shape).String() {
		return nil, fmt.Errorf("%s: the source gave %v of %v, the array has %v of %v",
			f.Reader.Name(), lazy.Shape(d.Shape()), d.DType(), lazy.Shape(c.Shape), c.Array.DType())
	}
	return d, nil
}

// Lends says that a source gives memory of its own, which it may use again.
func Lends(f *op.File) bool {
	_, into := f.Reader.(op.IntoReader)
	return !into
}

// readSparse reads a chunk from where it lies, as one of the array's kind.
func readSparse(c *kernel.Call, f *op.File) (block.Block, error) {
	b, err := f.Reader.ReadBlock(c.Ctx, c.Array.Grid().Offset(c.Index), c.Shape)
	if err != nil {
		return nil, err
	}
	if b.DType() != c.Array.DType() || lazy.Shape(b.Shape()).String() != lazy.Shape(c.Shape).String() {
		return nil, fmt.Errorf("%s: the source gave %v of %v, the array has %v of %v",
			f.Reader.Name(), lazy.Shape(b.Shape()), b.DType(), lazy.Shape(c.Shape), c.Array.DType())
	}
	return block.ToKind(b, c.Array.Kind())
}
