package op

import (
	"context"
	"fmt"
	"math"
	"slices"

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

// Check says whether there is such a distribution, of such parameters.
func (r *Random) Check(out Node, in []Node) error {
	const exact = 1 << 53
	want, ok := block.Float64, true
	switch r.Distribution {
	case "uniform", "normal", "exponential":
	case "sparse":
		if err := axes("the result", out.Grid, 2); err != nil {
			return err
		}
		ok = r.A >= 0 && r.A <= 1
	case "integers":
		want, ok = block.Int64, r.A < r.B && r.A >= -exact && r.B <= exact && r.A == math.Trunc(r.A) && r.B == math.Trunc(r.B)
	case "poisson":
		want, ok = block.Int64, r.A > 0 && !math.IsInf(r.A, 1)
	case "binomial":
		want, ok = block.Int64, r.A >= 0 && r.A <= exact && r.A == math.Trunc(r.A) && r.B >= 0 && r.B <= 1
	default:
		return fmt.Errorf("there is no distribution %q", r.Distribution)
	}
	if !ok {
		return fmt.Errorf("its parameters are %v and %v", r.A, r.B)
	}
	if err := typed("the result", out.DType, want); err != nil {
		return err
	}
	return takes(in, 0)
}

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

// Check says whether there is such a kind of zeros.
func (f *Full) Check(out Node, in []Node) error {
	if f.Kind != "" {
		if err := oneOf("kind", f.Kind, block.KindCSR, block.KindCSC); err != nil {
			return err
		}
		if f.Value != 0 {
			return fmt.Errorf("%s chunks of %v; only zeros aren't kept", f.Kind, f.Value)
		}
		if err := axes("a sparse array", out.Grid, 2); err != nil {
			return err
		}
	}
	return takes(in, 0)
}

// Memory is blocks that are there already, in C order of the chunks.
type Memory struct {
	source
	Blocks []block.Block
}

// Name is "array".
func (m *Memory) Name() string { return "array" }

// Check says whether there is a block for every chunk.
func (m *Memory) Check(out Node, in []Node) error {
	if len(m.Blocks) != out.Grid.Len() {
		return fmt.Errorf("%d blocks for %d chunks", len(m.Blocks), out.Grid.Len())
	}
	for n, b := range m.Blocks {
		switch want := out.Grid.ChunkShape(out.Grid.Index(n)); {
		case b == nil:
			return fmt.Errorf("block %d is nil", n)
		case b.DType() != out.DType || !slices.Equal(b.Shape(), want):
			return fmt.Errorf("block %d is of %v and shape %v, the chunk of %v and shape %v", n, b.DType(), ShapeText(b.Shape()), out.DType, ShapeText(want))
		}
	}
	return takes(in, 0)
}

// File is chunks that something else reads: usually a file.
type File struct {
	source
	Reader Reader
}

// Name is "from-file".
func (f *File) Name() string { return "from-file" }

// Check asks for a reader.
func (f *File) Check(_ Node, in []Node) error {
	if f.Reader == nil {
		return fmt.Errorf("there is nothing to read from")
	}
	return takes(in, 0)
}

// Reader reads boxes of an array that lies elsewhere. It is safe for concurrent use.
type Reader interface {
	// Name tells this array from every other.
	Name() string
	// ReadBlock reads the box that begins at offset.
	ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error)
}

// IntoReader is a Reader of dense boxes that can read them into memory that is there, which the executor uses again and again.
type IntoReader interface {
	Reader
	// ReadInto reads the box that begins at offset and has the shape and the type of out.
	ReadInto(ctx context.Context, offset []int, out *block.Dense) error
}
