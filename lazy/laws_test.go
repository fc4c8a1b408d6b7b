package lazy_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
	"github.com/lazycell/lazycell/lazy/repr"
)

// shapes of up to 3 axes; a few have no elements.
func shapes(t *rapid.T) []int {
	return rapid.SliceOfN(rapid.OneOf(rapid.IntRange(1, 9), rapid.IntRange(1, 9), rapid.IntRange(0, 2)), 0, 3).Draw(t, "shape")
}

// chunking is any way to cut a shape.
func chunking(t *rapid.T, shape []int) [][]int {
	chunks := make([][]int, len(shape))
	for axis, n := range shape {
		for rest := n; rest > 0; {
			size := rapid.IntRange(1, rest).Draw(t, "size")
			chunks[axis] = append(chunks[axis], size)
			rest -= size
		}
		if n == 0 {
			chunks[axis] = []int{0}
		}
	}
	return chunks
}

// numbers are whole numbers as float64 or int64, on which sums are exact in any order.
func numbers(t *rapid.T, shape []int) *block.Dense {
	d := block.NewDense(rapid.SampledFrom([]lazy.DType{lazy.Float64, lazy.Int64}).Draw(t, "dtype"), shape)
	seed := rapid.Uint64().Draw(t, "seed")
	for i := range d.Len() {
		seed = seed*6364136223846793005 + 1442695040888963407
		v := int64(seed>>33)%41 - 20
		if f := block.Values[float64](d); f != nil {
			f[i] = float64(v)
		} else {
			block.Values[int64](d)[i] = v
		}
	}
	return d
}

// from is an array of the values in chunks that are in memory, or come from a source.
func from(t *rapid.T, d *block.Dense, chunks [][]int) *array {
	if rapid.Bool().Draw(t, "memory") {
		return cut(t, d.Clone(), chunks)
	}
	src := sourceFunc(func(offset, shape []int) (block.Block, error) { return d.Region(offset, shape) })
	return lazy.FromSource(src, d.DType(), d.Shape(), chunks)
}

// large shapes have chunks of several tiles, and of the size from which memory is used again.
func large(t *rapid.T) []int {
	return rapid.SampledFrom([][]int{{20000}, {3, 9000}, {9000, 2}, {130, 90}, {5, 40, 70}, {2, 2, 5000}, {4097}, {1, 4096}}).Draw(t, "shape")
}

// coarse is a few pieces along each axis.
func coarse(t *rapid.T, shape []int) [][]int {
	chunks := make([][]int, len(shape))
	for axis, n := range shape {
		chunks[axis] = even(n, (n-1)/rapid.IntRange(1, 3).Draw(t, "pieces")+1)
	}
	return chunks
}

func index(t *rapid.T, n int) lazy.Index {
	if n > 100 {
		return longIndex(t, n)
	}
	wide := rapid.IntRange(-n-2, n+2)
	switch rapid.IntRange(0, 4).Draw(t, "kind of index") {
	case 0:
		return lazy.Range(wide.Draw(t, "lo"), wide.Draw(t, "hi"))
	case 1:
		step := rapid.IntRange(1, 3).Draw(t, "step") * rapid.SampledFrom([]int{1, -1}).Draw(t, "sign")
		return lazy.RangeStep(wide.Draw(t, "lo"), wide.Draw(t, "hi"), step)
	case 2:
		return lazy.Where(rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "mask"))
	case 3:
		if n > 0 {
			return lazy.At(rapid.SliceOfN(rapid.IntRange(-n, n-1), 0, 2*n).Draw(t, "positions")...)
		}
	}
	return lazy.All
}

// longIndex is an index of a long axis that isn't drawn position by position.
func longIndex(t *rapid.T, n int) lazy.Index {
	step := rapid.SampledFrom([]int{1, 1, 2, 7, -1, -3}).Draw(t, "step")
	lo, hi := rapid.IntRange(0, n/4).Draw(t, "lo"), rapid.IntRange(n/2, n).Draw(t, "hi")
	if rapid.Bool().Draw(t, "list") {
		list := make([]int, hi)
		for i := range list {
			list[i] = (lo + i*(n/2+step)) % n
		}
		return lazy.At(list...)
	}
	if step < 0 {
		lo, hi = hi, lo
	}
	return lazy.RangeStep(lo, hi, step)
}

