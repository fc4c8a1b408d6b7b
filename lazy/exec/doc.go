// Package exec computes lazy arrays on this machine: a plan of the tasks behind the wanted chunks, a pool of workers that
// runs them depth first, and a kernel for every operation of package op.
//
// Importing it registers the executor with package lazy; programs do so with
//
//	import _ "github.com/lazycell/lazycell"
package exec
