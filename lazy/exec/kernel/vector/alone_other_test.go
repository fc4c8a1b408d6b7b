//go:build !amd64 || purego

package vector

func alone(f func()) { f() }
