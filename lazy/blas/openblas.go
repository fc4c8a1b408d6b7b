//go:build openblas && cgo

package blas

/*
#cgo pkg-config: openblas
#include <cblas.h>
#include <stddef.h>

// LAPACK in Fortran's way: matrices lie by columns, and the lengths of texts come last.
void dgelqf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work, const int *lwork, int *info);
void dormlq_(const char *side, const char *trans, const int *m, const int *n, const int *k, const double *a, const int *lda, const double *tau,
	double *c, const int *ldc, double *work, const int *lwork, int *info, size_t, size_t);
void dgesdd_(const char *job, const int *m, const int *n, double *a, const int *lda, double *s, double *u, const int *ldu, double *vt, const int *ldvt,
	double *work, const int *lwork, int *iwork, int *info, size_t);
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, size_t);

static void gelqf(int m, int n, double *a, int lda, double *tau, double *work, int lwork, int *info) {
	dgelqf_(&m, &n, a, &lda, tau, work, &lwork, info);
}
static void ormlq(char side, char trans, int m, int n, int k, const double *a, int lda, const double *tau, double *c, int ldc, double *work, int lwork, int *info) {
	dormlq_(&side, &trans, &m, &n, &k, a, &lda, tau, c, &ldc, work, &lwork, info, 1, 1);
}
static void gesdd(int m, int n, double *a, int lda, double *s, double *u, int ldu, double *vt, int ldvt, double *work, int lwork, int *iwork, int *info) {
	char job = 'S';
	dgesdd_(&job, &m, &n, a, &lda, s, u, &ldu, vt, &ldvt, work, &lwork, iwork, info, 1);
}
// The threads that OpenBLAS starts when it is loaded, which look for work for a while before they sleep.
int blas_thread_shutdown_(void);

static void potrf(char uplo, int n, double *a, int lda, int *info) { dpotrf_(&uplo, &n, a, &lda, info, 1); }
*/
import "C"

import (
	"fmt"
	"math"
	"strings"
	"unsafe"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/cblas128"
	gonumblas "gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/lapack"
	gonumlapack "gonum.org/v1/gonum/lapack/gonum"
	"gonum.org/v1/gonum/lapack/lapack64"
)

func init() {
	C.openblas_set_num_threads(1)
	C.blas_thread_shutdown_()
	blas64.Use(implementation{})
	blas32.Use(implementation{})
	cblas128.Use(implementation{})
	lapack64.Use(lapackImplementation{})
}

func name() string {
	config := strings.Fields(C.GoString(C.openblas_get_config()))
	version := "OpenBLAS"
	if len(config) > 1 {
		version += " " + config[1]
	}
	return fmt.Sprintf("%s, %s", version, C.GoString(C.openblas_get_corename()))
}

// implementation is OpenBLAS for what large products are made of, and gonum for the rest.
type implementation struct{ gonumblas.Implementation }

// order and transposition as cblas.h has them; gonum's values of Uplo, Side and Diag are letters.
func transposition(t blas.Transpose) C.enum_CBLAS_TRANSPOSE {
	switch t {
	case blas.Trans:
		return C.CblasTrans
	case blas.ConjTrans:
		return C.CblasConjTrans
	}
	return C.CblasNoTrans
}

func triangle(u blas.Uplo) C.enum_CBLAS_UPLO {
	if u == blas.Upper {
		return C.CblasUpper
	}
	return C.CblasLower
}

// fits says that C can take a product of these sizes: there is something to do, sizes are ints there, and the memory holds the matrices. What doesn't fit
// goes to gonum, which says what is wrong.
func fits(m, n, k, lenA, rowsA, colsA, lda, lenB, rowsB, colsB, ldb, lenC, ldc int) bool {
	const most = math.MaxInt32
	return m > 0 && n > 0 && k > 0 && m <= most && n <= most && k <= most && lda <= most && ldb <= most && ldc <= most &&
		lda >= colsA && ldb >= colsB && ldc >= n &&
		lenA >= (rowsA-1)*lda+colsA && lenB >= (rowsB-1)*ldb+colsB && lenC >= (m-1)*ldc+n
}

