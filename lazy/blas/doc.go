// Package blas chooses what multiplies and decomposes chunks: OpenBLAS in programs built with the tag openblas, else gonum's own Go.
// Importing it registers OpenBLAS with gonum's blas64, blas32, cblas128 and lapack64, also for other users of these. OpenBLAS is set to one thread, since chunks are
// worked on at once.
//
// The tag needs OpenBLAS's headers and library (Debian: libopenblas-dev) and a C compiler.
package blas

// Name is "OpenBLAS" with its version and the processor that it is tuned for, or "gonum".
func Name() string { return name() }
