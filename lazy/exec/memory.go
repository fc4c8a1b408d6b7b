package exec

import "github.com/lazycell/lazycell/lazy/block"

// memory is a chunk's memory and how many results share it.
type memory struct {
	block *block.Dense
	lent  bool // it belongs to somebody else: never used again
	users int32
}
