// Package tests runs test functions and benchmarks of a session's cells among its values: what %test does. The cell made for
// that imports it.
package tests
