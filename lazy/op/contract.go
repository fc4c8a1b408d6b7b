package op

import "slices"

// Contract is sums of products of two arrays: a product of matrices, or of stacks of matrices. The axes of the first input are the batch axes, then
// the left ones, then the inner ones, over whose products the sums go; those of the second are batch, inner, right; those of the
// result batch, left, right. A batch axis of size 1 is repeated.
type Contract struct {
	Batch, Left, Inner, Right int  // how many axes of each kind
	SwapA                     bool // the first input has its inner axes before the left ones
	SwapB                     bool // the second input has its right axes before the inner ones
	Group                     int  // chunks of the inner axes, counted in C order, that are added up in one task
	Partial                   bool // the result has a first axis more, of one place for each group, over which it must still be added up
}

// Name is "matmul".
func (*Contract) Name() string { return "matmul" }

// Reads is pairs of chunks of both inputs, one pair for each chunk of the inner axes in the group.
func (c *Contract) Reads(_ *Grid, in []*Grid, index []int) []Read {
	group := 0
	if c.Partial {
		group, index = index[0], index[1:]
	}
	batch, left, right := index[:c.Batch], index[c.Batch:c.Batch+c.Left], index[c.Batch+c.Left:]
	counts := c.innerCounts(in[0])
	total := product(counts)
	lo := group * c.Group
	hi := min(lo+c.Group, total)
	reads := make([]Read, 0, 2*(hi-lo))
	inner := make([]int, c.Inner)
	for n := lo; n < hi; n++ {
		rest := n
		for axis := c.Inner - 1; axis >= 0; axis-- {
			inner[axis] = rest % counts[axis]
			rest /= counts[axis]
		}
		first, second := [][]int{left, inner}, [][]int{inner, right}
		if c.SwapA {
			first[0], first[1] = first[1], first[0]
		}
		if c.SwapB {
			second[0], second[1] = second[1], second[0]
		}
		reads = append(reads,
			Read{0, slices.Concat(repeated(in[0], batch), first[0], first[1])},
			Read{1, slices.Concat(repeated(in[1], batch), second[0], second[1])})
	}
	return reads
}

// innerCounts is the number of chunks along each inner axis.
func (c *Contract) innerCounts(a *Grid) []int {
	first := c.Batch + c.Left
	if c.SwapA {
		first = c.Batch
	}
	return a.NumBlocks()[first : first+c.Inner]
}

// repeated is the index along the first axes of a grid, of which those of size 1 are repeated.
func repeated(g *Grid, index []int) []int {
	at := slices.Clone(index)
	for axis := range at {
		if g.shape[axis] == 1 {
			at[axis] = 0
		}
	}
	return at
}

func product(counts []int) int {
	n := 1
	for _, k := range counts {
		n *= k
	}
	return n
}

// AddUp adds up along the first axis, whose chunks are of size 1; of booleans it is true where any is.
type AddUp struct {
	Every int  // chunks added up in one task
	Last  bool // nothing is left to be added up, and the first axis is dropped
}

// Name is "matmul-sum".
func (*AddUp) Name() string { return "matmul-sum" }

// Reads is a run of chunks along the first axis.
func (a *AddUp) Reads(_ *Grid, in []*Grid, index []int) []Read {
	lo, rest := 0, index
	if !a.Last {
		lo, rest = index[0]*a.Every, index[1:]
	}
	hi := min(lo+a.Every, len(in[0].chunks[0]))
	reads := make([]Read, 0, hi-lo)
	for k := lo; k < hi; k++ {
		reads = append(reads, Read{0, slices.Concat([]int{k}, rest)})
	}
	return reads
}

// Mirror is a symmetric matrix of which only the chunks on and below the diagonal are made: the others are their transposes.
type Mirror struct{}

// Name is "symmetric".
func (*Mirror) Name() string { return "symmetric" }

// Reads is the chunk in the same place, or in the mirrored one.
func (*Mirror) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	if index[1] > index[0] {
		return []Read{{0, []int{index[1], index[0]}}}
	}
	return []Read{{0, index}}
}

// Kron is the Kronecker product of two matrices; the second has one chunk.
type Kron struct{}

// Name is "kron".
func (*Kron) Name() string { return "kron" }

// Reads is the chunk in the same place of the first input, and all of the second.
func (*Kron) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	return []Read{{0, index}, {1, make([]int, len(index))}}
}
