package lazy

import (
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// MatMul is the product of two matrices, as NumPy's matmul: (m, k) times (k, n) is (m, n). A vector counts as one row on the left and as one column
// on the right, and that axis is dropped; axes before the last two are stacks of matrices, which are repeated where they are of size 1 or missing.
// The result has the type that holds the values of both; of booleans it is true where any product is; integers wrap around.
//
// Chunks of the result are those of a's rows and b's columns. The products over the inner chunks are added up a few at a time and then as a tree, so a task
// holds a few chunks only. Transpose before MatMul costs nothing, and of a product with its own transpose, x.MatMul(x.Transpose()), half is
// computed. Dense chunks of floats are multiplied by BLAS, on one thread each; a sparse factor of floats is read as it is, in time in proportion to the entries that it keeps.
// The result is dense. The error says when the shapes don't fit.
func (a *Array) MatMul(b *Array) *Array {
	if bad := failedOf("matmul", a, b); bad != nil {
		return bad
	}
	if a.NDim() == 0 || b.NDim() == 0 {
		return Failed(errorf("matmul: shapes %v and %v: a number is no matrix; use MulScalar or Mul", a.Shape(), b.Shape()))
	}
	nb := max(a.NDim(), b.NDim()) - 2
	x, y := a.stacked(nb-(a.NDim()-2)), b.stacked(nb-(b.NDim()-2))
	var r roles
	for axis := range max(nb, 0) {
		r.batchA, r.batchB = append(r.batchA, axis), append(r.batchB, axis)
	}
	r.innerA, r.innerB = []int{x.NDim() - 1}, []int{y.NDim() - min(b.NDim(), 2)}
	if a.NDim() > 1 {
		r.left = []int{x.NDim() - 2}
	}
	if b.NDim() > 1 {
		r.right = []int{y.NDim() - 1}
	}
	fits := x.Shape()[r.innerA[0]] == y.Shape()[r.innerB[0]]
	for _, axis := range r.batchA {
		m, n := x.Shape()[axis], y.Shape()[axis]
		fits = fits && (m == n || m == 1 || n == 1)
	}
	if !fits {
		return Failed(errorf("matmul: shapes %v and %v do not fit: the last axis of the first must be as long as the last but one of the second, "+
			"and those before are the same or 1", a.Shape(), b.Shape()))
	}
	return contract(x, y, r)
}

// stacked adds n first axes of size 1, to a matrix or to a vector which keeps its one axis.
func (a *Array) stacked(n int) *Array {
	if a.NDim() == 1 {
		n--
	}
	if n <= 0 {
		return a
	}
	axes := make([]int, n)
	for i := range axes {
		axes[i] = i
	}
	return a.KeepDims(axes...)
}

// failedOf is the array to give back when an operand is nil or carries an error, else nil.
func failedOf(name string, arrays ...*Array) *Array {
	for i, a := range arrays {
		switch {
		case a == nil:
			return Failed(errorf("%s: array %d is nil", name, i))
		case a.err != nil:
			return a
		}
	}
	return nil
}

// Dot is NumPy's dot: the inner product of vectors, the product of matrices, Mul when either is a number, and otherwise the sum of products over
// the last axis of a and the last but one of b.
func (a *Array) Dot(b *Array) *Array {
	if bad := failedOf("dot", a, b); bad != nil {
		return bad
	}
	if a.NDim() == 0 || b.NDim() == 0 {
		return a.Mul(b)
	}
	inner := b.NDim() - 2
	if b.NDim() == 1 {
		inner = 0
	}
	if a.Shape()[a.NDim()-1] != b.Shape()[inner] {
		return Failed(errorf("dot: shapes %v and %v do not fit: axis %d of the first must be as long as axis %d of the second", a.Shape(), b.Shape(), a.NDim()-1, inner))
	}
	return a.TensorDot(b, []int{a.NDim() - 1}, []int{inner})
}

// TensorDot is the sum of products over pairs of axes, axesA of a with axesB of b. The axes of the result are the others of a and then the others of b.
// NumPy's axes=1 is []int{-1}, []int{0}; no axes at all make the products of every element with every other.
func (a *Array) TensorDot(b *Array, axesA, axesB []int) *Array {
	if bad := failedOf("tensordot", a, b); bad != nil {
		return bad
	}
	if len(axesA) != len(axesB) {
		return Failed(errorf("tensordot: %d axes of the first array and %d of the second; they are pairs", len(axesA), len(axesB)))
	}
	r := roles{innerA: make([]int, len(axesA)), innerB: make([]int, len(axesB))}
	for i := range axesA {
		var errA, errB error
		r.innerA[i], errA = axisOf(axesA[i], a.NDim())
		r.innerB[i], errB = axisOf(axesB[i], b.NDim())
		if errA == nil {
			errA = errB
		}
		if errA != nil {
			return Failed(errorf("tensordot of shapes %v and %v: %w", a.Shape(), b.Shape(), errA))
		}
		if slices.Contains(r.innerA[:i], r.innerA[i]) || slices.Contains(r.innerB[:i], r.innerB[i]) {
			return Failed(errorf("tensordot of shapes %v and %v: an axis is given twice", a.Shape(), b.Shape()))
		}
		if m, n := a.Shape()[r.innerA[i]], b.Shape()[r.innerB[i]]; m != n {
			return Failed(errorf("tensordot: shapes %v and %v do not fit: axis %d is %d and axis %d is %d", a.Shape(), b.Shape(), r.innerA[i], m, r.innerB[i], n))
		}
	}
	r.left, r.right = remaining(a.NDim(), r.innerA), remaining(b.NDim(), r.innerB)
	return contract(a, b, r)
}

// remaining is the axes that are not among the given ones.
func remaining(ndim int, axes []int) []int {
	var out []int
	for axis := range ndim {
		if !slices.Contains(axes, axis) {
			out = append(out, axis)
		}
	}
	return out
}

// Outer is the product of every element of the vector a with every element of the vector b: (m,) and (n,) make (m, n).
func Outer(a, b *Array) *Array {
	if bad := failedOf("outer", a, b); bad != nil {
		return bad
	}
	if a.NDim() != 1 || b.NDim() != 1 {
		return Failed(errorf("outer: shapes %v and %v: both must be vectors", a.Shape(), b.Shape()))
	}
	return a.TensorDot(b, nil, nil)
}

// kronLimit is how many bytes a chunk of a Kronecker product may take.
const kronLimit = chunkLimit

// Kron is the Kronecker product of two matrices, or of two vectors: every element of a times all of b, (m, n) and (p, q) make (m·p, n·q). All of b is one chunk; chunks
// of a are cut so that those of the result are of at most 128 MiB where they can be.
func Kron(a, b *Array) *Array {
	if bad := failedOf("kron", a, b); bad != nil {
		return bad
	}
	if a.NDim() != b.NDim() || a.NDim() < 1 || a.NDim() > 2 {
		return Failed(errorf("kron: shapes %v and %v: both must be matrices, or both vectors", a.Shape(), b.Shape()))
	}
	dtype := block.Promote(a.dtype, b.dtype)
	a, b = a.AsType(dtype), b.AsType(dtype).rechunked(whole(b.Shape()))
	small := slices.Clone(a.Chunks())
	last := max(int(float64(kronLimit)/max(float64(b.NBytes()), 1)), 1)
	for axis := a.NDim() - 1; axis >= 0; axis-- {
		small[axis] = op.Refine(small[axis], op.Even(a.Shape()[axis], last))
		last = max(last/max(slices.Max(small[axis]), 1), 1)
	}
	a = a.rechunked(small)
	chunks := make([][]int, a.NDim())
	for axis, sizes := range a.Chunks() {
		for _, n := range sizes {
			chunks[axis] = append(chunks[axis], n*b.Shape()[axis])
		}
	}
	return node(&op.Kron{}, dtype, chunks, a, b)
}
