package lazy_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// counting is a source of the numbers of its elements that knows what was read of it.
type counting struct {
	shape []int
	mu    sync.Mutex
	read  map[[2]int]int // by offset
	err   error
	bad   bool
}

func (c *counting) Name() string { return fmt.Sprintf("counting %p", c) }

func (c *counting) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	c.mu.Lock()
	c.read[[2]int{offset[0], offset[1]}]++
	c.mu.Unlock()
	if c.err != nil {
		return nil, c.err
	}
	if c.bad {
		return block.NewDense(block.Int8, shape), nil
	}
	d := block.NewDense(block.Float64, shape)
	v := block.Values[float64](d)
	for i := range shape[0] {
		for j := range shape[1] {
			v[i*shape[1]+j] = float64((offset[0]+i)*c.shape[1] + offset[1] + j)
		}
	}
	return d, nil
}

func newCounting(rows, cols int) *counting {
	return &counting{shape: []int{rows, cols}, read: map[[2]int]int{}}
}

func TestOnlyWhatIsNeeded(t *testing.T) {
	c := newCounting(40, 40)
	x := lazy.FromSource(c, lazy.Float64, c.shape, [][]int{{10, 10, 10, 10}, {10, 10, 10, 10}})
	y := x.AddScalar(1).Transpose()
	v, err := y.Slice(lazy.At(0, 39), lazy.Range(38, 40)).Float64s()
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{38*40 + 1, 39*40 + 1, 38*40 + 39 + 1, 39*40 + 39 + 1}; v[0] != want[0] || v[1] != want[1] || v[2] != want[2] || v[3] != want[3] {
		t.Errorf("values %v, want %v", v, want)
	}
	if len(c.read) != 2 || c.read[[2]int{38, 0}] != 1 || c.read[[2]int{38, 39}] != 1 {
		t.Errorf("read %v", c.read)
	}
	// Of most of a chunk the chunk is read.
	clear(c.read)
	if _, err := y.Slice(lazy.Range(0, 9), lazy.At(30, 39)).Float64s(); err != nil {
		t.Fatal(err)
	}
	if len(c.read) != 1 || c.read[[2]int{30, 0}] != 1 {
		t.Errorf("read %v", c.read)
	}
	// A chunk that is used twice is made once.
	clear(c.read)
	if _, err := x.Mul(x).Add(x.Sum(0)).Sum().Item(); err != nil {
		t.Fatal(err)
	}
	for at, n := range c.read {
		if n != 1 {
			t.Errorf("the chunk at %v was read %d times", at, n)
		}
	}
}

func TestSourceErrors(t *testing.T) {
	c := newCounting(4, 4)
	x := lazy.FromSource(c, lazy.Float64, c.shape, nil)
	c.err = errors.New("the disk is gone")
	_, err := x.Sum().Item()
	if !errors.Is(err, c.err) || !strings.Contains(err.Error(), "from-file, chunk (0, 0)") {
		t.Errorf("the error is %v", err)
	}
	c.err, c.bad = nil, true
	if _, err := x.Compute(); err == nil || !strings.Contains(err.Error(), "the source gave (4, 4) of int8") {
		t.Errorf("the error is %v", err)
	}
	if err := lazy.FromSource(c, lazy.Float64, c.shape, [][]int{{4}, {5}}).Err(); err == nil {
		t.Error("chunks of another shape were accepted")
	}
}

// Going through an array holds a few chunks at a time, however many there are.
func TestBoundedMemory(t *testing.T) {
	var made, held, most atomic.Int64
	src := sourceFunc(func(_, shape []int) (block.Block, error) {
		made.Add(1)
		most.Store(max(most.Load(), held.Add(1)))
		return block.NewDense(block.Float64, shape), nil
	})
	x := lazy.FromSource(src, lazy.Float64, []int{1000, 10}, [][]int{even(1000, 10), {10}})
	// Summing a chunk is what makes its block free: count the blocks between both.
	err := x.AddScalar(1).Each(func(lazy.Chunk) error {
		held.Add(-1)
		return nil
	}, lazy.WithWorkers(2))
	if err != nil {
		t.Fatal(err)
	}
	if made.Load() != 100 || most.Load() > 6 {
		t.Errorf("%d chunks made, up to %d held at once", made.Load(), most.Load())
	}
}

// sourceFunc is a source that a function reads; each is one of its own.
func sourceFunc(f func(offset, shape []int) (block.Block, error)) lazy.Source {
	return &functionSource{f}
}

type functionSource struct {
	f func(offset, shape []int) (block.Block, error)
}

func (s *functionSource) Name() string { return fmt.Sprintf("function %p", s) }
func (s *functionSource) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	return s.f(offset, shape)
}

func even(n, size int) []int {
	var out []int
	for ; n > 0; n -= size {
		out = append(out, min(n, size))
	}
	return out
}

func TestPanicInSource(t *testing.T) {
	src := sourceFunc(func(_, _ []int) (block.Block, error) { panic("nobody expects this") })
	_, err := lazy.FromSource(src, lazy.Float64, []int{3}, nil).Compute()
	if err == nil || !strings.Contains(err.Error(), "nobody expects this") {
		t.Errorf("the error is %v", err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	src := sourceFunc(func(_, shape []int) (block.Block, error) {
		cancel()
		return block.NewDense(block.Float64, shape), nil
	})
	x := lazy.FromSource(src, lazy.Float64, []int{1000, 10}, [][]int{even(1000, 10), {10}})
	if _, err := x.Sum().Item(lazy.WithContext(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	lazy.SetContext(func() context.Context { return ctx })
	defer lazy.SetContext(nil)
	if _, err := lazy.Ones(lazy.Float64, 3).Compute(); !errors.Is(err, context.Canceled) {
		t.Errorf("the context of the cell is not honoured: %v", err)
	}
}
