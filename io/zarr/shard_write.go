package zarr

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/lazycell/lazycell/io/codec"
)

// shards is the array as a grid of what is written at once: of an array with shards, these.
func (g *grid) shards() *grid {
	if g.meta.Pipeline.Shard == nil {
		return g
	}
	whole, m := *g, *g.meta
	m.Pipeline.Shard = nil
	whole.meta = &m
	return &whole
}

// encodeShard encodes the chunks of a shard, several at once, and puts them behind one another, with their index at the end. Chunks of nothing but
// fill values are left out.
func (g *grid) encodeShard(ctx context.Context, e elements, fill []byte) ([]byte, error) {
	shard := g.meta.Pipeline.Shard
	if shard.IndexFirst || shard.IndexBigEndian {
		return nil, fmt.Errorf("shards whose index lies so are read, not written: %w", codec.ErrUnsupported)
	}
	count := make([]int, len(shard.Chunks))
	for i, n := range shard.Chunks {
		count[i] = g.meta.Chunks[i] / n
	}
	parts := make([][]byte, product(count))
	err := parallel(ctx, len(parts), func(_ context.Context, i int) error {
		from := make([]int, len(count))
		for axis, rest := len(count)-1, i; axis >= 0; axis-- {
			from[axis] = rest % count[axis] * shard.Chunks[axis]
			rest /= count[axis]
		}
		part, missing := g.innerChunk(e, from, fill)
		if missing {
			return nil
		}
		encoded, err := encodeChunk(&shard.Pipeline, g.meta.Type, part, nil)
		parts[i] = encoded
		return err
	})
	if err != nil {
		return nil, err
	}
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	out := make([]byte, 0, size+16*len(parts)+64)
	index := make([]byte, 0, 16*len(parts))
	for _, p := range parts {
		offset, length := uint64(len(out)), uint64(len(p))
		if p == nil {
			offset, length = math.MaxUint64, math.MaxUint64
		}
		index = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(index, offset), length)
		out = append(out, p...)
	}
	index, err = codec.EncodeAll(shard.IndexBytes, index, nil)
	return append(out, index...), err
}

// innerChunk is one chunk of a shard's elements, which begins at a place in it; missing says that it is nothing but fill values.
func (g *grid) innerChunk(e elements, from []int, fill []byte) (part elements, missing bool) {
	shape := g.meta.Pipeline.Shard.Chunks
	zero := make([]int, len(shape))
	if e.raw == nil {
		part.text = make([]string, product(shape))
		copyBox(part.text, shape, zero, e.text, g.meta.Chunks, from, shape)
		return part, false
	}
	size := plainSize(g.meta.Type)
	part.raw = make([]byte, product(shape)*size)
	wide := scaled(shape, size)
	copyBox(part.raw, wide, scaledOffset(zero, size), e.raw, scaled(g.meta.Chunks, size), scaledOffset(from, size), wide)
	return part, isFill(part.raw, fill)
}

// currentShard is the elements of a shard as they are stored, fill values where there are none.
func (g *grid) currentShard(ctx context.Context, p piece) (elements, error) {
	dims := len(p.index)
	offset, shape, zero := make([]int, dims), make([]int, dims), make([]int, dims)
	for i, n := range g.meta.Chunks {
		offset[i] = p.index[i] * n
		shape[i] = min(n, g.meta.Shape[i]-offset[i])
	}
	n := product(g.meta.Chunks)
	if g.meta.Type.IsText() {
		e := elements{text: make([]string, n)}
		for i := range e.text {
			e.text[i] = g.meta.FillText
		}
		texts, err := g.readTexts(ctx, offset, shape)
		if err == nil {
			copyBox(e.text, g.meta.Chunks, zero, texts, shape, zero, shape)
		}
		return e, err
	}
	fill, _ := g.fill()
	size := len(fill)
	e := elements{raw: bytes.Repeat(fill, n)}
	raw := make([]byte, product(shape)*size)
	if err := g.readNumbers(ctx, offset, shape, raw); err != nil {
		return e, err
	}
	copyBox(e.raw, scaled(g.meta.Chunks, size), scaledOffset(zero, size), raw, scaled(shape, size), scaledOffset(zero, size), scaled(shape, size))
	return e, nil
}
