package lazy_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// slow is a source of many chunks, each of which takes a moment or until its context ends.
type slow struct {
	read   atomic.Int64
	onRead func(n int64)
}

func (*slow) Name() string { return "slow" }

func (s *slow) ReadBlock(ctx context.Context, _, shape []int) (block.Block, error) {
	s.onRead(s.read.Add(1))
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(time.Millisecond):
	}
	return block.NewDense(block.Float64, shape), nil
}

func (s *slow) array() *array {
	return lazy.FromSource(s, lazy.Float64, []int{10000, 10}, [][]int{even(10000, 2), {10}})
}

// runs are the ways to compute, with what there is of options.
var runs = map[string]func(a *array, opts ...lazy.RunOption) error{
	"compute":  func(a *array, opts ...lazy.RunOption) error { _, err := a.Compute(opts...); return err },
	"dense":    func(a *array, opts ...lazy.RunOption) error { _, err := a.Dense(opts...); return err },
	"float64s": func(a *array, opts ...lazy.RunOption) error { _, err := a.Float64s(opts...); return err },
	"item":     func(a *array, opts ...lazy.RunOption) error { _, err := a.Sum().Item(opts...); return err },
	"each": func(a *array, opts ...lazy.RunOption) error {
		return a.Each(func(lazy.Chunk) error { return nil }, opts...)
	},
	"each, concurrently": func(a *array, opts ...lazy.RunOption) error {
		return a.Each(func(lazy.Chunk) error { return nil }, append(opts, lazy.Concurrently())...)
	},
}

func TestCancelling(t *testing.T) {
	for name, run := range runs {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := &slow{onRead: func(n int64) {
				if n == 20 {
					cancel()
				}
			}}
			if err := run(s.array().AddScalar(1), lazy.WithContext(ctx)); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled in between: %v", err)
			}
			if n := s.read.Load(); n > 60 {
				t.Errorf("%d chunks were read after the 20th cancelled", n-20)
			}
			s.read.Store(20)
			if err := run(s.array(), lazy.WithContext(ctx)); !errors.Is(err, context.Canceled) || s.read.Load() != 20 {
				t.Errorf("cancelled before: %v after %d chunks", err, s.read.Load()-20)
			}
			soon, end := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer end()
			if err := run(s.array(), lazy.WithContext(soon)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("too late: %v", err)
			}
		})
	}
}

// TestCancellingWithoutSources: what comes out of nothing has nobody who looks at the context but the executor.
func TestCancellingWithoutSources(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := random.New(1).Normal(200000, 200000).Exp().Sum().Item(lazy.WithContext(ctx))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it stopped after %v", took)
	}
}

// TestContextOfTheHost: a run without a context honours the one that SetContext tells of.
func TestContextOfTheHost(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	lazy.SetContext(func() context.Context { return ctx })
	defer lazy.SetContext(nil)
	x := random.Uniform(10)
	if _, err := x.Float64s(); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := x.Float64s(); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if _, err := x.Float64s(lazy.WithContext(context.Background())); err != nil {
		t.Errorf("with a context of its own: %v", err)
	}
	lazy.SetContext(nil)
	if _, err := x.Float64s(); err != nil {
		t.Errorf("after the host is gone: %v", err)
	}
}
