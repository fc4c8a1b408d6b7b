//go:build openblas

package linalg_test

import _ "github.com/lazycell/lazycell/lazy/blas" // these tests with OpenBLAS
