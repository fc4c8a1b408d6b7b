//go:build openblas && cgo && (linux || darwin || freebsd)

package main

import (
	"os"
	"strings"

	_ "github.com/lazycell/lazycell/lazy/blas" // multiplies matrices by OpenBLAS
)

// Cells are built with the tag too, so that one that imports lazy/blas gets the package that is here.
func init() {
	_ = os.Setenv("GOFLAGS", strings.TrimSpace(os.Getenv("GOFLAGS")+" -tags=openblas"))
}
