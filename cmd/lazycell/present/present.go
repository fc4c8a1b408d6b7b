// Package present keeps in the session's program what cells are likely to use: what the packages export that notebooks import
// most, and what the compiler makes of the language. A cell that finds all of it there is linked and loaded in a fraction of
// the time. Nothing of it is ever run. `make build` brings it up to date.
package present

import "unsafe"

//go:generate go run ./generate

// never is false, which the compiler doesn't know.
var never bool

// Keep has to be called by the program, and does nothing.
func Keep() {
	if never {
		useAll()
		useLanguage()
		use(unsafe.Pointer(&marked))
	}
}
