package zarr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"sync"

	"github.com/lazycell/lazycell/io/codec"
)

// shardIndexes keeps the indexes of the shards under one region, each read once.
type shardIndexes struct {
	byKey sync.Map // key -> func() (shardIndex, error)
}

// shardIndex holds offset and length of every inner chunk; nil when the shard isn't stored.
type shardIndex []uint64

// fetch reads an inner chunk's bytes; nil when the store holds none.
func (s *shardIndexes) fetch(g *grid, index []int) ([]byte, error) {
	shard := g.meta.Pipeline.Shard
	outer := make([]int, len(index))
	at := 0
	for i, n := range index {
		per := g.meta.Chunks[i] / shard.Chunks[i]
		outer[i] = n / per
		at = at*per + n%per
	}
	key := g.key(outer)
	load, _ := s.byKey.LoadOrStore(key, sync.OnceValues(func() (shardIndex, error) { return g.readShardIndex(key) }))
	entries, err := load.(func() (shardIndex, error))()
	if err != nil || entries == nil {
		return nil, err
	}
	offset, length := entries[2*at], entries[2*at+1]
	if offset == math.MaxUint64 && length == math.MaxUint64 {
		return nil, nil
	}
	limit := uint64(math.MaxInt64 / 2)
	if size := g.meta.Type.Size; size > 0 {
		n := uint64(product(shard.Chunks)) * uint64(size)
		limit = n + n/8 + 1<<20
	}
	if offset > math.MaxInt64/2 || length > limit {
		return nil, fmt.Errorf("inner chunk %v at %d with %d bytes: %w", index, offset, length, codec.ErrCorrupt)
	}
	return g.dir.GetRange(key, int64(offset), int64(length))
}

func (g *grid) readShardIndex(key string) (shardIndex, error) {
	shard := g.meta.Pipeline.Shard
	inner := 1
	for i, n := range shard.Chunks {
		inner *= g.meta.Chunks[i] / n
	}
	plain := inner * 16
	stored, _ := codec.FixedSize(shard.IndexBytes, plain)
	from := int64(0)
	if !shard.IndexFirst {
		from = -int64(stored)
	}
	src, err := g.dir.GetRange(key, from, int64(stored))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, g.stillThere()
	}
	if err != nil {
		return nil, fmt.Errorf("index of the shard: %w", err)
	}
	raw, err := codec.DecodeAll(shard.IndexBytes, src, plain)
	if err == nil && len(raw) != plain {
		err = fmt.Errorf("%d bytes where %d belong: %w", len(raw), plain, codec.ErrCorrupt)
	}
	if err != nil {
		return nil, fmt.Errorf("index of the shard: %w", err)
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if shard.IndexBigEndian {
		order = binary.BigEndian
	}
	out := make(shardIndex, 2*inner)
	for i := range out {
		out[i] = order.Uint64(raw[8*i:])
	}
	return out, nil
}
