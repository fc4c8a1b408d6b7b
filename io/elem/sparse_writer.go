package elem

import (
	"context"
	"fmt"
	"math"

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
// arrays in memory; else data and indices grow. Chunks that come before their turn wait in memory.
func (w *writing) sparse(ctx context.Context, g store.Group, name string, x *lazy.Array) error {
	path := below(g, name)
	e, major := encCSR, 0
	if x.Kind() == block.KindCSC {
		e, major = encCSC, 1
	}
	if x.NumBlocks()[1-major] > 1 { // lines in one piece
		size := []int{-1, -1}
		size[major] = max(x.ChunkShape()[major], 1)
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
	l := &lines{data: data, indices: indices, major: major, indptr: make([]int64, 1, shape[major]+1), waiting: map[int]*block.Sparse{}}
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
	next          int                   // the chunk whose turn it is
	waiting       map[int]*block.Sparse // those that came early
}

// take takes a chunk, and those that waited for it.
func (l *lines) take(ctx context.Context, c lazy.Chunk) error {
	b, err := block.ToKind(c.Block, []string{block.KindCSR, block.KindCSC}[l.major])
	if err != nil {
		return err
	}
	s := b.(*block.Sparse)
	if n := c.Index[l.major]; n != l.next {
		l.waiting[n] = s.Clone() // it is valid during this call only
		return nil
	}
	for s != nil {
		if err := l.append(ctx, s); err != nil {
			return err
		}
		l.next++
		s = l.waiting[l.next]
		delete(l.waiting, l.next)
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
	if err := l.indices.append(ctx, places); err != nil {
		return err
	}
	return l.data.append(ctx, s.Values())
}

// column is an array of one axis that is written from its beginning to its end. What is stored in chunks is written in whole ones.
type column struct {
	array   store.Array
	grows   bool
	written int
	length  int // of the array
	chunk   int // 0: it is stored in one piece
	rest    *block.Dense
	filled  int // of rest
}

// chunksAtOnce is how many chunks of a column are written together: stores work on several at once.
const chunksAtOnce = 8

// column makes an array for a known number of values, or with known < 0 one that grows.
func (w *writing) column(g store.Group, name string, t store.Type, known int) (*column, error) {
	spec := store.ArraySpec{DType: t, Shape: []int{max(known, 0)}, Compression: w.Compression, Level: w.Level}
	switch {
	case known < 0:
		spec.Growable, spec.Chunks = true, []int{grownChunk}
	case known > 0 && (w.ChunkBytes > 0 || w.Compression != ""):
		spec.Chunks = []int{min(known, knownChunk)}
	}
	made, err := g.CreateArray(name, spec)
	if err != nil {
		return nil, err
	}
	c := &column{array: made, length: max(known, 0), grows: known < 0}
	if chunks := made.Chunks(); len(chunks) == 1 {
		c.chunk = chunks[0]
		d, _ := t.DType()
		size := c.chunk * chunksAtOnce
		if known >= 0 {
			size = min(size, known)
		}
		c.rest = block.NewDense(d, []int{size})
	}
	return c, nil
}

func (c *column) append(ctx context.Context, v *block.Dense) error {
	if c.chunk == 0 {
		return c.write(ctx, v)
	}
	for at := 0; at < v.Len(); {
		n := min(v.Len()-at, c.rest.Len()-c.filled)
		block.CopyBox(c.rest, []int{c.filled}, v, []int{at}, []int{n})
		at += n
		if c.filled += n; c.filled == c.rest.Len() {
			if err := c.flush(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *column) flush(ctx context.Context) error {
	err := c.write(ctx, c.rest.Span(0, c.filled))
	c.filled = 0
	return err
}

// end writes what is left.
func (c *column) end(ctx context.Context) error {
	if c.filled == 0 {
		return nil
	}
	return c.flush(ctx)
}

func (c *column) write(ctx context.Context, v *block.Dense) error {
	n := v.Len()
	if c.grows {
		g, ok := c.array.(store.Growable)
		if !ok {
			return fmt.Errorf("the store has no arrays that grow: bring the matrix to memory first: %w", store.ErrUnsupported)
		}
		c.length = c.written + n
		if err := g.Grow(c.length); err != nil {
			return err
		}
	}
	err := c.array.WriteRegion(ctx, []int{c.written}, []int{n}, v.Data())
	c.written += n
	return err
}
