package elem

import (
	"slices"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

const (
	// chunkLimit is the size in bytes of the chunks of lazy arrays over files: large enough for whole stored chunks, and small enough that their memory is
	// used again.
	chunkLimit = 16 << 20
	// runLimit is that over arrays that are stored in one piece, of which any part is read as quickly: what stays in the processor's caches.
	runLimit = 8 << 20
	// smallArray is the size up to which an array is read in one go.
	smallArray = 4 << 20
	// tinyChunk is the mean size below which chunks cost more than they hold.
	tinyChunk = 64 << 10
)

func isSmall(shape []int, elementSize int) bool { return block.Size(shape)*elementSize <= smallArray }

// readChunks is the chunks of a lazy array over a stored one: whole stored chunks, as many as make a good size. An array that is stored in one
// piece is read by rows.
func readChunks(shape, stored []int, elementSize int) [][]int {
	if len(stored) != len(shape) || len(shape) == 0 || slices.Contains(shape, 0) {
		return runs(shape, 0, elementSize)
	}
	size := make([]int, len(shape))
	for i, n := range stored {
		size[i] = min(max(n, 1), shape[i])
	}
	size = grown(size, shape, elementSize, chunkLimit)
	chunks := make([][]int, len(shape))
	for i, n := range shape {
		chunks[i] = cut(n, size[i])
	}
	return chunks
}

// grown is a shape of chunks with its shortest sizes doubled until one more time would be above a limit in bytes.
func grown(size, shape []int, elementSize, limit int) []int {
	bytes := elementSize * block.Size(size)
	for bytes > 0 && 2*bytes <= limit {
		shortest := -1
		for i := range size {
			if size[i] < shape[i] && (shortest < 0 || size[i] < size[shortest]) {
				shortest = i
			}
		}
		if shortest < 0 {
			break
		}
		bytes = bytes / size[shortest]
		size[shortest] = min(2*size[shortest], shape[shortest])
		bytes *= size[shortest]
	}
	return size
}

// runs is chunks that are cut along one axis only, nil (automatic) where one step along it is too much already.
func runs(shape []int, axis, elementSize int) [][]int {
	if len(shape) == 0 || slices.Contains(shape, 0) {
		return nil
	}
	step := elementSize
	chunks := make([][]int, len(shape))
	for i, n := range shape {
		chunks[i] = []int{n}
		if i != axis {
			step *= n
		}
	}
	if step > chunkLimit {
		return nil
	}
	n, high := shape[axis], max(runLimit/step, 1)
	pieces := (n + high - 1) / high
	chunks[axis] = cut(n, (n+pieces-1)/pieces)
	return chunks
}

// cut is n cut into pieces of a size; the last one is the rest.
func cut(n, size int) []int {
	var out []int
	for ; n > 0; n -= size {
		out = append(out, min(n, size))
	}
	return out
}

// goodChunk is the least size of the chunks that replace tiny ones.
const goodChunk = 8 << 20

// gridded is the array with regular chunks, and their shape, so that every stored chunk is written once. Irregular chunks become regular ones of about their size, and
// many tiny ones larger ones.
func gridded(x *lazy.Array) (*lazy.Array, []int) {
	shape := x.Shape()
	size, ok := regular(x.Chunks())
	if ok && (x.NChunks() == 1 || x.NBytes()/int64(x.NChunks()) >= tinyChunk) {
		return x, size
	}
	size = slices.Clone(x.ChunkShape())
	if block.Size(size)*x.DType().Size() < goodChunk {
		size = grown(size, shape, x.DType().Size(), goodChunk)
	}
	return x.Rechunk(size...), size
}

// inChunks is the array in chunks that are whole stored ones, about as large as its own were, and the shape of the stored ones.
func inChunks(x *lazy.Array, stored []int) (*lazy.Array, []int) {
	shape, was := x.Shape(), x.ChunkShape()
	size, cut := make([]int, len(shape)), make([]int, len(shape))
	for i, n := range stored {
		cut[i] = max(min(n, shape[i]), 1)
		size[i] = min(max(was[i]/cut[i], 1)*cut[i], shape[i])
	}
	return x.Rechunk(size...), cut
}

// regular is the size of chunks that are all alike, but for smaller last ones.
func regular(chunks [][]int) ([]int, bool) {
	size := make([]int, len(chunks))
	for i, sizes := range chunks {
		if len(sizes) == 0 {
			return nil, false
		}
		size[i] = sizes[0]
		for j, n := range sizes {
			if n != size[i] && (j < len(sizes)-1 || n > size[i]) {
				return nil, false
			}
		}
	}
	return size, true
}

// storedChunks divides chunks evenly until they are of a size that files have, so that a chunk of a lazy array is some whole chunks of the
// stored one.
func storedChunks(size, shape []int, elementSize, limit int) []int {
	out := slices.Clone(size)
	for {
		bytes := elementSize
		for _, n := range out {
			bytes *= n
		}
		if bytes <= limit {
			return out
		}
		longest, factor := -1, 1
		for i, n := range out {
			if longest >= 0 && n <= out[longest] {
				continue
			}
			if f := smallestFactor(n, size[i] >= shape[i]); f > 1 {
				longest, factor = i, f
			}
		}
		if longest < 0 {
			return out
		}
		out[longest] = (out[longest] + factor - 1) / factor
	}
}

// shard makes the chunks of a new array shards of smaller ones.
func (w *writing) shard(spec *store.ArraySpec, elementSize int) {
	if w.ShardBytes == 0 || len(spec.Chunks) == 0 {
		return
	}
	spec.Shard = slices.Clone(spec.Chunks)
	spec.Chunks = storedChunks(spec.Chunks, spec.Shape, elementSize, w.ShardBytes)
	for i, n := range spec.Chunks {
		spec.Shard[i] = (spec.Shard[i] + n - 1) / n * n // more than before on axes of one shard only
	}
}

// smallestFactor is the smallest number that divides n; on an axis that is one chunk of the array any division will do.
func smallestFactor(n int, whole bool) int {
	if n < 2 {
		return 1
	}
	for _, f := range []int{2, 3, 5, 7, 11, 13} {
		if n%f == 0 || whole && f == 2 {
			return f
		}
	}
	return 1
}
