package elem

import (
	"context"
	"fmt"
	"math"

	"golang.org/x/sync/errgroup"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// The most entries that a chunk of indices and data has: of matrices in memory, whose number of entries is known, and of others.
const (
	knownChunk = 1 << 20
	grownChunk = 1 << 17
)

// sparse writes a sparse array as a csr_matrix or csc_matrix, line by line as its chunks are computed. How many entries there will be is known for
// arrays in memory; else data and indices grow. Chunks that come before their turn wait, the most of them in a temporary
// file.
func (w *writing) sparse(ctx context.Context, g store.Group, name string, x *lazy.Array) error {
	path := below(g, name)
	e, major := encCSR, 0
	if x.Kind() == block.KindCSC {
		e, major = encCSC, 1
	}
	if x.NumBlocks()[1-major] > 1 { // lines in one piece
		size := []int{-1, -1}
		line := max(x.NBytes()/int64(max(x.Shape()[major], 1)), 1)
		size[major] = max(min(x.ChunkShape()[major], int(goodChunk/line)), 1)
		if x = x.Rechunk(size...); x.Err() != nil {
			return at(path, x.Err())
		}
	}
	known := -1
	if x.NBytes() <= smallArray { // then the number of entries is known, and chunks for many more are not needed
		var err error
		if x, err = x.Compute(w.run(ctx, path)...); err != nil {
			return at(path, fmt.Errorf("compute it: %w", err))
		}
	}
	if x.InMemory() {
		var err error
		if known, err = x.NNZ(lazy.WithContext(ctx)); err != nil {
			return at(path, err)
		}
	}
	shape := x.Shape()
	made, err := w.group(g, name, e, map[string]any{"shape": []int64{int64(shape[0]), int64(shape[1])}})
	if err != nil {
		return err
	}
	data, err := w.column(made, "data", store.Numeric(x.DType()), known)
	if err != nil {
		return err
	}
	indices, err := w.column(made, "indices", store.Numeric(block.Int32), known)
	if err != nil {
		return err
	}
	if known >= 0 {
		if blocks, ok := blocksOf(x); ok {
			return w.blocks(ctx, made, blocks, data, indices)
		}
	}
	l := &lines{data: data, indices: indices, major: major, indptr: make([]int64, 1, shape[major]+1), waiting: waiting{limit: waitingBytes}, together: w.Concurrently}
	defer l.waiting.close()
	var failed firstError
	err = x.Each(func(c lazy.Chunk) error { return failed.keep(l.take(ctx, c)) }, w.run(ctx, path)...)
	if storeErr := failed.get(); storeErr != nil {
		return storeErr
	}
	if err != nil {
		return at(path, fmt.Errorf("compute it: %w", err))
	}
	if err := l.data.end(ctx); err != nil {
		return err
	}
	if err := l.indices.end(ctx); err != nil {
		return err
	}
	return w.indptr(ctx, made, l.indptr)
}

// indptr writes where lines begin, in the smallest type of SciPy's that holds it.
func (w *writing) indptr(ctx context.Context, g store.Group, starts []int64) error {
	var values any = starts
	if starts[len(starts)-1] <= math.MaxInt32 {
		narrow := make([]int32, len(starts))
		for i, s := range starts {
			narrow[i] = int32(s)
		}
		values = narrow
	}
	t, err := store.TypeOf(values)
	if err != nil {
		return err
	}
	made, err := g.CreateArray("indptr", store.ArraySpec{DType: t, Shape: []int{len(starts)}, Compression: w.Compression, Level: w.Level})
	if err != nil {
		return err
	}
	return made.WriteRegion(ctx, []int{0}, []int{len(starts)}, values)
}

// lines puts the chunks of a sparse array one behind the other.
type lines struct {
	data, indices *column
	major         int
	indptr        []int64
	next          int     // the chunk whose turn it is
	waiting       waiting // those that came early
	together      bool    // data and indices may be written at once
}

// take takes a chunk, and those that waited for it.
func (l *lines) take(ctx context.Context, c lazy.Chunk) error {
	b, err := block.ToKind(c.Block, []string{block.KindCSR, block.KindCSC}[l.major])
	if err != nil {
		return err
	}
	s := b.(*block.Sparse)
	if n := c.Index[l.major]; n != l.next {
		return l.waiting.add(n, s)
	}
	for s != nil {
		if err := l.append(ctx, s); err != nil {
			return err
		}
		l.next++
		if s, err = l.waiting.take(l.next); err != nil {
			return err
		}
	}
	return nil
}

func (l *lines) append(ctx context.Context, s *block.Sparse) error {
	before := l.indptr[len(l.indptr)-1]
	for _, end := range s.Indptr()[1:] {
		l.indptr = append(l.indptr, before+end)
	}
	if s.NNZ() == 0 {
		return nil
	}
	places, err := block.FromSlice([]int{s.NNZ()}, s.Indices())
	if err != nil {
		return err
	}
	if !l.together {
		if err := l.indices.append(ctx, places); err != nil {
			return err
		}
		return l.data.append(ctx, s.Values())
	}
	var g errgroup.Group
	g.Go(func() error { return l.indices.append(ctx, places) })
	g.Go(func() error { return l.data.append(ctx, s.Values()) })
	return g.Wait()
}
