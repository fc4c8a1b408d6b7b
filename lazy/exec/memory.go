package exec

import (
	"sync/atomic"

	"github.com/lazycell/lazycell/lazy/block"
)

// memory is a chunk's memory and how many results share it.
type memory struct {
	block *block.Dense
	lent  atomic.Bool // it belongs to somebody else: never used again
	users atomic.Int32
}

// newMemory is memory of one result.
func newMemory(b *block.Dense, lent bool) *memory {
	m := &memory{block: b}
	m.users.Store(1)
	if lent {
		m.lent.Store(true)
	}
	return m
}
