package op

import (
	"fmt"
	"slices"
	"sort"
)

// Grid is how an array is cut into chunks. It is not changed once made.
type Grid struct {
	shape  []int
	chunks [][]int // sizes along each axis
	starts [][]int // where each chunk begins, and at last the size of the axis
}

// Axis is how one axis is cut. It is not changed once made, so that grids may share it.
type Axis struct {
	size           int
	chunks, starts []int
}

// NewAxis is an axis of chunks of these sizes. It has at least one chunk, which may be of size 0.
func NewAxis(sizes []int) (Axis, error) {
	chunks, starts := make([]int, 0, len(sizes)), make([]int, 1, len(sizes)+1)
	at := 0
	for _, s := range sizes {
		switch {
		case s < 0:
			return Axis{}, fmt.Errorf("a chunk of size %d", s)
		case s == 0:
			continue
		case s > MaxElements-at:
			return Axis{}, fmt.Errorf("chunks of more than %d elements together", MaxElements)
		}
		at += s
		chunks, starts = append(chunks, s), append(starts, at)
	}
	if at == 0 {
		chunks, starts = []int{0}, []int{0, 0}
	}
	return Axis{at, chunks, starts}, nil
}

// Len is the number of chunks.
func (a Axis) Len() int { return len(a.chunks) }

// NewGrid is the grid of these chunk sizes along each axis. An axis has at least one chunk, which may be of size 0. An axis whose sizes are the very list of
// one of the grids that are given is shared with it, which takes no time.
func NewGrid(chunks [][]int, like ...*Grid) (*Grid, error) {
	axes := make([]Axis, len(chunks))
	for axis, sizes := range chunks {
		if known, ok := axisOf(sizes, like); ok {
			axes[axis] = known
			continue
		}
		var err error
		if axes[axis], err = NewAxis(sizes); err != nil {
			return nil, fmt.Errorf("axis %d has %w", axis, err)
		}
	}
	return GridOf(axes), nil
}

// axisOf finds the axis that a list of sizes belongs to.
func axisOf(sizes []int, grids []*Grid) (Axis, bool) {
	if len(sizes) == 0 {
		return Axis{}, false
	}
	for _, g := range grids {
		for axis, own := range g.chunks {
			if len(own) == len(sizes) && &own[0] == &sizes[0] {
				return Axis{g.shape[axis], own, g.starts[axis]}, true
			}
		}
	}
	return Axis{}, false
}

// GridOf is the grid of these axes.
func GridOf(axes []Axis) *Grid {
	g := &Grid{shape: make([]int, len(axes)), chunks: make([][]int, len(axes)), starts: make([][]int, len(axes))}
	for i, a := range axes {
		g.shape[i], g.chunks[i], g.starts[i] = a.size, a.chunks, a.starts
	}
	return g
}

// Shape is the size along each axis. It must not be changed.
func (g *Grid) Shape() []int { return g.shape }

// Chunks is the sizes of the chunks along each axis. They must not be changed.
func (g *Grid) Chunks() [][]int { return g.chunks }

// NDim is the number of axes.
func (g *Grid) NDim() int { return len(g.shape) }

// NumBlocks is the number of chunks along each axis.
func (g *Grid) NumBlocks() []int {
	n := make([]int, len(g.chunks))
	for i, c := range g.chunks {
		n[i] = len(c)
	}
	return n
}

// Len is the number of chunks.
func (g *Grid) Len() int {
	n := 1
	for _, c := range g.chunks {
		n *= len(c)
	}
	return n
}

// Offset is where the chunk at index begins.
func (g *Grid) Offset(index []int) []int {
	at := make([]int, len(index))
	for i, k := range index {
		at[i] = g.starts[i][k]
	}
	return at
}

// ChunkShape is the shape of the chunk at index.
func (g *Grid) ChunkShape(index []int) []int {
	shape := make([]int, len(index))
	for i, k := range index {
		shape[i] = g.chunks[i][k]
	}
	return shape
}

// ChunkSize is the number of elements of the n-th chunk in C order.
func (g *Grid) ChunkSize(n int) int {
	size := 1
	for i := len(g.chunks) - 1; i >= 0; i-- {
		size *= g.chunks[i][n%len(g.chunks[i])]
		n /= len(g.chunks[i])
	}
	return size
}

// Largest is the size of the largest chunk along each axis.
func (g *Grid) Largest() []int {
	out := make([]int, len(g.chunks))
	for i, c := range g.chunks {
		out[i] = slices.Max(c)
	}
	return out
}

// Find is the chunk along an axis in which a position lies. Positions lie between 0 and the size of the axis.
func (g *Grid) Find(axis, position int) int {
	starts := g.starts[axis]
	return sort.Search(len(starts)-2, func(k int) bool { return starts[k+1] > position })
}

// Start is where the k-th chunk of an axis begins.
func (g *Grid) Start(axis, k int) int { return g.starts[axis][k] }

// Linear is the number of the chunk at index when all are counted in C order.
func (g *Grid) Linear(index []int) int {
	n := 0
	for i, k := range index {
		n = n*len(g.chunks[i]) + k
	}
	return n
}

// Index is the index of the n-th chunk in C order.
func (g *Grid) Index(n int) []int {
	index := make([]int, len(g.chunks))
	for i := len(g.chunks) - 1; i >= 0; i-- {
		index[i] = n % len(g.chunks[i])
		n /= len(g.chunks[i])
	}
	return index
}

// Equal reports whether two grids are cut alike.
func (g *Grid) Equal(h *Grid) bool {
	return g == h || slices.EqualFunc(g.chunks, h.chunks, sameSizes)
}

// sameSizes says that two lists are the same, at once where they share memory.
func sameSizes(a, b []int) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

// Refine is the sizes of chunks that end wherever chunks of either list end. Both cover the same length.
func Refine(a, b []int) []int {
	if sameSizes(a, b) {
		return a
	}
	var out []int
	i, j, restA, restB := 0, 0, 0, 0
	for {
		if restA == 0 && i < len(a) {
			restA, i = a[i], i+1
		}
		if restB == 0 && j < len(b) {
			restB, j = b[j], j+1
		}
		n := min(restA, restB)
		if n == 0 {
			if len(out) == 0 {
				return a
			}
			return out
		}
		out = append(out, n)
		restA, restB = restA-n, restB-n
	}
}
