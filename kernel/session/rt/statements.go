package rt

import "unsafe"

// What the statements of compiled cells are written with.

// Zero returns the zero value of a type.
func Zero[T any]() (zero T) { return zero }

// Drop takes values that nobody wants to see.
func Drop(...any) {}

// Release empties a variable that nothing leads to any more.
func Release[T any](p *T) { *p = Zero[T]() }

// Carried returns v, or fails the cell when v carries an error.
func Carried[T interface{ Err() error }](v T) T {
	CheckCarried(v)
	return v
}

// Convert takes the memory of a From for that of a To: struct types of the same fields, declared in different cells, or pointers to them.
func Convert[To, From any](v From) To { return *(*To)(unsafe.Pointer(&v)) }
