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
}

// read reads a chunk from where it lies and checks that it is what was asked for.
func read(c *kernel.Call, f *op.File) (*block.Dense, error) {
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
