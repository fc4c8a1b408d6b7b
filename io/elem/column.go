package elem

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

// column is an array of one axis that is written from its beginning to its end. What is stored in chunks is written in whole ones.
type column struct {
	array   store.Array
	grows   bool
	written int
	length  int // of the array
	chunk   int // 0: it is stored in one piece
	size    int // of rest
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
		c.size = c.chunk * chunksAtOnce
		if known >= 0 {
			c.size = min(c.size, known)
		}
	}
	return c, nil
}

func (c *column) append(ctx context.Context, v *block.Dense) error {
	if c.chunk == 0 {
		return c.write(ctx, v)
	}
	if c.rest == nil {
		c.rest = block.NewDense(v.DType(), []int{c.size})
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
