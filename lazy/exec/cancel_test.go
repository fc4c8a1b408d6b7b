package exec_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/linalg"
	"github.com/lazycell/lazycell/lazy/random"
)

// whole is uniform numbers in one chunk, in memory.
func whole(t *testing.T, shape ...int) *lazy.Array {
	t.Helper()
	x, err := random.New(1).Chunks(-1).Uniform(shape...).Compute()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// A run ends soon after it is cancelled, also while one chunk of it takes long.
func TestCancelledSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	const soon = 100 * time.Millisecond
	square := whole(t, 2500, 2500)
	_, singular, _ := linalg.SVD(square)
	deaf := lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		time.Sleep(3 * time.Second)
		return in[0], nil
	})
	for _, tc := range []struct {
		name  string
		array *lazy.Array
	}{
		{"product", square.MatMul(square)},
		{"products of many chunks", random.New(2).Chunks(1000).Uniform(8000, 8000).MatMul(random.New(3).Chunks(1000).Uniform(8000, 8000))},
		{"median of one long lane", whole(t, 30_000_000).Median(0)},
		{"largest values", whole(t, 30_000_000).TopK(10_000_000, 0)},
		{"poisson", random.New(1).Chunks(-1).Poisson(50, 8000, 8000)},
		{"normal", random.New(1).Chunks(-1).Normal(20000, 20000).Sum()},
		{"singular values", singular},
		{"inverse", linalg.Inv(square.Add(square.Transpose()))},
		{"long chain", long(random.New(1).Chunks(-1).Uniform(12000, 12000)).Sum()},
		{"deviations of columns", random.New(1).Chunks(-1).Uniform(20000, 20000).Std(0)},
		{"transpose", random.New(1).Chunks(-1).Uniform(12000, 12000).Sin().Transpose().CumSum(0)},
		{"function of a user that heeds nothing", square.MapBlocks(deaf, lazy.Float64)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if err := tc.array.Err(); err != nil {
				t.Fatal(err)
			}
			best := time.Hour
			for range 3 { // another program may be in the way once
				ctx, cancel := context.WithCancelCause(t.Context())
				stop := errors.New("stop")
				var when time.Time
				timer := time.AfterFunc(150*time.Millisecond, func() {
					when = time.Now()
					cancel(stop)
				})
				err := tc.array.Each(func(lazy.Chunk) error { return nil }, lazy.WithContext(ctx))
				took := time.Since(when)
				timer.Stop()
				if !errors.Is(err, stop) {
					t.Fatalf("the run ended with %v before it was cancelled, or for another reason", err)
				}
				if best = min(best, took); best < soon {
					break
				}
			}
			t.Logf("%.1f ms", best.Seconds()*1e3)
			if best > soon {
				t.Errorf("the run ended %v after it was cancelled", best)
			}
		})
	}
}

// long is a chain of slow functions.
func long(x *lazy.Array) *lazy.Array {
	for range 12 {
		x = x.Tanh().AddScalar(1).PowScalar(1.7)
	}
	return x
}
