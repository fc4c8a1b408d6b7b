package zarr

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"sync"

	"github.com/lazycell/lazycell/io/zarr/meta"
	"github.com/lazycell/lazycell/io/zarr/storage"
)

// grid is an array's chunks in a folder. Of an array with shards the chunks are the inner ones: they are what is read.
type grid struct {
	dir  storage.Store
	path string // the array's key, "" at the top
	meta *meta.Array
	// document is the key whose presence shows that the array is still there.
	document string
	locks    *chunkLocks
}

// chunkLocks keep two writers from mending the same chunk at once.
type chunkLocks struct {
	seed  maphash.Seed
	locks [64]sync.Mutex
}

func newChunkLocks() *chunkLocks { return &chunkLocks{seed: maphash.MakeSeed()} }

func (c *chunkLocks) of(key string) *sync.Mutex {
	return &c.locks[maphash.String(c.seed, key)%uint64(len(c.locks))]
}

// chunkShape is the shape of the chunks that are read.
func (g *grid) chunkShape() []int {
	if s := g.meta.Pipeline.Shard; s != nil {
		return s.Chunks
	}
	return g.meta.Chunks
}

func (g *grid) key(index []int) string { return join(g.path, g.meta.Keys.Key(index)) }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}

// region is a box of an array that has been checked against the array's shape.
type region struct {
	offset, shape []int
	first, count  []int // the chunks under it
	chunks        int
}

func (g *grid) region(offset, shape []int) (region, error) {
	r := region{offset: offset, shape: shape}
	dims := len(g.meta.Shape)
	if len(offset) != dims || len(shape) != dims {
		return r, fmt.Errorf("region at %v of shape %v for an array of shape %v: give one number per axis", offset, shape, g.meta.Shape)
	}
	r.first, r.count, r.chunks = make([]int, dims), make([]int, dims), 1
	chunk := g.chunkShape()
	for i, n := range shape {
		if offset[i] < 0 || n < 0 || offset[i] > g.meta.Shape[i] || n > g.meta.Shape[i]-offset[i] {
			return r, fmt.Errorf("region at %v of shape %v is outside the array's shape %v", offset, shape, g.meta.Shape)
		}
		if n == 0 {
			r.chunks = 0
			continue
		}
		r.first[i] = offset[i] / chunk[i]
		r.count[i] = (offset[i]+n-1)/chunk[i] - r.first[i] + 1
		r.chunks *= r.count[i]
	}
	return r, nil
}

// piece is where one chunk and a region meet.
type piece struct {
	index    []int // of the chunk
	size     []int
	inChunk  []int // offset of the meeting in the chunk
	inRegion []int // and in the region
	whole    bool  // the meeting is all of the chunk that lies in the array
	full     bool  // it is all of the chunk, also what hangs over the array's edge
}

// piece gives the i-th chunk under the region.
func (g *grid) piece(r *region, i int) piece {
	dims := len(r.shape)
	all := make([]int, 4*dims)
	p := piece{index: all[:dims], size: all[dims : 2*dims], inChunk: all[2*dims : 3*dims], inRegion: all[3*dims:], whole: true, full: true}
	chunk := g.chunkShape()
	for axis := dims - 1; axis >= 0; axis-- {
		p.index[axis] = r.first[axis] + i%r.count[axis]
		i /= r.count[axis]
		start := p.index[axis] * chunk[axis]
		lo, hi := max(start, r.offset[axis]), min(start+chunk[axis], r.offset[axis]+r.shape[axis])
		p.size[axis], p.inChunk[axis], p.inRegion[axis] = hi-lo, lo-start, lo-r.offset[axis]
		if p.size[axis] != chunk[axis] {
			p.full = false
			if lo != start || hi != g.meta.Shape[axis] {
				p.whole = false
			}
		}
	}
	return p
}

// fetch reads a chunk's stored bytes; nil when the store holds none, which means fill values.
func (g *grid) fetch(ctx context.Context, index []int, shards *shardIndexes) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if g.meta.Pipeline.Shard != nil {
		return shards.fetch(g, index)
	}
	limit := int64(-1)
	if size := g.meta.Type.Size; size > 0 {
		n := int64(product(g.meta.Chunks)) * int64(size)
		limit = n + n/8 + 1<<20 // what no codec exceeds
	}
	data, err := g.dir.Get(g.key(index), limit)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, g.stillThere()
	}
	return data, err
}

// stillThere tells a chunk that was never written from one whose store was removed or replaced since it was opened.
func (g *grid) stillThere() error {
	there, err := g.dir.Has(g.document)
	if err != nil {
		return err
	}
	if !there {
		return fmt.Errorf("it was removed or replaced since the store was opened: open it again: %w", fs.ErrNotExist)
	}
	return nil
}

// display is a path as messages show it.
func display(path string) string { return "/" + path }
