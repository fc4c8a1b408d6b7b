package exec

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/spill"
	"github.com/lazycell/lazycell/lazy/op"
)

// files counts what goes to disk: there are no two of the same name.
var files atomic.Int64

// fileOf is a file for the chunks of an array, which take about so many bytes, in a directory. cuts is where boxes that will be read begin.
func fileOf(dir string, x *lazy.Array, cuts [][]int, bytes int64) (spillFile, error) {
	name := fmt.Sprintf("disk-%d", files.Add(1))
	if x.Kind() == lazy.Dense {
		return spill.NewDense(dir, name, x.DType(), x.Grid(), cuts)
	}
	return spill.NewSparse(dir, name, x.Kind(), x.DType(), x.Grid(), int(bytes/int64(x.DType().Size()+4)))
}

// KeepOnDisk implements lazy.Keeper.
func (l Local) KeepOnDisk(ctx context.Context, a *lazy.Array, r lazy.Run) (op.Reader, error) {
	dir, err := spill.Place(r.Spill)
	if err != nil {
		return nil, fmt.Errorf("lazy: keep %s: %w", a.Summary(), err)
	}
	bytes := sizeOf(a)
	if room := spill.Room(dir); bytes > room/10*9 {
		return nil, fmt.Errorf("lazy: keep %s: there is room for %d MiB in %s where %d MiB would have to go: set LAZYCELL_SPILL to another directory",
			a.Summary(), room>>20, dir, bytes>>20)
	}
	whole := make([][]int, a.NDim())
	for axis, n := range a.Shape() {
		whole[axis] = []int{n}
	}
	f, err := fileOf(dir, a, whole, bytes)
	if err != nil {
		return nil, err
	}
	r.Concurrent, r.Keep = true, false
	if err := l.Run(ctx, []*lazy.Array{a}, r, func(_ int, c lazy.Chunk) error { return f.Write(c.Index, c.Block) }); err != nil {
		_ = f.Close() // the first error counts
		return nil, err
	}
	return f, nil // it is closed when it is garbage
}

// sizeOf is how many bytes all chunks of an array have.
func sizeOf(x *lazy.Array) (total int64) {
	g := x.Grid()
	for n := range g.Len() {
		total += x.StoredBytes(g.ChunkShape(g.Index(n)), 1)
	}
	return total
}
