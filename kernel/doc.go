// Package kernel is the Jupyter kernel: it answers the requests of front-ends, and has cells built by package cell and
// run by a session process, which owns every value. It never runs user code itself.
package kernel