// factors is the sizes of the factors of a product as they lie there.
func factors(tA, tB blas.Transpose, m, n, k int) (rowsA, colsA, rowsB, colsB int) {
	rowsA, colsA, rowsB, colsB = m, k, k, n
	if tA != blas.NoTrans {
		rowsA, colsA = colsA, rowsA
	}
	if tB != blas.NoTrans {
		rowsB, colsB = colsB, rowsB
	}
	return rowsA, colsA, rowsB, colsB
}

func doubles(v []float64) *C.double { return (*C.double)(unsafe.Pointer(unsafe.SliceData(v))) }

// Dgemm is C = alpha A B + beta C.
func (i implementation) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	rowsA, colsA, rowsB, colsB := factors(tA, tB, m, n, k)
	if !fits(m, n, k, len(a), rowsA, colsA, lda, len(b), rowsB, colsB, ldb, len(c), ldc) {
		i.Implementation.Dgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	C.cblas_dgemm(C.CblasRowMajor, transposition(tA), transposition(tB), C.int(m), C.int(n), C.int(k), C.double(alpha), doubles(a), C.int(lda),
		doubles(b), C.int(ldb), C.double(beta), doubles(c), C.int(ldc))
}

// Sgemm is C = alpha A B + beta C.
func (i implementation) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	rowsA, colsA, rowsB, colsB := factors(tA, tB, m, n, k)
	if !fits(m, n, k, len(a), rowsA, colsA, lda, len(b), rowsB, colsB, ldb, len(c), ldc) {
		i.Implementation.Sgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	floats := func(v []float32) *C.float { return (*C.float)(unsafe.Pointer(unsafe.SliceData(v))) }
	C.cblas_sgemm(C.CblasRowMajor, transposition(tA), transposition(tB), C.int(m), C.int(n), C.int(k), C.float(alpha), floats(a), C.int(lda),
		floats(b), C.int(ldb), C.float(beta), floats(c), C.int(ldc))
}

// Zgemm is C = alpha A B + beta C.
func (i implementation) Zgemm(tA, tB blas.Transpose, m, n, k int, alpha complex128, a []complex128, lda int, b []complex128, ldb int, beta complex128,
	c []complex128, ldc int) {
	rowsA, colsA, rowsB, colsB := factors(tA, tB, m, n, k)
	if !fits(m, n, k, len(a), rowsA, colsA, lda, len(b), rowsB, colsB, ldb, len(c), ldc) {
		i.Implementation.Zgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	at := func(v []complex128) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(v)) }
	C.cblas_zgemm(C.CblasRowMajor, transposition(tA), transposition(tB), C.int(m), C.int(n), C.int(k), unsafe.Pointer(&alpha), at(a), C.int(lda),
		at(b), C.int(ldb), unsafe.Pointer(&beta), at(c), C.int(ldc))
}

// Dsyrk is a triangle of C = alpha A Aᵀ + beta C.
func (i implementation) Dsyrk(u blas.Uplo, t blas.Transpose, n, k int, alpha float64, a []float64, lda int, beta float64, c []float64, ldc int) {
	rows, cols, _, _ := factors(t, blas.NoTrans, n, n, k)
	if (u != blas.Upper && u != blas.Lower) || !fits(n, n, k, len(a), rows, cols, lda, len(a), rows, cols, lda, len(c), ldc) {
		i.Implementation.Dsyrk(u, t, n, k, alpha, a, lda, beta, c, ldc)
		return
	}
	C.cblas_dsyrk(C.CblasRowMajor, triangle(u), transposition(t), C.int(n), C.int(k), C.double(alpha), doubles(a), C.int(lda), C.double(beta), doubles(c), C.int(ldc))
}

// Dtrsm solves triangular systems.
func (i implementation) Dtrsm(s blas.Side, u blas.Uplo, t blas.Transpose, d blas.Diag, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int) {
	k := m
	if s == blas.Right {
		k = n
	}
	if (u != blas.Upper && u != blas.Lower) || !fits(m, n, k, len(a), k, k, lda, len(b), m, n, ldb, len(b), ldb) {
		i.Implementation.Dtrsm(s, u, t, d, m, n, alpha, a, lda, b, ldb)
		return
	}
	side, diag := C.enum_CBLAS_SIDE(C.CblasLeft), C.enum_CBLAS_DIAG(C.CblasNonUnit)
	if s == blas.Right {
		side = C.CblasRight
	}
	if d == blas.Unit {
		diag = C.CblasUnit
	}
	C.cblas_dtrsm(C.CblasRowMajor, side, triangle(u), transposition(t), diag, C.int(m), C.int(n), C.double(alpha), doubles(a), C.int(lda), doubles(b), C.int(ldb))
}

