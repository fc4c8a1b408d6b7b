package exec_test

import (
	"context"
	"errors"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec"
	"github.com/lazycell/lazycell/lazy/random"
)

// passed is an array whose chunks a function of users gives: nobody knows how to make less of it.
func passed(x *lazy.Array) *lazy.Array {
	return x.MapBlocks(lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		return in[0].Clone(), nil
	}), x.DType())
}

// What is computed with little memory is what is computed with much, whether chunks are read again, joined in turn or kept on disk, and nothing is left there.
func TestSpilled(t *testing.T) {
	const side, chunk = 240, 40
	const bytes = chunk * chunk * 8
	w := wheel{side, side}
	x := w.array(chunk)
	y := passed(random.New(1).Chunks(chunk).Uniform(side, side))
	csr := random.New(2).Chunks(chunk, side).Sparse(0.1, side, side)
	for _, tc := range []struct {
		name    string
		array   *lazy.Array
		chunks  float64 // that may be there at once
		spilled bool
	}{
		{"a file that is read twice", x.Div(x.Sum(1).KeepDims(1)).Log1p().Var(0), 5, false},
		{"a function that is read twice", y.Sub(y.Mean(1).KeepDims(1)).Std(0), 5, true},
		{"rows to columns", y.Rechunk(2, side).Sqrt().Rechunk(side, 2), 4, true},
		{"transposed and across", y.Add(y.Transpose()).Sum(1), 5, true},
		{"a slice with steps", y.Slice(lazy.Range(3, 200), lazy.Range(0, side)).Rechunk(7, side).Sin().Rechunk(side, 5), 5, true},
		{"median of columns", passed(x).Median(0), 5, true},
		{"sparse", csr.Add(csr.Slice(lazy.Range(1, side), lazy.All).Sum().KeepDims(0, 1)).Sum(0), 9, true},
		{"a product", y.MatMul(x), 8, true},
		{"a sum of many", y.Sum(0), 4, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			want, err := tc.array.Float64s(lazy.WithSpill("off"))
			if err != nil {
				t.Fatal(err)
			}
			budget := int64(tc.chunks * bytes)
			little := []lazy.RunOption{lazy.WithMemory(budget), lazy.WithSpill(dir)}
			p, err := tc.array.Explain(little...)
			if err != nil {
				t.Fatal(err)
			}
			if p.Memory > p.Budget || (p.Spilled > 0) != tc.spilled || p.Stages > 1 != tc.spilled {
				t.Errorf("the plan is\n%v", p)
			}
			if tc.spilled && !strings.Contains(p.String(), "on disk") {
				t.Errorf("nothing of a disk in\n%v", p)
			}
			got, err := tc.array.Float64s(little...)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if math.Abs(got[i]-want[i]) > 1e-9*math.Max(1, math.Abs(want[i])) {
					t.Fatalf("value %d is %v with little memory, %v with much", i, got[i], want[i])
				}
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("left on disk: %v, %v", left, err)
			}
			if tc.spilled {
				if _, err := tc.array.Float64s(lazy.WithMemory(budget), lazy.WithSpill(dir+"/missing")); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("a directory that isn't there: %v", err)
				}
				_, err := tc.array.Float64s(lazy.WithMemory(budget), lazy.WithSpill("off"))
				if err == nil || !strings.Contains(err.Error(), "doesn't fit into memory") || !strings.Contains(err.Error(), "nothing may be kept on disk") {
					t.Errorf("without a disk: %v", err)
				}
			}
		})
	}
}

