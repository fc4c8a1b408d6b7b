package zarr

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/io/codec"
	"github.com/lazycell/lazycell/io/zarr/meta"
)

// readTexts reads a region of strings.
func (g *grid) readTexts(ctx context.Context, offset, shape []int) ([]string, error) {
	r, err := g.region(offset, shape)
	if err != nil {
		return nil, err
	}
	if err := checkMemory(shape, 16); err != nil {
		return nil, err
	}
	out := make([]string, product(shape))
	fill := g.meta.FillText
	err = g.eachPiece(ctx, r, func(p piece, src []byte) error {
		if src == nil {
			if fill != "" {
				fillBox(out, shape, p.inRegion, p.size, fill)
			}
			return nil
		}
		e, err := g.decode(src)
		if err != nil {
			return err
		}
		copyBox(out, shape, p.inRegion, e.text, g.chunkShape(), p.inChunk, p.size)
		return nil
	})
	return out, err
}

// readNumbers reads a region into out, the zeroed memory of its elements in Go's sizes.
func (g *grid) readNumbers(ctx context.Context, offset, shape []int, out []byte) error {
	r, err := g.region(offset, shape)
	if err != nil {
		return err
	}
	size := plainSize(g.meta.Type)
	fill, zero := g.fill()
	chunk := g.chunkShape()
	outBytes, chunkBytes := scaled(shape, size), scaled(chunk, size)
	return g.eachPiece(ctx, r, func(p piece, src []byte) error {
		to, from, box := scaledOffset(p.inRegion, size), scaledOffset(p.inChunk, size), scaled(p.size, size)
		if src == nil {
			if !zero {
				fillPattern(out, outBytes, to, box, fill)
			}
			return nil
		}
		if into := g.direct(); into != nil {
			if at, ok := isRun(outBytes, to, box); ok && p.full {
				return into.DecodeInto(out[at:at+product(box)], src)
			}
			if err := checkMemory(chunkBytes, 1); err != nil {
				return err
			}
			scratch := scratches.Get().(*[]byte)
			defer scratches.Put(scratch)
			n := product(chunkBytes)
			if cap(*scratch) < n {
				*scratch = make([]byte, n)
			}
			if err := into.DecodeInto((*scratch)[:n], src); err != nil {
				return err
			}
			copyBox(out, outBytes, to, (*scratch)[:n], chunkBytes, from, box)
			return nil
		}
		e, err := g.decode(src)
		if err != nil {
			return err
		}
		copyBox(out, outBytes, to, e.raw, chunkBytes, from, box)
		return nil
	})
}

// eachPiece calls f with every chunk under a region, in parallel, and the stored bytes, nil where there are none.
func (g *grid) eachPiece(ctx context.Context, r region, f func(p piece, src []byte) error) error {
	shards := &shardIndexes{}
	return parallel(ctx, r.chunks, func(ctx context.Context, i int) error {
		p := g.piece(&r, i)
		src, err := g.fetch(ctx, p.index, shards)
		if err == nil {
			err = f(p, src)
		}
		if err != nil {
			return fmt.Errorf("chunk %v (key %s): %w", p.index, g.key(g.stored(p.index)), err)
		}
		return nil
	})
}

// stored is the place in the stored grid of a chunk that is read: for an inner chunk, its shard's.
func (g *grid) stored(index []int) []int {
	shard := g.meta.Pipeline.Shard
	if shard == nil {
		return index
	}
	out := make([]int, len(index))
	for i, n := range index {
		out[i] = n * shard.Chunks[i] / g.meta.Chunks[i]
	}
	return out
}

func (g *grid) decode(src []byte) (elements, error) {
	p := &g.meta.Pipeline
	if p.Shard != nil {
		p = &p.Shard.Pipeline
	}
	return decodeChunk(p, g.meta.Type, g.chunkShape(), src)
}

// direct is the codec that decodes straight into the elements' memory, when nothing else is to be done to them.
func (g *grid) direct() codec.IntoDecoder {
	p := &g.meta.Pipeline
	if p.Shard != nil {
		p = &p.Shard.Pipeline
	}
	t := g.meta.Type
	if len(p.Bytes) != 1 || p.Order != nil || p.BigEndian || !hostIsLittle || t.Kind == meta.Bool || plainSize(t) != t.Size {
		return nil
	}
	into, _ := p.Bytes[0].(codec.IntoDecoder)
	return into
}

// fill is the fill value in Go's size, and whether it is all zero.
func (g *grid) fill() ([]byte, bool) {
	fill := widen(append([]byte(nil), g.meta.Fill...), g.meta.Type)
	if !hostIsLittle {
		reverseElements(fill, plainType(g.meta.Type))
	}
	for _, b := range fill {
		if b != 0 {
			return fill, false
		}
	}
	return fill, true
}

// fillPattern repeats a pattern through a box of bytes whose rows are whole repetitions.
func fillPattern(dst []byte, shape, offset, size []int, pattern []byte) {
	eachRow(size, func(index []int) {
		at := place(shape, offset, index)
		row := dst[at : at+size[len(size)-1]]
		for n := copy(row, pattern); n > 0 && n < len(row); n *= 2 {
			copy(row[n:], row[:n])
		}
	})
}
