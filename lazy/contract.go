package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

const (
	// groupLimit is how many bytes of chunks a task of a product reads at once, at most, unless they are two.
	groupLimit = 64 << 20
	// fewTasks is the number of products of chunks below which each is a task of its own, to keep processors busy.
	fewTasks = 16
	// addedAtOnce is how many partial sums are added up in one task.
	addedAtOnce = 4
)

// roles is what the axes of two arrays are in a sum of products; see op.Contract.
type roles struct {
	batchA, left, innerA  []int // axes of the first array
	batchB, innerB, right []int // axes of the second array
}

// contract is the array of sums of products. Its axes are the batch axes, the left ones and the right ones. The inner axes fit, of a batch
// axis either both sizes are the same or one is 1. Products of chunks are added up within a task as long as its chunks take no more than groupLimit, and
// further as a tree of fan-in addedAtOnce, so that no task waits for all chunks of the inner axes.
func contract(a, b *Array, r roles) *Array {
	dtype := block.Promote(a.dtype, b.dtype)
	a, b = a.AsType(dtype), b.AsType(dtype)
	a, swapA := a.arranged(r.batchA, r.left, r.innerA)
	b, swapB := b.arranged(r.batchB, r.innerB, r.right)
	c := &op.Contract{Batch: len(r.batchA), Left: len(r.left), Inner: len(r.innerA), Right: len(r.right), SwapA: swapA, SwapB: swapB}
	a, b, batch := fit(c, a, b)
	left := a.Chunks()[c.Batch : c.Batch+c.Left]
	inner := a.Chunks()[c.Batch+c.Left:]
	if swapA {
		inner, left = a.Chunks()[c.Batch:c.Batch+c.Inner], a.Chunks()[c.Batch+c.Inner:]
	}
	right := b.Chunks()[c.Batch+c.Inner:]
	if swapB {
		right = b.Chunks()[c.Batch : c.Batch+c.Right]
	}
	out := slices.Concat(batch, left, right)
	mirrored := a == b && c.Batch == 0 && c.Left == 1 && c.Right == 1 && swapA != swapB
	pairs, results := 1, 1
	for _, sizes := range inner {
		pairs *= len(sizes)
	}
	for _, sizes := range out {
		results *= len(sizes)
	}
	bytes := (block.Size(a.ChunkShape()) + block.Size(b.ChunkShape())) * dtype.Size()
	c.Group = min(max(groupLimit/max(bytes, 1), 1), max(pairs*results/fewTasks, 1), pairs)
	groups := (pairs + c.Group - 1) / c.Group
	var x *Array
	if groups == 1 {
		x = node(c, dtype, out, a, b)
	} else {
		c.Partial = true
		x = node(c, dtype, slices.Concat([][]int{ones(groups)}, out), a, b).addedUp()
	}
	if mirrored && len(out[0]) > 1 {
		x = node(&op.Mirror{}, dtype, out, x)
	}
	return x
}

// addedUp is the sum along the first axis, whose chunks are of size 1.
func (a *Array) addedUp() *Array {
	for a.err == nil {
		n := (a.Shape()[0] + addedAtOnce - 1) / addedAtOnce
		rest := a.Chunks()[1:]
		if n <= 1 {
			return node(&op.AddUp{Every: addedAtOnce, Last: true}, a.dtype, rest, a)
		}
		a = node(&op.AddUp{Every: addedAtOnce}, a.dtype, slices.Concat([][]int{ones(n)}, rest), a)
	}
	return a
}

// fit cuts the inner and the batch axes of both arrays alike and gives the chunks of the batch axes of the result.
func fit(c *op.Contract, a, b *Array) (x, y *Array, batch [][]int) {
	chunksA, chunksB := slices.Clone(a.Chunks()), slices.Clone(b.Chunks())
	for axis := range c.Batch {
		sizes := chunksA[axis]
		switch {
		case a.Shape()[axis] == 1:
			sizes = chunksB[axis]
		case b.Shape()[axis] != 1:
			sizes = op.Refine(chunksA[axis], chunksB[axis])
			chunksA[axis], chunksB[axis] = sizes, sizes
		}
		batch = append(batch, sizes)
	}
	firstA, firstB := c.Batch+c.Left, c.Batch
	if c.SwapA {
		firstA = c.Batch
	}
	if c.SwapB {
		firstB = c.Batch + c.Right
	}
	for k := range c.Inner {
		sizes := op.Refine(chunksA[firstA+k], chunksB[firstB+k])
		chunksA[firstA+k], chunksB[firstB+k] = sizes, sizes
	}
	if a == b { // cut once, it stays one array
		x = a.rechunked(chunksA)
		if slices.EqualFunc(chunksA, chunksB, slices.Equal[[]int]) {
			return x, x, batch
		}
		return x, b.rechunked(chunksB), batch
	}
	return a.rechunked(chunksA), b.rechunked(chunksB), batch
}

// arranged is the array with its axes in the given order; swapped says that the second and the third kind of axes have changed places, where
// that spares moving values. A transposition that comes before is taken into account.
func (a *Array) arranged(first, second, third []int) (x *Array, swapped bool) {
	order, other := slices.Concat(first, second, third), slices.Concat(first, third, second)
	if t, ok := a.op.(*op.Transpose); ok {
		if ascending(through(t.Axes, order)) {
			return a.inputs[0], false
		}
		if ascending(through(t.Axes, other)) {
			return a.inputs[0], true
		}
	}
	if ascending(order) {
		return a, false
	}
	if ascending(other) {
		return a, true
	}
	return a.Transpose(order...), false
}

func ascending(order []int) bool {
	for i, axis := range order {
		if i != axis {
			return false
		}
	}
	return true
}

func through(axes, order []int) []int {
	out := make([]int, len(order))
	for i, axis := range order {
		out[i] = axes[axis]
	}
	return out
}
