package elem

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// blocksOf is the chunks of a sparse array in memory, in the order of its lines.
func blocksOf(x *lazy.Array) ([]*block.Sparse, bool) {
	m, ok := x.Op().(*op.Memory)
	if !ok {
		return nil, false
	}
	out := make([]*block.Sparse, len(m.Blocks))
	for i, b := range m.Blocks {
		if out[i], ok = b.(*block.Sparse); !ok || b.Kind() != x.Kind() {
			return nil, false
		}
	}
	return out, true
}

// blocks writes chunks that are all there: where each of their entries goes is known, so that the stored chunks are made in any order, several at once.
func (w *writing) blocks(ctx context.Context, g store.Group, blocks []*block.Sparse, data, indices *column) error {
	starts := make([]int, len(blocks)+1) // the number of entries before each block
	indptr := []int64{0}
	values, places := make([]*block.Dense, len(blocks)), make([]*block.Dense, len(blocks))
	for i, b := range blocks {
		var err error
		if places[i], err = block.FromSlice([]int{b.NNZ()}, b.Indices()); err != nil {
			return err
		}
		values[i] = b.Values()
		for _, end := range b.Indptr()[1:] {
			indptr = append(indptr, int64(starts[i])+end)
		}
		starts[i+1] = starts[i] + b.NNZ()
	}
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(1)
	if w.Concurrently {
		group.SetLimit(runtime.GOMAXPROCS(0))
	}
	total := starts[len(blocks)]
	for _, part := range []struct {
		to   *column
		from []*block.Dense
	}{{data, values}, {indices, places}} {
		step := part.to.chunk
		if step == 0 {
			step = knownChunk
		}
		for at := 0; at < total && running.Err() == nil; at += step {
			n := min(step, total-at)
			group.Go(func() error {
				return part.to.array.WriteRegion(running, []int{at}, []int{n}, span(part.from, starts, at, n).Data())
			})
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return w.indptr(ctx, g, indptr)
}

// span is n entries from place at on, of parts that begin at starts. What lies in one part is not copied.
func span(parts []*block.Dense, starts []int, at, n int) *block.Dense {
	var out *block.Dense
	for i, p := range parts {
		from, to := max(at, starts[i]), min(at+n, starts[i+1])
		switch {
		case from >= to:
			continue
		case to-from == n:
			return p.Span(from-starts[i], to-starts[i])
		case out == nil:
			out = block.NewDense(p.DType(), []int{n})
		}
		block.CopyBox(out, []int{from - at}, p, []int{from - starts[i]}, []int{to - from})
	}
	return out
}
