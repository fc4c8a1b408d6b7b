package linalg

import (
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

// QR decomposes a matrix of m rows and n columns into q, whose k = min(m, n) columns are orthonormal, and the upper triangle r, of shapes
// (m, k) and (k, n): a = q r. Nothing on the diagonal of r is negative, so that the result doesn't depend on the chunks (NumPy leaves signs open).
//
// It is meant for many rows and few columns: a chunk holds all columns, into which it is cut first, and r is one chunk. Blocks of rows are decomposed alone and
// their triangles put together as a tree; q is made from there down, and only when it is asked for. That is the direct TSQR of Benson, Gleich and Demmel
// ("Direct QR factorizations for tall-and-skinny matrices in MapReduce architectures", 2013). A block is decomposed by Cholesky's triangles of its products, twice
// (CholeskyQR2: Yamamoto and others, "Roundoff error analysis of the CholeskyQR2 algorithm", 2015), which are nearly all products of matrices and give what Householder's
// reflectors give; these take over where columns depend on each other too much. It takes 3mn² operations for r and 2mn² more for q. The decomposed matrix is held between
// r and q, unless it takes more than a quarter of the machine's memory: then it is read or made, and decomposed, again.
func QR(a *lazy.Array) (q, r *lazy.Array) {
	x, result, err := matrix("QR", a)
	if err != nil {
		return lazy.Failed(err), lazy.Failed(err)
	}
	t := newTree(x)
	return t.q(nil).AsType(result), t.r.AsType(result)
}

const (
	// stackLimit is how many bytes of triangles are put together in one task, unless they are two.
	stackLimit = 32 << 20
	// blockLimit is how many bytes the blocks take into which a chunk is cut, so that they fit into the cache, unless they are less than four times as high as wide.
	blockLimit = 8 << 20
)

// tree is the decomposition of a matrix: of each block of rows, and of the triangles of these, until one is left.
type tree struct {
	factor *lazy.Array // the forms of each chunk: see op.QRFactor
	again  *lazy.Array // the same, for q
	block  int         // rows of a block
	rows   []int       // of each chunk
	tops   []int       // rows of the triangles of each chunk
	next   *tree       // of the triangles, nil when there is only one
	r      *lazy.Array // what is left at last
}

// newTree decomposes a; held is what stays the same when a is gone through again.
func newTree(a *lazy.Array, held ...*lazy.Array) *tree {
	n := a.Shape()[1]
	t := &tree{rows: a.Chunks()[0], block: max(blockLimit/(8*max(n, 1)), 4*n, 1)}
	once := pass(a, held...)
	a = cutRows(a, t.rows)
	forms, blocks := make([]int, len(t.rows)), 0
	t.tops = make([]int, len(t.rows))
	for i, m := range t.rows {
		forms[i] = m
		for _, k := range op.QRBlocks(m, t.block) {
			forms[i] += n + 1
			t.tops[i] += min(k, n)
			blocks++
		}
	}
	t.factor = derived(&op.QRFactor{Rows: t.block}, [][]int{forms, {n}}, a)
	t.again = t.factor
	if once = cutRows(once, t.rows); once != a {
		t.again = derived(&op.QRFactor{Rows: t.block}, [][]int{forms, {n}}, once)
	}
	top := derived(&op.QRUpper{Rows: t.block}, [][]int{t.tops, {n}}, t.factor)
	if blocks == 1 {
		t.r = top
		return t
	}
	t.next = newTree(cutRows(top, stacks(t.tops, n)))
	t.r = t.next.r
	return t
}

// stacks is how many rows of triangles are put together: at least two chunks, more up to stackLimit.
func stacks(tops []int, n int) []int {
	var out []int
	rows, chunks := 0, 0
	for _, k := range tops {
		if chunks >= 2 && (rows+k)*n*8 > stackLimit {
			out = append(out, rows)
			rows, chunks = 0, 0
		}
		rows += k
		chunks++
	}
	return append(out, rows)
}

// q is Q times a matrix of as many rows as r has, in one chunk; nil stands for the identity.
func (t *tree) q(right *lazy.Array) *lazy.Array {
	if t.next != nil {
		right = cutRows(t.next.q(right), t.tops)
	}
	o := &op.QRApply{Rows: t.block}
	if right == nil {
		return derived(o, [][]int{t.rows, {t.r.Shape()[0]}}, t.again)
	}
	return derived(o, [][]int{t.rows, {right.Shape()[1]}}, t.again, right)
}
