//go:build !openblas

package blas

func name() string { return "gonum" }
