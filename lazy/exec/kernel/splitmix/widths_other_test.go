//go:build !amd64 || purego

package splitmix

func widths() []int { return []int{0} }

func withWidth(_ int, f func()) { f() }
