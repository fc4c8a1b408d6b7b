//go:build !purego

package vector

// alone calls f with one value at a time, as other processors compute.
func alone(f func()) {
	before := vectors
	vectors = false
	defer func() { vectors = before }()
	f()
}
