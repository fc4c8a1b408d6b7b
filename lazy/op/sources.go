package op

import (
	"context"

	"github.com/lazycell/lazycell/lazy/block"
)

// Random is numbers drawn from a distribution. Every element is a function of the seed and its position in the array, so the
// values don't depend on the chunks, on who computes them or how often.
type Random struct {
	source
	Distribution string // "uniform", "normal", "exponential", "integers", "poisson", "binomial" or "sparse"
	Seed         uint64
	// Integers: from A up to and without B; poisson: the rate A; binomial: A trials of probability B; sparse: the share A of the places.
	A, B float64
}

// Name is the distribution.
func (r *Random) Name() string { return r.Distribution }

// Full is the same value everywhere.
type Full struct {
	source
	Value float64
	Kind  string `json:",omitempty"` // "csr" or "csc" of zeros that aren't kept
}

// Name is "zeros", "ones" or "full".
func (f *Full) Name() string {
	switch f.Value {
	case 0:
		return "zeros"
	case 1:
		return "ones"
	}
	return "full"
}

// Memory is blocks that are there already, in C order of the chunks.
type Memory struct {
	source
	Blocks []block.Block
}

// Name is "array".
func (m *Memory) Name() string { return "array" }

// File is chunks that something else reads: usually a file.
type File struct {
	source
	Reader Reader
}

// Name is "from-file".
func (f *File) Name() string { return "from-file" }

// Reader reads boxes of an array that lies elsewhere. It is safe for concurrent use.
type Reader interface {
	// Name tells this array from every other.
	Name() string
	// ReadBlock reads the box that begins at offset.
	ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error)
}
