//go:build !(cgo && (linux || darwin || freebsd))

package main

import (
	"fmt"
	"os"
	"runtime"
)

// Where Go has no plugins there is no kernel: this program says so.
func main() {
	fmt.Fprintln(os.Stderr, "lazycell:", missing(runtime.GOOS, runtime.GOARCH))
	os.Exit(1)
}