func indexes(t *rapid.T, shape []int) []lazy.Index {
	out := make([]lazy.Index, rapid.IntRange(0, len(shape)).Draw(t, "indexes"))
	for axis := range out {
		out[axis] = index(t, shape[axis])
	}
	return out
}

// sliced is what a slice must be, element by element.
func sliced(t *rapid.T, d *block.Dense, by []lazy.Index) *block.Dense {
	axes := make([]lazy.Selection, len(d.Shape()))
	shape := make([]int, len(axes))
	for axis, n := range d.Shape() {
		i := lazy.All
		if axis < len(by) {
			i = by[axis]
		}
		s, err := i.Resolve(n)
		if err != nil {
			t.Fatal(err)
		}
		axes[axis], shape[axis] = s, s.Len()
	}
	return gathered(d, shape, func(at []int) []int {
		from := make([]int, len(at))
		for axis, i := range at {
			from[axis] = axes[axis].At(i)
		}
		return from
	})
}

// gathered is a block whose elements are taken from places in another one.
func gathered(d *block.Dense, shape []int, from func(at []int) []int) *block.Dense {
	out := block.NewDense(d.DType(), shape)
	at := make([]int, len(shape))
	for i := range out.Len() {
		rest := i
		for axis := len(shape) - 1; axis >= 0; axis-- {
			at[axis] = rest % shape[axis]
			rest /= shape[axis]
		}
		block.CopyBox(out, at, d, from(at), slices.Repeat([]int{1}, len(d.Shape())))
	}
	return out
}

func dense(t *rapid.T, a *array) *block.Dense {
	d, err := a.Dense(lazy.WithWorkers(rapid.IntRange(1, 4).Draw(t, "workers")))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func equal(t *rapid.T, got, want *block.Dense) {
	t.Helper()
	if diff := differs(got, want, 1e-300); diff != "" { // whole numbers are exact; zeros may differ in sign
		t.Fatal(diff)
	}
}

// move is an operation whose result keeps whole numbers whole and small.
type move func(x *array) *array

func small(x *array) *array { return x.MinimumScalar(1000).MaximumScalar(-1000) }

// moves draws an operation for an array of the given shape.
func moves(t *rapid.T, x *array) move {
	shape := x.Shape()
	axis := 0
	if len(shape) > 0 {
		axis = rapid.IntRange(0, len(shape)-1).Draw(t, "axis")
	}
	switch kind := rapid.IntRange(0, 22).Draw(t, "move"); {
	case kind > 14:
		return statisticMove(t, x, kind, axis)
	case kind == 0:
		return func(x *array) *array { return x.AddScalar(3) }
	case kind == 1:
		return func(x *array) *array { return small(x.Mul(x)) }
	case kind == 2:
		return (*array).Neg
	case kind == 3:
		return func(x *array) *array { return x.Abs().Sub(x.MulScalar(2)) }
	case kind == 4:
		return func(x *array) *array { return small(x.Sum()).Add(x) }
	case kind == 5:
		by := indexes(t, shape)
		return func(x *array) *array { return x.Slice(by...) }
	case kind == 6:
		axes := rapid.Permutation(axesUpTo(len(shape))).Draw(t, "order")
		return func(x *array) *array { return x.Transpose(axes...) }
	case kind == 7:
		size := rapid.IntRange(1, 5).Draw(t, "chunk")
		if x.Size() > 2000 {
			size *= 500
		}
		return func(x *array) *array { return x.Rechunk(size) }
	case kind == 8:
		return func(x *array) *array { return x.GtScalar(0).AsType(lazy.Int64).Add(x) }
	case kind == 9:
		return func(x *array) *array { return x.AsType(lazy.Int32).AsType(lazy.Float64) }
	case kind == 10:
		return func(x *array) *array { return x.Maximum(lazy.Full(lazy.Int64, 2, x.Shape()...)) }
	case len(shape) == 0:
		return func(x *array) *array { return x.SubScalar(1) }
	case kind == 11 && x.Size() < 30000:
		return func(x *array) *array { return lazy.Concat(axis, x, x.AddScalar(1), x) }
	case kind == 12:
		return func(x *array) *array { return small(x.Sum(axis)) }
	case kind == 13:
		return func(x *array) *array { return x.Sub(small(x.Sum(axis)).KeepDims(axis)) }
	case shape[axis] > 0:
		return func(x *array) *array { return x.Max(axis).KeepDims(axis).Sub(x) }
	}
	return func(x *array) *array { return x }
}

func axesUpTo(n int) []int {
	axes := make([]int, n)
	for i := range axes {
		axes[i] = i
	}
	return axes
}

// TestAnyGraphInAnyChunks: a graph gives the same values for any chunks of its input as for one chunk, whether it is run at once or
// every step is computed alone.
func TestAnyGraphInAnyChunks(t *testing.T) {
	t.Run("small", rapid.MakeCheck(func(t *rapid.T) {
		shape := shapes(t)
		anyGraph(t, numbers(t, shape), chunking(t, shape), chunking(t, shape))
	}))
	t.Run("large", rapid.MakeCheck(func(t *rapid.T) {
		shape := large(t)
		anyGraph(t, numbers(t, shape), coarse(t, shape), coarse(t, shape))
	}))
}

func anyGraph(t *rapid.T, d *block.Dense, some, others [][]int) {
	whole, cutUp, alone := lazy.FromBlock(d.Clone()), from(t, d, some), cut(t, d.Clone(), others)
	for range rapid.IntRange(1, 8).Draw(t, "steps") {
		f := moves(t, whole)
		whole, cutUp = f(whole), f(cutUp)
		var err error
		if alone, err = f(alone).Compute(); err != nil {
			t.Fatal(err)
		}
	}
	want := dense(t, whole)
	equal(t, dense(t, cutUp), want)
	equal(t, dense(t, alone), want)
	again, err := cutUp.Compute()
	if err != nil {
		t.Fatal(err)
	}
	equal(t, dense(t, again), want)
	if fmt.Sprint(again.Chunks()) != fmt.Sprint(cutUp.Chunks()) {
		t.Fatalf("computed in chunks %v, not %v", again.Chunks(), cutUp.Chunks())
	}
}

// anything is values and a way to cut them: mostly small, sometimes large.
func anything(t *rapid.T) (*block.Dense, [][]int) {
	if rapid.IntRange(0, 9).Draw(t, "size") == 9 {
		shape := large(t)
		return numbers(t, shape), coarse(t, shape)
	}
	shape := shapes(t)
	return numbers(t, shape), chunking(t, shape)
}

// TestSliceTakesElements: a slice, and a slice of a slice, is the elements at the places it names.
func TestSliceTakesElements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		shape, x := d.Shape(), from(t, d, chunks)
		first := indexes(t, shape)
		y, want := x.Slice(first...), sliced(t, d, first)
		equal(t, dense(t, y), want)
		second := indexes(t, want.Shape())
		equal(t, dense(t, y.Slice(second...)), sliced(t, want, second))
	})
}

