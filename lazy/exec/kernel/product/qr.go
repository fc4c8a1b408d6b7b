package product

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// qrBlock is one block of rows of a chunk.
type qrBlock struct {
	m, n, k   int // rows, columns, and the smaller of both
	row, form int // where it begins: in rows of the chunk, and in elements of the form
	top       int // where its triangle begins, in rows
}

// qrBlocks is the blocks of a chunk of m rows and n columns.
func qrBlocks(m, n, rows int) []qrBlock {
	var out []qrBlock
	row, form, top := 0, 0, 0
	for _, size := range op.QRBlocks(m, rows) {
		k := min(size, n)
		out = append(out, qrBlock{size, n, k, row, form, top})
		row, form, top = row+size, form+(size+n+1)*n, top+k
	}
	return out
}

// qrForm is the decomposition of a block in one of two ways, which the first number of scales tells apart.
//
// After Cholesky's, tall is a matrix Q1 of nearly orthonormal columns, and Q = Q1 R2⁻¹. The triangle R2 is held below the diagonal of upper, turned, and
// its diagonal, with a minus, is scales.
//
// After Householder's, tall holds the reflectors below its diagonal, and scales is their factors.
type qrForm struct {
	m, n, k int
	tall    []float64 // m rows
	upper   []float64 // n rows: R on and above the diagonal, nothing below it that is negative on the diagonal
	scales  []float64 // n
}

// of is the form of the block.
func (b qrBlock) of(forms []float64) *qrForm {
	first := b.form + b.m*b.n
	last := first + b.n*b.n
	return &qrForm{b.m, b.n, b.k, forms[b.form:first], forms[first:last], forms[last : last+b.n]}
}

// cholesky says which way the block was decomposed.
func (f *qrForm) cholesky() bool { return f.n > 0 && f.scales[0] < 0 }

// Triangles is the triangles of blocks of rows, one below the other: QRUpper of QRFactor, without what else the latter makes.
type Triangles struct {
	Rows int // of a block, at most
}

// Name is "qr-r".
func (*Triangles) Name() string { return "qr-r" }

// Reads is the chunk of rows.
func (*Triangles) Reads(_ *op.Grid, _ []*op.Grid, index []int) []op.Read {
	return []op.Read{{Index: index}}
}

// triangles decomposes the blocks of a chunk and keeps the triangles.
func triangles(c *kernel.Call, o *Triangles) (*block.Dense, error) {
	in, out := block.Values[float64](c.In[0]), c.Empty()
	v := block.Values[float64](out)
	n := c.Shape[1]
	var w qrWork
	small := make([]float64, (n+1)*n)
	for _, b := range qrBlocks(c.In[0].Shape()[0], n, o.Rows) {
		f := &qrForm{m: b.m, n: n, k: b.k, upper: small[:n*n], scales: small[n*n:]}
		if err := f.decompose(c, in[b.row*n:(b.row+b.m)*n], &w); err != nil {
			return nil, err
		}
		f.triangle(v[b.top*n : (b.top+b.k)*n])
	}
	return out, nil
}