// lapackImplementation is LAPACK as OpenBLAS brings it, for what is asked of large matrices, and gonum for the rest. Fortran takes a matrix by columns, which is the
// transpose of ours in the same memory; so nothing is copied: QR is its LQ, with the same reflectors in the same places.
type lapackImplementation struct{ gonumlapack.Implementation }

// Dgeqrf decomposes A = Q R.
func (i lapackImplementation) Dgeqrf(m, n int, a []float64, lda int, tau, work []float64, lwork int) {
	if !fits(m, n, 1, len(a), m, n, lda, 1, 1, 1, 1, len(a), lda) || len(tau) < min(m, n) || len(work) < max(1, lwork) || lwork != -1 && lwork < n {
		i.Implementation.Dgeqrf(m, n, a, lda, tau, work, lwork)
		return
	}
	var info C.int
	C.gelqf(C.int(n), C.int(m), doubles(a), C.int(lda), doubles(tau), doubles(work), C.int(lwork), &info)
	check("dgelqf", info)
}

// Dormqr multiplies C with Q.
func (i lapackImplementation) Dormqr(s blas.Side, t blas.Transpose, m, n, k int, a []float64, lda int, tau, c []float64, ldc int, work []float64, lwork int) {
	rows, least := m, n
	side := C.char('R')
	if s == blas.Right {
		rows, least, side = n, m, 'L'
	}
	trans := C.char('N')
	if t == blas.Trans {
		trans = 'T'
	}
	if k > rows || !fits(m, n, k, len(a), rows, k, lda, len(c), m, n, ldc, len(c), ldc) || len(tau) < k || len(work) < max(1, lwork) || lwork != -1 && lwork < least {
		i.Implementation.Dormqr(s, t, m, n, k, a, lda, tau, c, ldc, work, lwork)
		return
	}
	var info C.int
	C.ormlq(side, trans, C.int(n), C.int(m), C.int(k), doubles(a), C.int(lda), doubles(tau), doubles(c), C.int(ldc), doubles(work), C.int(lwork), &info)
	check("dormlq", info)
}

// Dgesvd decomposes A = U S Vᵀ; the thin form goes to LAPACK's faster dgesdd.
func (i lapackImplementation) Dgesvd(jobU, jobVT lapack.SVDJob, m, n int, a []float64, lda int, s, u []float64, ldu int, vt []float64, ldvt int, work []float64, lwork int) bool {
	k := min(m, n)
	if jobU != lapack.SVDStore || jobVT != lapack.SVDStore || len(s) < k ||
		!fits(m, k, 1, len(a), m, n, lda, len(vt), k, n, ldvt, len(u), ldu) || len(work) < max(1, lwork) {
		return i.Implementation.Dgesvd(jobU, jobVT, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork)
	}
	iwork := make([]C.int, 8*k)
	var info C.int
	C.gesdd(C.int(n), C.int(m), doubles(a), C.int(lda), doubles(s), doubles(vt), C.int(ldvt), doubles(u), C.int(ldu), doubles(work), C.int(lwork), &iwork[0], &info)
	if info < 0 {
		check("dgesdd", info)
	}
	return info == 0
}

// Dpotrf decomposes a symmetric matrix A = L Lᵀ or Uᵀ U.
func (i lapackImplementation) Dpotrf(u blas.Uplo, n int, a []float64, lda int) bool {
	if (u != blas.Upper && u != blas.Lower) || !fits(n, n, 1, len(a), n, n, lda, 1, 1, 1, 1, len(a), lda) {
		return i.Implementation.Dpotrf(u, n, a, lda)
	}
	uplo := C.char('L')
	if u == blas.Lower {
		uplo = 'U'
	}
	var info C.int
	C.potrf(uplo, C.int(n), doubles(a), C.int(lda), &info)
	if info < 0 {
		check("dpotrf", info)
	}
	return info == 0
}

// check panics, as gonum does, when LAPACK says that an argument is wrong.
func check(routine string, info C.int) {
	if info < 0 {
		panic(fmt.Sprintf("lapack: argument %d of %s is wrong", -info, routine))
	}
}

// threads is how many threads OpenBLAS uses for one call.
func threads() int { return int(C.openblas_get_num_threads()) }