// TestTransposeMovesElements: axis i of the result is axis order[i] of the array, and the inverse order undoes it.
func TestTransposeMovesElements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		shape, x := d.Shape(), from(t, d, chunks)
		order := rapid.Permutation(axesUpTo(len(shape))).Draw(t, "order")
		inverse, moved := make([]int, len(order)), make([]int, len(order))
		for i, axis := range order {
			inverse[axis], moved[i] = i, shape[axis]
		}
		y := x.Transpose(order...)
		equal(t, dense(t, y), gathered(d, moved, func(at []int) []int {
			from := make([]int, len(at))
			for i, axis := range order {
				from[axis] = at[i]
			}
			return from
		}))
		equal(t, dense(t, y.Transpose(inverse...)), d)
	})
}

// TestConcatUndoesCutting: pieces of an array put together along the axis they were cut along are the array.
func TestConcatUndoesCutting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := append(shapes(t), rapid.IntRange(0, 9).Draw(t, "last"))
		d := numbers(t, shape)
		axis := rapid.IntRange(0, len(shape)-1).Draw(t, "axis")
		var parts []*array
		at := 0
		for _, n := range chunking(t, shape)[axis] {
			by := make([]lazy.Index, axis+1)
			for i := range by {
				by[i] = lazy.All
			}
			by[axis] = lazy.Range(at, at+n)
			at += n
			// Every piece is cut out of an array in chunks of its own.
			parts = append(parts, from(t, d, chunking(t, shape)).Slice(by...))
		}
		whole := lazy.Concat(axis, parts...)
		equal(t, dense(t, whole), d)
		k := rapid.IntRange(0, shape[axis]).Draw(t, "k")
		by := slices.Repeat([]lazy.Index{lazy.All}, axis+1)
		by[axis] = lazy.Range(k, lazy.End)
		equal(t, dense(t, whole.Slice(by...)), sliced(t, d, by))
	})
}

