package op

import "slices"

// QRFactor is the QR decomposition of blocks of rows, which hold all columns, in a form of which Q times any matrix is made: of a block of m rows and n columns
// it has m + n + 1 rows. Each chunk is cut into blocks; their forms lie one below the other.
type QRFactor struct {
	Rows int // of a block, at most
}

// Name is "qr".
func (*QRFactor) Name() string { return "qr" }

// Reads is the chunk of rows.
func (*QRFactor) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// QRBlocks is the rows of the blocks that m rows are cut into: as even as may be, of at most the given number.
func QRBlocks(m, rows int) []int {
	blocks := max((m+rows-1)/rows, 1)
	return Even(m, (m+blocks-1)/blocks)
}

// QRRows is how many rows were decomposed into forms of so many rows and n columns.
func QRRows(form, n, rows int) int { return form - ceil(form, rows+n+1)*(n+1) }

// QRUpper is R out of the form of each block, one below the other. Nothing on their diagonals is negative.
type QRUpper struct {
	Rows int // of a block, at most
}

// Name is "qr-r".
func (*QRUpper) Name() string { return "qr-r" }

// Reads is the form.
func (*QRUpper) Reads(_ *Grid, _ []*Grid, index []int) []Read { return []Read{{0, index}} }

// QRApply is Q, out of the form of each block, times a matrix that has for each block as many rows as Q has columns; without a second
// input it is Q.
type QRApply struct {
	Rows int // of a block, at most
}

// Name is "qr-q".
func (*QRApply) Name() string { return "qr-q" }

// Reads is the form, and the chunk that Q is multiplied with.
func (*QRApply) Reads(_ *Grid, in []*Grid, index []int) []Read {
	reads := []Read{{0, []int{index[0], 0}}}
	if len(in) > 1 {
		reads = append(reads, Read{1, index})
	}
	return reads
}

// SVD is the singular value decomposition of a matrix of one chunk, m x n of rank at most k: k rows for each of u, s and v side by side, of which
// u is transposed, so m + 1 + n columns. The element of each row of v that is the furthest from zero is positive.
type SVD struct{}

// Name is "svd".
func (*SVD) Name() string { return "svd" }

// Reads is the only chunk.
func (*SVD) Reads(_ *Grid, in []*Grid, _ []int) []Read { return []Read{{0, make([]int, in[0].NDim())}} }

// Piece is some columns of a matrix of one chunk, as an array of one chunk: results that were made together are told apart.
type Piece struct {
	Of        string // "svd-u", …
	Lo, Hi    int
	Transpose bool
}

// Name is what the piece is.
func (p *Piece) Name() string { return p.Of }

// Reads is the only chunk.
func (*Piece) Reads(_ *Grid, _ []*Grid, _ []int) []Read { return []Read{{0, []int{0, 0}}} }

// Solve is x in a x = b, by LU decomposition with pivots; both have one chunk. Without b it is the inverse of a.
type Solve struct{}

// Name is "solve".
func (*Solve) Name() string { return "solve" }

// Reads is both chunks.
func (*Solve) Reads(_ *Grid, in []*Grid, _ []int) []Read {
	reads := make([]Read, len(in))
	for i, g := range in {
		reads[i] = Read{i, make([]int, g.NDim())}
	}
	return reads
}

// Cholesky is the lower triangle whose product with its transpose is a symmetric matrix of one chunk.
type Cholesky struct{}

// Name is "cholesky".
func (*Cholesky) Name() string { return "cholesky" }

// Reads is the only chunk.
func (*Cholesky) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	return []Read{{0, slices.Clone(index)}}
}

// Distance is the distances between the rows of two matrices, whose chunks hold whole rows.
type Distance struct {
	Metric string // "euclidean", "sqeuclidean" or "cosine"
	Same   bool   // both matrices are the same, so that the diagonal is zero
}

// Name is the metric.
func (d *Distance) Name() string { return d.Metric }

// Reads is the chunks of rows on both sides.
func (*Distance) Reads(_ *Grid, _ []*Grid, index []int) []Read {
	return []Read{{0, []int{index[0], 0}}, {1, []int{index[1], 0}}}
}