// qrFactor decomposes the blocks of a chunk.
func qrFactor(c *kernel.Call, o *op.QRFactor) (*block.Dense, error) {
	in, out := block.Values[float64](c.In[0]), c.Empty()
	v := block.Values[float64](out)
	m, n := c.In[0].Shape()[0], c.Shape[1]
	var w qrWork
	for _, b := range qrBlocks(m, n, o.Rows) {
		if err := b.of(v).decompose(c, in[b.row*n:(b.row+b.m)*n], &w); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// decompose makes the form of rows. One without room for tall is not whole.
func (f *qrForm) decompose(c *kernel.Call, rows []float64, w *qrWork) error {
	clear(f.upper)
	clear(f.scales)
	if f.m >= f.n {
		if done, err := f.byCholesky(c, rows, w); done || err != nil {
			return err
		}
	}
	if err := c.Stop(); err != nil {
		return err
	}
	if f.tall == nil {
		if len(w.tall) < len(rows) {
			w.tall = make([]float64, len(rows))
		}
		f.tall = w.tall[:len(rows)]
	}
	f.byHouseholder(rows, w)
	return nil
}

// triangle copies R, with zeros below the diagonal.
func (f *qrForm) triangle(out []float64) {
	for i := range f.k {
		row := out[i*f.n : (i+1)*f.n]
		clear(row[:i])
		copy(row[i:], f.upper[i*f.n+i:(i+1)*f.n])
	}
}

// qrWork is memory for the decomposition of one block after the other.
type qrWork struct {
	gram, first, second, product []float64
	panel, tall                  []float64
	lapack                       workspace
}

// nearlyOrthonormal is how far a matrix may be from one of orthonormal columns, as the norm of QᵀQ - I, for its decomposition by Cholesky's to be exact.
const nearlyOrthonormal = 5.0 / 64

// byCholesky is CholeskyQR2 (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, "Roundoff error analysis of the CholeskyQR2 algorithm", 2015): R1 is Cholesky's
// triangle of AᵀA and Q1 = A R1⁻¹, and once more with Q1 in the place of A. Nearly all of it is products of matrices, which take a fraction of the time of
// reflectors. It gives what those give as long as Q1 has nearly orthonormal columns; false says that it hasn't, the columns of A depending on each other
// too much.
func (f *qrForm) byCholesky(c *kernel.Call, rows []float64, w *qrWork) (bool, error) {
	n := f.n
	if n == 0 {
		return false, nil
	}
	if len(w.gram) != n*n {
		w.gram, w.first, w.second, w.product = make([]float64, n*n), make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
	}
	impl := blas64.Implementation()
	add := func(gram, rows []float64, lo int) {
		beta := 1.0
		if lo == 0 {
			beta = 0
		}
		impl.Dsyrk(blas.Upper, blas.Trans, n, len(rows)/n, 1, rows, n, beta, gram, n)
	}
	panel := max(qrPanel/n, 16)
	for lo := 0; lo < f.m; lo += panel {
		if err := c.Stop(); err != nil {
			return false, err
		}
		add(w.gram, rows[lo*n:min(lo+panel, f.m)*n], lo)
	}
	if !upperTriangle(w.first, w.gram, n) {
		return false, nil
	}
	by := newDivider(w.first, n)
	for lo := 0; lo < f.m; lo += panel {
		if err := c.Stop(); err != nil {
			return false, err
		}
		hi := min(lo+panel, f.m)
		var q []float64
		if f.tall != nil {
			q = f.tall[lo*n : hi*n]
		} else {
			if len(w.panel) < panel*n {
				w.panel = make([]float64, panel*n)
			}
			q = w.panel[:(hi-lo)*n]
		}
		copy(q, rows[lo*n:hi*n])
		by.divide(q)
		add(w.gram, q, lo)
	}
	off := 0.0
	for i := range n {
		d := w.gram[i*n+i] - 1
		off += d * d
		for _, x := range w.gram[i*n+i+1 : (i+1)*n] {
			off += 2 * x * x
		}
	}
	if !(off <= nearlyOrthonormal*nearlyOrthonormal) || !upperTriangle(w.second, w.gram, n) {
		return false, nil
	}
	impl.Dgemm(blas.NoTrans, blas.NoTrans, n, n, n, 1, w.second, n, w.first, n, 0, w.product, n)
	for i := range n {
		copy(f.upper[i*n+i:(i+1)*n], w.product[i*n+i:(i+1)*n])
		for j := range i {
			f.upper[i*n+j] = w.second[j*n+i]
		}
		f.scales[i] = -w.second[i*n+i]
	}
	return true, nil
}

// qrPanel is how many numbers of a block go through all steps together, so that they stay in the cache.
const qrPanel = 1 << 17

// upperTriangle is Cholesky's triangle of a symmetric matrix whose upper half is given, with zeros below; false when there is none.
func upperTriangle(out, gram []float64, n int) bool {
	copy(out, gram)
	if _, ok := lapack64.Potrf(blas64.Symmetric{N: n, Stride: n, Data: out, Uplo: blas.Upper}); !ok {
		return false
	}
	for i := 1; i < n; i++ {
		clear(out[i*n : i*n+i])
	}
	return true
}

// byHouseholder decomposes any block.
func (f *qrForm) byHouseholder(rows []float64, w *qrWork) {
	copy(f.tall, rows)
	if f.k == 0 {
		return
	}
	w.lapack.of(func(work []float64, lwork int) {
		lapack64.Geqrf(general(f.tall, f.m, f.n), f.scales[:f.k], work, lwork)
	})
	for i, s := range f.signs() {
		for j := i; j < f.n; j++ {
			f.upper[i*f.n+j] = s * f.tall[i*f.n+j]
		}
	}
}

// signs is 1 or -1 for each row of R after Householder's way: rows times signs have nothing negative on the diagonal.
func (f *qrForm) signs() []float64 {
	s := make([]float64, f.k)
	for i := range s {
		s[i] = 1
		if f.tall[i*f.n+i] < 0 {
			s[i] = -1
		}
	}
	return s
}

// qrUpper takes the upper triangles out of the forms.
func qrUpper(c *kernel.Call, o *op.QRUpper) (*block.Dense, error) {
	in, out := block.Values[float64](c.In[0]), c.Empty()
	v := block.Values[float64](out)
	n := c.Shape[1]
	for _, b := range qrBlocks(op.QRRows(c.In[0].Shape()[0], n, o.Rows), n, o.Rows) {
		b.of(in).triangle(v[b.top*n : (b.top+b.k)*n])
	}
	return out, nil
}

// qrApply multiplies Q with a matrix, or with the first columns of the identity.
func qrApply(c *kernel.Call, o *op.QRApply) (*block.Dense, error) {
	forms, out := block.Values[float64](c.In[0]), c.Empty()
	v := block.Values[float64](out)
	n, cols := c.In[0].Shape()[1], c.Shape[1]
	if len(v) == 0 {
		return out, nil
	}
	var all []float64
	if len(c.In) > 1 {
		all = block.Values[float64](c.In[1])
	}
	var w qrWork
	for _, b := range qrBlocks(c.Shape[0], n, o.Rows) {
		if err := c.Stop(); err != nil {
			return nil, err
		}
		f := b.of(forms)
		right := make([]float64, b.k*cols)
		if all != nil {
			copy(right, all[b.top*cols:(b.top+b.k)*cols])
		} else {
			for i := range min(b.k, cols) {
				right[i*cols+i] = 1
			}
		}
		q := v[b.row*cols : (b.row+b.m)*cols]
		if f.cholesky() {
			f.applyCholesky(q, right, cols)
		} else {
			f.applyHouseholder(q, right, cols, c.Mine[0], &w)
		}
	}
	return out, nil
}

// applyCholesky is Q1 (R2⁻¹ right).
func (f *qrForm) applyCholesky(q, right []float64, cols int) {
	n, impl := f.n, blas64.Implementation()
	second := make([]float64, n*n)
	for i := range n {
		second[i*n+i] = -f.scales[i]
		for j := i + 1; j < n; j++ {
			second[i*n+j] = f.upper[j*n+i]
		}
	}
	impl.Dtrsm(blas.Left, blas.Upper, blas.NoTrans, blas.NonUnit, n, cols, 1, second, n, right, cols)
	impl.Dgemm(blas.NoTrans, blas.NoTrans, f.m, cols, n, 1, f.tall, n, right, cols, 0, q, cols)
}

// applyHouseholder reflects. Unless the form is mine to write to, a copy is: LAPACK puts ones on the diagonal while it is at work, and others may be reading.
func (f *qrForm) applyHouseholder(q, right []float64, cols int, mine bool, w *qrWork) {
	clear(q)
	for i, s := range f.signs() {
		for j, x := range right[i*cols : (i+1)*cols] {
			q[i*cols+j] = s * x
		}
	}
	if f.k == 0 {
		return
	}
	form := f.tall
	if !mine {
		w.product = append(w.product[:0], form...)
		form = w.product
	}
	a := blas64.General{Rows: f.m, Cols: f.k, Stride: f.n, Data: form}
	w.lapack.of(func(work []float64, lwork int) {
		lapack64.Ormqr(blas.Left, blas.NoTrans, a, f.scales[:f.k], general(q, f.m, cols), work, lwork)
	})
}