// Room on disk is given back when a run fails or is cancelled while it has chunks there. Files have no names: they are looked for among the open ones.
func TestSpilledIsRemoved(t *testing.T) {
	open := func() (n int) {
		list, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("this system doesn't tell which files are open")
		}
		for _, f := range list {
			if to, err := os.Readlink("/proc/self/fd/" + f.Name()); err == nil && strings.Contains(to, "lazycell-chunks-") {
				n++
			}
		}
		return n
	}
	y := passed(random.New(1).Chunks(40).Uniform(240, 240))
	bad, stop := errors.New("bad"), errors.New("stop")
	seen := 0
	failing := y.Rechunk(2, 240).MapBlocks(lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		if seen = max(seen, open()); at.Offset[0] > 100 {
			return nil, bad
		}
		return in[0], nil
	}), lazy.Float64).Rechunk(240, 2)
	little := []lazy.RunOption{lazy.WithMemory(4 * 40 * 40 * 8), lazy.WithWorkers(1), lazy.WithSpill(t.TempDir())}
	if _, err := failing.Float64s(little...); !errors.Is(err, bad) || !strings.Contains(err.Error(), "map_blocks, chunk (") {
		t.Errorf("error %v", err)
	}
	if seen == 0 || open() != 0 {
		t.Errorf("%d files while it ran, %d afterwards", seen, open())
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	err := y.Rechunk(2, 240).Sqrt().Rechunk(240, 2).Each(func(lazy.Chunk) error { cancel(stop); return nil }, append(little, lazy.WithContext(ctx))...)
	if !errors.Is(err, stop) || open() != 0 {
		t.Errorf("error %v, %d files afterwards", err, open())
	}
}

// Persisted on disk, an array is made once, read in any order, and its room is given back when nobody has it.
func TestPersistOnDisk(t *testing.T) {
	made := 0
	x := random.New(1).Chunks(20).Uniform(100, 100)
	once := x.MapBlocks(lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		made++
		return in[0], nil
	}), lazy.Float64)
	kept, err := once.Persist(lazy.OnDisk(), lazy.WithWorkers(1), lazy.WithMemory(5*20*20*8), lazy.WithSpill(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	if made != 25 || kept.InMemory() || kept.Name() == once.Name() {
		t.Errorf("%d chunks made, in memory: %v", made, kept.InMemory())
	}
	for _, f := range []func(a *lazy.Array) *lazy.Array{
		func(a *lazy.Array) *lazy.Array { return a },
		func(a *lazy.Array) *lazy.Array { return a.Transpose().Slice(lazy.At(3, 99, 4), lazy.Range(7, 60)) },
		func(a *lazy.Array) *lazy.Array { return a.Std(0) },
	} {
		want, err := f(x).Float64s()
		if err != nil {
			t.Fatal(err)
		}
		got, err := f(kept).Float64s()
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-12 {
				t.Fatalf("value %d is %v, must be %v", i, got[i], want[i])
			}
		}
	}
	if made != 25 {
		t.Errorf("%d chunks made in the end", made)
	}
	if held, err := x.Persist(); err != nil || !held.InMemory() {
		t.Errorf("in memory: %v", err)
	}
	if _, err := once.Persist(lazy.OnDisk(), lazy.WithSpill("off")); err == nil {
		t.Error("kept on a disk that is off")
	}
	runtime.KeepAlive(kept)
}

// Chunks that are made before their turn take no more than there is room for: one worker is slow and the others wait.
func TestAheadIsBounded(t *testing.T) {
	const chunk = 64 * 64 * 8
	var held, most int64
	lock := make(chan struct{}, 1)
	count := func(n int64) {
		lock <- struct{}{}
		held += n
		most = max(most, held)
		<-lock
	}
	x := random.New(1).Chunks(64).Uniform(64*40, 64)
	first := x.MapBlocks(lazy.Func(func(_ context.Context, at lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		if at.Index[0] == 0 {
			time.Sleep(300 * time.Millisecond)
		}
		count(chunk)
		return in[0].Clone(), nil
	}), lazy.Float64)
	// The sum along the rows waits for the slow first chunk; a second function lets chunks go.
	y := first.CumSum(0).MapBlocks(lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		count(-chunk)
		return in[0], nil
	}), lazy.Float64)
	if err := y.Each(func(lazy.Chunk) error { return nil }, lazy.WithWorkers(4), lazy.WithMemory(40*chunk)); err != nil {
		t.Fatal(err)
	}
	if most > 40*chunk {
		t.Errorf("%d chunks were there at once", most/chunk)
	}
	var _ lazy.Keeper = exec.Local{}
}
