package zarr

import (
	"bytes"
	"context"
	"fmt"
	"sync"
)

// writeTexts stores a region of strings.
func (g *grid) writeTexts(ctx context.Context, offset, shape []int, data []string) error {
	if len(data) != product(shape) {
		return fmt.Errorf("%d strings for a region of shape %v", len(data), shape)
	}
	return g.writePieces(ctx, offset, shape, func(p piece) (elements, error) {
		e := elements{}
		if p.whole {
			e.text = make([]string, product(g.meta.Chunks))
			if g.meta.FillText != "" && !p.full {
				for i := range e.text {
					e.text[i] = g.meta.FillText
				}
			}
		} else {
			old, err := g.current(ctx, p)
			if err != nil {
				return e, err
			}
			e = old
		}
		copyBox(e.text, g.meta.Chunks, p.inChunk, data, shape, p.inRegion, p.size)
		return e, nil
	})
}

// writeNumbers stores a region of elements given as their memory.
func (g *grid) writeNumbers(ctx context.Context, offset, shape []int, data []byte) error {
	size := plainSize(g.meta.Type)
	if len(data) != product(shape)*size {
		return fmt.Errorf("%d elements for a region of shape %v", len(data)/max(size, 1), shape)
	}
	fill, zero := g.fill()
	dataBytes, chunkBytes := scaled(shape, size), scaled(g.meta.Chunks, size)
	return g.writePieces(ctx, offset, shape, func(p piece) (elements, error) {
		from, to, box := scaledOffset(p.inRegion, size), scaledOffset(p.inChunk, size), scaled(p.size, size)
		if p.full {
			if at, ok := isRun(dataBytes, from, box); ok {
				return elements{raw: data[at : at+product(box)]}, nil
			}
		}
		e := elements{}
		if p.whole {
			e.raw = make([]byte, product(chunkBytes))
			if !zero && !p.full {
				fillPattern(e.raw, chunkBytes, make([]int, len(chunkBytes)), chunkBytes, fill)
			}
		} else {
			old, err := g.current(ctx, p)
			if err != nil {
				return e, err
			}
			e = old
		}
		copyBox(e.raw, chunkBytes, to, data, dataBytes, from, box)
		return e, nil
	})
}

// writePieces encodes and stores every chunk under a region, in parallel.
func (g *grid) writePieces(ctx context.Context, offset, shape []int, assemble func(p piece) (elements, error)) error {
	whole := g.shards()
	r, err := whole.region(offset, shape)
	if err != nil {
		return err
	}
	fill, _ := g.fill()
	return parallel(ctx, r.chunks, func(ctx context.Context, i int) error {
		p := whole.piece(&r, i)
		key := g.key(p.index)
		if !p.whole { // a chunk that is mended must not change in between
			lock := g.locks.of(key)
			lock.Lock()
			defer lock.Unlock()
		}
		err := g.store(ctx, key, p, fill, assemble)
		if err != nil {
			return fmt.Errorf("chunk %v (key %s): %w", p.index, key, err)
		}
		return nil
	})
}

// scratches are buffers for chunks on their way: the first touch of fresh memory costs more than coding into it.
var scratches = sync.Pool{New: func() any { return new([]byte) }}

func (g *grid) store(ctx context.Context, key string, p piece, fill []byte, assemble func(p piece) (elements, error)) error {
	e, err := assemble(p)
	if err != nil {
		return err
	}
	if e.raw != nil && isFill(e.raw, fill) {
		return g.dir.Delete(key) // a missing chunk is fill values
	}
	if g.meta.Pipeline.Shard != nil {
		shard, err := g.encodeShard(ctx, e, fill)
		if err != nil {
			return err
		}
		return g.dir.Set(key, shard)
	}
	scratch := scratches.Get().(*[]byte)
	defer scratches.Put(scratch)
	if n := len(e.raw); cap(*scratch) < n {
		*scratch = make([]byte, 0, n+n/64+1024)
	}
	src, err := encodeChunk(&g.meta.Pipeline, g.meta.Type, e, *scratch)
	if err != nil {
		return err
	}
	return g.dir.Set(key, src)
}

// current is a chunk as it is stored, or made of fill values.
func (g *grid) current(ctx context.Context, p piece) (elements, error) {
	if g.meta.Pipeline.Shard != nil {
		return g.currentShard(ctx, p)
	}
	src, err := g.fetch(ctx, p.index, nil)
	if err != nil {
		return elements{}, err
	}
	if src != nil {
		return g.decode(src)
	}
	n := product(g.meta.Chunks)
	if g.meta.Type.IsText() {
		texts := make([]string, n)
		for i := range texts {
			texts[i] = g.meta.FillText
		}
		return elements{text: texts}, nil
	}
	fill, _ := g.fill()
	return elements{raw: bytes.Repeat(fill, n)}, nil
}

// isFill says that raw is nothing but repetitions of the fill value.
func isFill(raw, fill []byte) bool {
	n := len(fill)
	return n > 0 && len(raw) >= n && bytes.Equal(raw[:n], fill) && bytes.Equal(raw[n:], raw[:len(raw)-n])
}
