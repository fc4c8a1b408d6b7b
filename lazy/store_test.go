package lazy_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// board is a sink in memory.
type board struct {
	mu    sync.Mutex
	whole *block.Dense
	calls int
	err   error
}

func newBoard(a *array) *board { return &board{whole: block.NewDense(a.DType(), a.Shape())} }

func (b *board) WriteBlock(_ context.Context, offset []int, part block.Block) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	d := part.Dense()
	block.CopyBox(b.whole, offset, d, make([]int, len(offset)), d.Shape())
	return b.err
}

// TestStore: every chunk of every array goes to its sink once, and what the arrays share is read once.
func TestStore(t *testing.T) {
	c := newCounting(40, 40)
	x := lazy.FromSource(c, lazy.Float64, c.shape, [][]int{even(40, 10), even(40, 20)})
	held := cut(t, countUp(6, 4), [][]int{{2, 4}, {4}})
	sparse := held.ToCSR()
	arrays := []*array{x.AddScalar(1), x.Sum(0), held, sparse, x.Sum(0), lazy.Zeros(lazy.Int8, 0, 3), lazy.FromSlice([]float64{7}).Sum()}
	boards, sinks := make([]*board, len(arrays)), make([]lazy.Sink, len(arrays))
	for i, a := range arrays {
		boards[i] = newBoard(a)
		sinks[i] = boards[i]
	}
	if err := lazy.Store(arrays, sinks); err != nil {
		t.Fatal(err)
	}
	for at, n := range c.read {
		if n != 1 {
			t.Errorf("the chunk at %v was read %d times", at, n)
		}
	}
	for i, a := range arrays {
		want, err := a.Dense()
		if err != nil {
			t.Fatal(err)
		}
		if diff := differs(boards[i].whole, want, 0); diff != "" {
			t.Errorf("array %d: %s", i, diff)
		}
		if boards[i].calls != a.NChunks() {
			t.Errorf("array %d: %d calls for %d chunks", i, boards[i].calls, a.NChunks())
		}
	}
	alone := newBoard(held)
	if err := held.Store(alone); err != nil || alone.calls != 2 {
		t.Errorf("%d chunks, %v", alone.calls, err)
	}
	gone := errors.New("gone")
	if err := x.Store(&board{whole: newBoard(x).whole, err: gone}); !errors.Is(err, gone) {
		t.Errorf("the error of a sink became %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range map[string]error{
		"failed": x.Sum(7).Store(alone), "nil": x.Store(nil), "numbers": lazy.Store([]*array{x}, nil), "cancelled": x.Store(newBoard(x), lazy.WithContext(ctx)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
