package op

import (
	"context"
	"fmt"
	"sync"

	"github.com/lazycell/lazycell/lazy/block"
)

// Located is a Reader that can be opened again elsewhere: a program that has an opener for the scheme can read the same array.
type Located interface {
	Reader
	// Location is what kind of place the array lies in, and where: what the scheme's opener makes of it is its own affair.
	Location() (scheme, at string, err error)
}

// Opener opens an array again.
type Opener func(ctx context.Context, at string) (Reader, error)

var openers sync.Map // scheme -> Opener

// RegisterOpener tells how to open what lies in a kind of place; the last one of a scheme counts.
func RegisterOpener(scheme string, open Opener) { openers.Store(scheme, open) }

// Reopened is a reader out of a written graph. It knows what the graph says of it, and is opened when something is read.
type Reopened struct {
	Scheme, At string
	Label      string // its name
	Chunks     string // kind of its chunks
	Entries    int    // of a sparse array

	mu   sync.Mutex
	open Reader
}

// Name is that of the reader that was written.
func (r *Reopened) Name() string { return r.Label }

// Kind is the kind of its chunks.
func (r *Reopened) Kind() string { return r.Chunks }

// NNZ is how many values a sparse array keeps.
func (r *Reopened) NNZ() int { return r.Entries }

// Location is where it was found.
func (r *Reopened) Location() (scheme, at string, err error) { return r.Scheme, r.At, nil }

// ReadBlock reads a box, and opens the array first when it isn't open.
func (r *Reopened) ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error) {
	from, err := r.reader(ctx)
	if err != nil {
		return nil, err
	}
	return from.ReadBlock(ctx, offset, shape)
}

func (r *Reopened) reader(ctx context.Context) (Reader, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open != nil {
		return r.open, nil
	}
	open, ok := openers.Load(r.Scheme)
	if !ok {
		return nil, fmt.Errorf("nothing that opens %q is linked into this program, and the graph reads %s: import the package that does, such as io/h5ad or io/zarr", r.Scheme, r.At)
	}
	from, err := open.(Opener)(ctx, r.At)
	if err != nil {
		return nil, err
	}
	r.open = from
	return from, nil
}
