package lazy

import (
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/op"
)

// A change of chunks goes through chunks in between when there would be more reads than chunks could justify: each costs the executor about
// as much as copying some kilobytes. The algorithm is that of dask's plan_rechunk (Antoine Pitrou, 2015): merge chunks
// along the axes where they are to become fewer, as far as memory allows, best first; when it doesn't allow it, split along the others and merge
// again.
const (
	manyReads     = 1 << 17 // reads below which nothing is put in between
	readsPerChunk = 64      // reads for every chunk on both sides below which nothing is put in between
)

// rechunkSteps is the chunkings on the way from one to another, which is the last, none of them with chunks larger than limit bytes unless those of
// either side are.
func rechunkSteps(from, to [][]int, itemsize int, limit int64) [][][]int {
	if len(to) == 0 || slices.ContainsFunc(to, func(sizes []int) bool { return slices.Max(sizes) == 0 }) {
		return [][][]int{to}
	}
	most := max(float64(limit)/float64(max(itemsize, 1)), largestChunk(from), largestChunk(to))
	enough := max(manyReads, readsPerChunk*(numberOf(from)+numberOf(to)))
	var steps [][][]int
	current, first := from, true
	for range 64 {
		reads := readsBetween(current, to)
		if reads < enough {
			break
		}
		next := current
		if !first {
			next = splitTowards(current, to, 4*reads)
		}
		next, full := mergeTowards(next, to, most)
		if sameChunks(next, current) && !first || sameChunks(next, to) {
			break
		}
		if !sameChunks(next, current) {
			steps = append(steps, next)
		}
		current, first = next, false
		if !full {
			break
		}
	}
	return append(steps, to)
}

func sameChunks(a, b [][]int) bool { return slices.EqualFunc(a, b, slices.Equal[[]int]) }

func numberOf(chunks [][]int) float64 {
	n := 1.0
	for _, sizes := range chunks {
		n *= float64(len(sizes))
	}
	return n
}

func largestChunk(chunks [][]int) float64 {
	n := 1.0
	for _, sizes := range chunks {
		n *= float64(slices.Max(sizes))
	}
	return n
}

// readsBetween is about how many pieces are cut out of chunks to make the others.
func readsBetween(from, to [][]int) float64 {
	n := 1.0
	for axis := range from {
		if slices.Equal(from[axis], to[axis]) {
			n *= float64(len(from[axis]))
		} else {
			n *= float64(len(from[axis]) + len(to[axis]) - 1)
		}
	}
	return n
}

// mergeTowards takes the wanted chunks along axes where they are fewer than now, as long as no chunk gets more than most elements; full says that
// there was no room for all of it.
func mergeTowards(from, to [][]int, most float64) (chunks [][]int, full bool) {
	var axes []int
	value := make([]float64, len(from))
	for axis := range from {
		fewer := float64(len(to[axis])) / float64(len(from[axis]))
		larger := float64(slices.Max(to[axis])) / float64(slices.Max(from[axis]))
		if larger == 1 {
			larger = 1 + 1e-9
		}
		value[axis] = math.Log(fewer) / math.Log(larger)
		if fewer <= 1 {
			axes = append(axes, axis)
		}
	}
	slices.SortStableFunc(axes, func(i, k int) int {
		switch {
		case value[i] < value[k]:
			return -1
		case value[i] > value[k]:
			return 1
		}
		return 0
	})
	chunks = slices.Clone(from)
	size := largestChunk(chunks)
	for _, axis := range axes {
		width := float64(slices.Max(chunks[axis]))
		if next := size / width * float64(slices.Max(to[axis])); next <= most {
			chunks[axis], size = to[axis], next
			continue
		}
		if part := divided(to[axis], max(int(most*width/size), 1)); len(part) <= len(from[axis]) {
			chunks[axis], size = part, size/width*float64(slices.Max(part))
		}
		full = true
	}
	return chunks, full
}

// splitTowards cuts chunks along axes where more are wanted than there are, as far as that makes no more than so many reads.
func splitTowards(from, to [][]int, reads float64) [][]int {
	chunks := slices.Clone(from)
	for axis := range from {
		now := readsBetween(chunks, to)
		if now > reads {
			break
		}
		if len(from[axis]) > len(to[axis]) {
			continue
		}
		part := mergedTo(to[axis], int(float64(len(from[axis]))*reads/now))
		if len(part) >= len(from[axis]) && slices.Max(part) <= slices.Max(from[axis]) {
			chunks[axis] = part
		}
	}
	return chunks
}

// mergedTo is chunks put together to at most n, about alike.
func mergedTo(chunks []int, n int) []int {
	n = max(n, 1)
	if len(chunks) <= n {
		return chunks
	}
	total := 0
	for _, size := range chunks {
		total += size
	}
	var out []int
	size, done := 0, 0
	for _, c := range chunks {
		// A chunk ends where its share of the whole is reached.
		if size += c; float64(done+size)*float64(n) >= float64(total)*float64(len(out)+1) {
			out, done, size = append(out, size), done+size, 0
		}
	}
	return out
}

// rechunked is the array cut as given, or itself when it is.
func (a *Array) rechunked(chunks [][]int) *Array {
	if a.err != nil || sameChunks(a.Chunks(), chunks) {
		return a
	}
	if plain(a.op) {
		return node(a.op, a.dtype, chunks)
	}
	for _, step := range rechunkSteps(a.Chunks(), chunks, a.dtype.Size(), chunkLimit) {
		axes := make([]op.Positions, a.NDim())
		for axis, n := range a.Shape() {
			axes[axis] = op.Whole(n)
		}
		a = node(&op.Select{Axes: axes, Anew: true}, a.dtype, step, a)
	}
	return a
}
