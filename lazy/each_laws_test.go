package lazy_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// TestEachCoversEverythingOnce: the chunks that Each gives are every element, once, and are those of Chunks.
func TestEachCoversEverythingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := shapes(t)
		d := numbers(t, shape)
		x := from(t, d, chunking(t, shape)).AddScalar(0)
		opts := []lazy.RunOption{lazy.WithWorkers(rapid.IntRange(0, 4).Draw(t, "workers"))}
		if rapid.Bool().Draw(t, "concurrently") {
			opts = append(opts, lazy.Concurrently())
		}
		var mu sync.Mutex
		chunks := map[string]bool{}
		seen := block.NewDense(lazy.Int8, shape)
		out := block.NewDense(d.DType(), shape)
		err := x.Each(func(c lazy.Chunk) error {
			mu.Lock()
			defer mu.Unlock()
			for axis, k := range c.Index {
				if c.Block.Shape()[axis] != x.Chunks()[axis][k] {
					return fmt.Errorf("chunk %v has shape %v in chunks %v", c.Index, c.Block.Shape(), x.Chunks())
				}
			}
			if chunks[fmt.Sprint(c.Index)] {
				return fmt.Errorf("chunk %v comes twice", c.Index)
			}
			chunks[fmt.Sprint(c.Index)] = true
			zero := make([]int, len(shape))
			ones, err := seen.Region(c.Offset, c.Block.Shape())
			if err != nil {
				return err
			}
			ones = ones.Clone()
			for i := range block.Values[int8](ones) {
				block.Values[int8](ones)[i]++
			}
			block.CopyBox(seen, c.Offset, ones, zero, c.Block.Shape())
			block.CopyBox(out, c.Offset, c.Block.Dense(), zero, c.Block.Shape())
			return nil
		}, opts...)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range block.Values[int8](seen) {
			if n != 1 {
				t.Fatalf("element %d comes %d times", i, n)
			}
		}
		equal(t, out, d)
	})
}

// TestCallsAtOnce: Each calls its function once at a time, unless it is told that it may do otherwise.
func TestCallsAtOnce(t *testing.T) {
	x := random.New(1).Chunks(1).Uniform(20)
	for _, concurrent := range []bool{false, true} {
		var now, most atomic.Int32
		opts := []lazy.RunOption{lazy.WithWorkers(4)}
		if concurrent {
			opts = append(opts, lazy.Concurrently())
		}
		err := x.Each(func(lazy.Chunk) error {
			n := now.Add(1)
			defer now.Add(-1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(2 * time.Millisecond)
			return nil
		}, opts...)
		if err != nil || (most.Load() > 1) != concurrent || most.Load() > 4 {
			t.Errorf("concurrently %v: %d calls at once, %v", concurrent, most.Load(), err)
		}
	}
}

// TestEachEndsWithTheFirstError: an error of the function ends the run and is the error of it.
func TestEachEndsWithTheFirstError(t *testing.T) {
	enough := errors.New("that is enough")
	for _, x := range []*array{random.New(1).Chunks(1).Uniform(1000), random.New(1).Chunks(1).Uniform(1000).Add(lazy.Ones(lazy.Float64, 1000)),
		cut(t, block.NewDense(lazy.Float64, []int{1000}), [][]int{even(1000, 1)})} {
		for _, opts := range [][]lazy.RunOption{{lazy.WithWorkers(1)}, {lazy.WithWorkers(4)}, {lazy.WithWorkers(4), lazy.Concurrently()}} {
			var calls atomic.Int64
			err := x.Each(func(lazy.Chunk) error {
				if calls.Add(1) == 5 {
					return enough
				}
				return nil
			}, opts...)
			if !errors.Is(err, enough) {
				t.Errorf("the error is %v", err)
			}
			if n := calls.Load(); n > 20 {
				t.Errorf("%d calls after the one that failed", n-5)
			}
		}
	}
}

// TestErrorsOfSourcesAreCarried: whatever stands between a source and the result, its error comes out.
func TestErrorsOfSourcesAreCarried(t *testing.T) {
	gone := errors.New("the disk is gone")
	rapid.Check(t, func(t *rapid.T) {
		shape := []int{rapid.IntRange(1, 8).Draw(t, "rows"), rapid.IntRange(1, 8).Draw(t, "columns")}
		src := sourceFunc(func(_, _ []int) (block.Block, error) { return nil, gone })
		x := lazy.FromSource(src, lazy.Float64, shape, chunking(t, shape))
		for range rapid.IntRange(0, 5).Draw(t, "steps") {
			x = moves(t, x)(x)
		}
		if x.Err() != nil {
			t.Fatalf("an error before anything is read: %v", x.Err())
		}
		_, err := x.Compute()
		if (x.Size() > 0 && !errors.Is(err, gone)) && !readsNothing(x) {
			t.Fatalf("the error is %v", err)
		}
	})
}

// readsNothing says that no element of the result depends on the source: somewhere an array has no elements.
func readsNothing(x *array) bool {
	return slices.ContainsFunc(x.Layers(), func(a *array) bool { return a.Size() == 0 })
}

// TestAtOnce: arrays may be computed by several goroutines at once, and what one holds is not touched by the runs of others.
func TestAtOnce(t *testing.T) {
	x := random.New(1).Chunks(50).Uniform(200, 200)
	y := x.Sub(x.Mean(0).KeepDims(0)).Transpose().Rechunk(70).Exp()
	want, err := y.Dense(lazy.WithWorkers(1))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			held, err := y.Compute()
			if err != nil {
				t.Error(err)
				return
			}
			if err := y.Sqrt().Each(func(lazy.Chunk) error { return nil }, lazy.Concurrently()); err != nil {
				t.Error(err)
			}
			got, err := held.Dense()
			if err != nil {
				t.Error(err)
				return
			}
			if diff := differs(got, want, 1e-12); diff != "" {
				t.Errorf("%.200s", diff)
			}
		})
	}
	group.Wait()
}