// TestSumsOfSums: sums along one axis after another are the sum, and so are the sums of the chunks.
func TestSumsOfSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunking := anything(t)
		x := from(t, d, chunking)
		want := 0.0
		for i := range d.Len() {
			want += d.Float64At(i)
		}
		oneByOne := x
		for oneByOne.NDim() > 0 {
			oneByOne = oneByOne.Sum(rapid.IntRange(0, oneByOne.NDim()-1).Draw(t, "axis"))
		}
		chunks := 0.0
		err := x.Each(func(c lazy.Chunk) error {
			b := c.Block.Dense()
			for i := range b.Len() {
				chunks += b.Float64At(i)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []*array{x.Sum(), oneByOne} {
			got, err := a.Item()
			if err != nil || got != want || chunks != want {
				t.Fatalf("the sum is %v (%v) and that of the chunks %v, want %v", got, err, chunks, want)
			}
		}
		mean, err := x.Mean().Item()
		if err != nil || d.Len() > 0 && math.Abs(mean-want/float64(d.Len())) > 1e-12*math.Abs(mean) || d.Len() == 0 && !math.IsNaN(mean) {
			t.Fatalf("the mean is %v, %v", mean, err)
		}
	})
}

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

// TestTextDependsOnValuesOnly: a view is printed like the values themselves, whatever its chunks.
func TestTextDependsOnValuesOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := []int{rapid.IntRange(0, 60).Draw(t, "rows"), rapid.IntRange(0, 60).Draw(t, "columns")}
		d := numbers(t, shape)
		corners := []lazy.Index{}
		for _, positions := range repr.Corners(shape) {
			corners = append(corners, lazy.At(positions...))
		}
		want := repr.Array("array", shape, d.DType().String(), sliced(t, d, corners).Data())
		x := from(t, d, chunking(t, shape))
		if got := x.Slice(lazy.All).String(); got != want {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want)
		}
		held, err := x.Compute()
		if err != nil {
			t.Fatal(err)
		}
		if got := held.String(); got != want {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want)
		}
	})
}

// TestChunksFit: the chunks of any cutting add up to the shape, and none is larger than asked for.
func TestChunksFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := shapes(t)
		d := numbers(t, shape)
		sizes := make([]int, len(shape))
		for i := range sizes {
			sizes[i] = rapid.SampledFrom([]int{-1, 1, 2, 3, 7}).Draw(t, "size")
		}
		x := from(t, d, chunking(t, shape))
		if len(sizes) > 0 {
			x = x.Rechunk(sizes...)
		}
		n := 1
		for axis, chunks := range x.Chunks() {
			sum := 0
			for _, size := range chunks {
				sum += size
				if limit := sizes[axis]; limit > 0 && size > limit || size == 0 && shape[axis] > 0 {
					t.Fatalf("chunks %v of %v, asked for %v", x.Chunks(), shape, sizes)
				}
			}
			if sum != shape[axis] {
				t.Fatalf("chunks %v of %v", x.Chunks(), shape)
			}
			n *= len(chunks)
		}
		if n != x.NChunks() {
			t.Fatalf("%d chunks, not %d", x.NChunks(), n)
		}
		equal(t, dense(t, x), d)
	})
}

// TestRandomIsAFunctionOfPlace: random numbers are the same in any chunks, by any number of workers, in a slice and in the whole.
func TestRandomIsAFunctionOfPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		most := rapid.SampledFrom([]int{20, 20, 20, 5000}).Draw(t, "most")
		rows, columns := rapid.IntRange(1, 20).Draw(t, "rows"), rapid.IntRange(1, most).Draw(t, "columns")
		want := dense(t, random.New(seed).Uniform(rows, columns))
		x := random.New(seed).Chunks(rapid.IntRange(1, 20).Draw(t, "down"), rapid.IntRange(most/20, most).Draw(t, "across")).Uniform(rows, columns)
		equal(t, dense(t, x), want)
		by := indexes(t, want.Shape())
		equal(t, dense(t, x.Slice(by...)), sliced(t, want, by))
	})
}

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
