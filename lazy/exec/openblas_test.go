//go:build openblas

package exec_test

import _ "github.com/lazycell/lazycell/lazy/blas" // these tests with OpenBLAS
