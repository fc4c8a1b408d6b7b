package lazy_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

// withAxis is values of at least one dimension in any chunks, and one of their axes.
func withAxis(t *rapid.T) (d *block.Dense, x *array, axis int) {
	for {
		d, chunks := anything(t)
		if len(chunks) > 0 {
			return d, from(t, d, chunks), rapid.IntRange(0, len(chunks)-1).Draw(t, "axis")
		}
	}
}

// alongAxis is an index of one axis.
func alongAxis(axis int, i lazy.Index) []lazy.Index {
	return append(slices.Repeat([]lazy.Index{lazy.All}, axis), i)
}

// TestScanLaws: what is added to the sums up to a place is the value there, and the last sums are the sums.
func TestScanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, x, axis := withAxis(t)
		sums := x.CumSum(axis)
		if n := d.Shape()[axis]; n > 0 {
			before, after := sums.Slice(alongAxis(axis, lazy.Range(0, n-1))...), sums.Slice(alongAxis(axis, lazy.Range(1, n))...)
			equal(t, dense(t, after.Sub(before)), dense(t, x.Slice(alongAxis(axis, lazy.Range(1, n))...)))
			equal(t, dense(t, sums.Slice(alongAxis(axis, lazy.Range(n-1, n))...)), dense(t, x.Sum(axis).KeepDims(axis)))
		}
		signs := x.Sign().AddScalar(0.5).Sign() // 1 and -1
		equal(t, dense(t, signs.CumProd(axis)), dense(t, signs.SubScalar(1).DivScalar(-2).CumSum(axis).ModScalar(2).MulScalar(-2).AddScalar(1)))
	})
}

// TestPlacesHoldExtremes: the value at the place of the largest is the largest, and there is none as large before it.
func TestPlacesHoldExtremes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, x, axis := withAxis(t)
		if d.Len() == 0 {
			return
		}
		n := d.Shape()[axis]
		shape := slices.Repeat([]int{1}, len(d.Shape()))
		shape[axis] = n
		steps := make([]int64, n)
		for i := range steps {
			steps[i] = int64(i)
		}
		place := lazy.FromSlice(steps, shape...)
		at, most := x.ArgMax(axis).KeepDims(axis), x.Max(axis).KeepDims(axis)
		equal(t, dense(t, place.Eq(at).Choose(x, lazy.Full(d.DType(), -1000)).Max(axis).KeepDims(axis)), dense(t, most))
		if early, err := place.Lt(at).And(x.Eq(most)).Any().Item(); err != nil || early != 0 {
			t.Fatalf("there is one before: %v", err)
		}
		equal(t, dense(t, x.ArgMin(axis)), dense(t, x.Neg().ArgMax(axis)))
		flat, err := x.ArgMax().Item()
		if err != nil {
			t.Fatal(err)
		}
		top, err := x.Max().Item()
		if v := d.Float64At(int(flat)); err != nil || v != top {
			t.Fatalf("place %v holds %v, the largest is %v, %v", flat, v, top, err)
		}
	})
}

// TestRankLaws: all values by rank are the sorted ones; the ends are the extremes, and a median has as many values on either side.
func TestRankLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, x, axis := withAxis(t)
		n := d.Shape()[axis]
		if d.Len() == 0 || d.Len() > 5000 {
			return
		}
		down, up := x.TopK(n, axis), x.TopK(-n, axis)
		equal(t, dense(t, down), dense(t, up.Slice(alongAxis(axis, lazy.RangeStep(lazy.End, math.MinInt, -1))...)))
		equal(t, dense(t, down.Sum(axis)), dense(t, x.Sum(axis)))
		k := rapid.IntRange(1, n).Draw(t, "k")
		equal(t, dense(t, x.TopK(k, axis)), dense(t, down.Slice(alongAxis(axis, lazy.Range(0, k))...)))
		if n > 1 {
			rise := up.Slice(alongAxis(axis, lazy.Range(1, n))...).Sub(up.Slice(alongAxis(axis, lazy.Range(0, n-1))...))
			if low, err := rise.Min().Item(); err != nil || low < 0 {
				t.Fatalf("it falls by %v, %v", low, err)
			}
		}
		f := x.AsType(lazy.Float64)
		q := f.Quantiles([]float64{1, 0}, axis)
		equal(t, dense(t, q), dense(t, lazy.Concat(0, f.Max(axis).KeepDims(0), f.Min(axis).KeepDims(0))))
		at := float64(k-1) / float64(max(n-1, 1))
		equal(t, dense(t, f.Quantile(at, axis).MulScalar(1e6).Round()), dense(t, up.Slice(alongAxis(axis, lazy.At(k-1))...).AsType(lazy.Float64).Sum(axis).MulScalar(1e6).Round()))
	})
}

// TestCountLaws: every value is counted once, by whatever counts.
func TestCountLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		x := from(t, d, chunks)
		values, counts, err := x.Unique(lazy.WithWorkers(rapid.IntRange(0, 3).Draw(t, "workers")))
		if err != nil {
			t.Fatal(err)
		}
		v, n := dense(t, values), dense(t, counts)
		all := map[float64]int64{}
		for i := range d.Len() {
			all[d.Float64At(i)]++
		}
		if v.Len() != len(all) || v.DType() != d.DType() {
			t.Fatalf("%d values of %v, want %d", v.Len(), v.DType(), len(all))
		}
		for i := range v.Len() {
			if i > 0 && v.Float64At(i) <= v.Float64At(i-1) || all[v.Float64At(i)] != block.Values[int64](n)[i] {
				t.Fatalf("value %v occurs %v times, want %d", v.Float64At(i), n.Float64At(i), all[v.Float64At(i)])
			}
		}
		each := dense(t, x.AddScalar(20).AsType(lazy.Int16).Bincount(41))
		wide, edges := x.Histogram(41, -20.5, 20.5)
		equal(t, dense(t, wide), each)
		equal(t, dense(t, x.HistogramEdges(edges)), each)
		for i, k := range block.Values[int64](each) {
			if k != all[float64(i-20)] {
				t.Fatalf("%d occurs %d times, want %d", i-20, k, all[float64(i-20)])
			}
		}
	})
}

// TestGroupLaws: the sums of the groups add up to the sum, and a group is its rows.
func TestGroupLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		if len(chunks) == 0 {
			return
		}
		x := from(t, d, chunks)
		groups := rapid.IntRange(1, 5).Draw(t, "groups")
		mult := rapid.IntRange(1, 97).Draw(t, "mult")
		codes := make([]int, d.Shape()[0])
		for i := range codes {
			codes[i] = i*mult%(groups+1) - 1
		}
		g := x.GroupBy(codes, groups)
		k := rapid.IntRange(0, groups-1).Draw(t, "group")
		mask, kept := make([]bool, len(codes)), make([]bool, len(codes))
		for i, c := range codes {
			mask[i], kept[i] = c == k, c >= 0
		}
		rows := x.Slice(lazy.Where(mask))
		one := lazy.At(k)
		equal(t, dense(t, g.Sum().Sum(0)), dense(t, x.Slice(lazy.Where(kept)).Sum(0)))
		equal(t, dense(t, g.Sum().Slice(one).Sum(0)), dense(t, rows.Sum(0)))
		if got := counts(t, g)[k]; int(got) != rows.Shape()[0] {
			t.Fatalf("group %d has %d rows, want %d", k, got, rows.Shape()[0])
		}
		if rows.Shape()[0] > 0 && rows.Size() > 0 {
			if !slices.Contains(counts(t, g), 0) {
				equal(t, dense(t, g.Max().Slice(one).Sum(0)), dense(t, rows.Max(0)))
				equal(t, dense(t, g.Min().Slice(one).Sum(0)), dense(t, rows.Min(0)))
			}
			if diff := differs(dense(t, g.Var(0).Slice(one).Sum(0)), dense(t, rows.Var(0)), 1e-9); diff != "" {
				t.Fatal(diff)
			}
			if diff := differs(dense(t, g.Mean().Slice(one).Sum(0)), dense(t, rows.Mean(0)), 1e-9); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func counts(t *rapid.T, g *lazy.Groups) []int64 { return block.Values[int64](dense(t, g.Count())) }

// TestUniqueOddValues: NaN is one value, and so are both zeros.
func TestUniqueOddValues(t *testing.T) {
	nan := math.NaN()
	x := lazy.FromSlice([]float32{0, float32(nan), -1, float32(math.Copysign(0, -1)), float32(math.Inf(1)), -float32(nan), float32(math.Inf(-1)), -1}).Rechunk(3)
	values, n, err := x.Unique()
	if err != nil {
		t.Fatal(err)
	}
	v, _ := values.Float64s()
	k, _ := n.Float64s()
	if fmt.Sprint(v) != "[-Inf -1 0 +Inf NaN]" || fmt.Sprint(k) != "[1 2 2 1 2]" || values.DType() != lazy.Float32 {
		t.Errorf("%v of %v, %v times", v, values.DType(), k)
	}
	big := lazy.FromSlice([]uint64{1<<64 - 1, 0, 1<<63 + 1, 1 << 63, 1<<64 - 1})
	values, _, err = big.Unique()
	if err != nil {
		t.Fatal(err)
	}
	d, _ := values.Dense()
	if got := block.Values[uint64](d); !slices.Equal(got, []uint64{0, 1 << 63, 1<<63 + 1, 1<<64 - 1}) {
		t.Errorf("%v", got)
	}
}

// TestSelection is against sorting, on what is hard for pivots.
func TestSelection(t *testing.T) {
	const n = 3001
	for name, f := range map[string]func(i int) float64{
		"ascending": func(i int) float64 { return float64(i) }, "descending": func(i int) float64 { return float64(-i) }, "equal": func(int) float64 { return 7 },
		"organ pipe": func(i int) float64 { return float64(min(i, n-i)) }, "few": func(i int) float64 { return float64(i * 7 % 3) },
		"teeth": func(i int) float64 { return float64(i % 100) }, "mixed": func(i int) float64 { return float64(i * 7919 % 3011) },
	} {
		v := make([]float64, n)
		for i := range v {
			v[i] = f(i)
		}
		sorted := slices.Sorted(slices.Values(v))
		shares := []float64{0.5, 0, 1, 0.999, 0.25, 0.2501}
		got, err := lazy.FromSlice(v).Rechunk(500).Quantiles(shares, 0).Float64s()
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range shares {
			at := q * (n - 1)
			k := int(at)
			want := sorted[k] + (sorted[min(k+1, n-1)]-sorted[k])*(at-float64(k))
			if math.Abs(got[i]-want) > 1e-9 {
				t.Errorf("%s: quantile %v is %v, want %v", name, q, got[i], want)
			}
		}
	}
}

// TestQuantileChunks: an axis is put together without larger chunks where the other axes can be cut.
func TestQuantileChunks(t *testing.T) {
	x := random.New(1).Chunks(100, 50).Uniform(1000, 400)
	for axis := range 2 {
		for _, layer := range lazy.Layers(x.Median(axis)) {
			if n := block.Size(layer.ChunkShape()); n > 100*50 {
				t.Errorf("axis %d: %s has chunks of %v", axis, layer.Op().Name(), layer.ChunkShape())
			}
		}
	}
}

func TestBadStatistics(t *testing.T) {
	x, z := lazy.Ones(lazy.Float64, 2, 3), lazy.Ones(lazy.Complex128, 2, 3)
	histogram := func(a *array, n int, lo, hi float64) *array { h, _ := a.Histogram(n, lo, hi); return h }
	for _, tc := range []struct {
		a    *array
		want string
	}{
		{x.ArgMax(0, 1), "argmax: 2 axes"},
		{x.ArgMin(2), "argmin: there is no axis 2"},
		{z.ArgMax(), "argmax of complex numbers is not defined"},
		{lazy.Ones(lazy.Int8, 0, 3).ArgMax(0), "argmax of an array of shape (0, 3): there is nothing to compare along axes [0]"},
		{x.CumSum(2), "cumsum: there is no axis 2"},
		{x.Quantile(1.5, 0), "quantile: the share 1.5"},
		{x.Quantile(math.NaN(), 0), "quantile: the share NaN"},
		{z.Median(0), "median of complex numbers is not defined"},
		{x.TopK(4, 1), "topk: 4 values along axis 1 of an array of shape (2, 3)"},
		{x.TopK(math.MinInt, 1), "topk"},
		{histogram(x, 0, 0, 1), "histogram: 0 intervals"},
		{histogram(x, 2, 1, 0), "histogram: from 1 to 0 is no range"},
		{histogram(x, 2, 0, math.Inf(1)), "histogram: from 0 to +Inf is no range"},
		{histogram(z, 2, 0, 1), "histogram of complex numbers is not defined"},
		{x.HistogramEdges([]float64{1}), "histogram: 1 edges"},
		{x.HistogramEdges([]float64{1, math.NaN()}), "histogram: edge 1 is NaN"},
		{x.Bincount(3), "bincount of float64"},
		{lazy.Ones(lazy.Int8, 3).Bincount(-1), "bincount: -1 numbers"},
		{x.GroupBy([]int{1}, 2).Sum(), "GroupBy: 1 codes for the rows of an array of shape (2, 3)"},
		{x.GroupBy([]int{1, 2}, 2).Count(), "GroupBy: row 1 belongs to group 2; there are 2 groups"},
		{lazy.Ones(lazy.Int8, 2).GroupBy([]int{0, 2}, 3).Max(), "max of int8: group 1 has no rows"},
		{lazy.Full(lazy.Int8, 3).GroupBy(nil, 1).Sum(), "no dimensions"},
		{z.GroupBy([]int{0, 0}, 1).Var(0), "var of complex numbers is not defined"},
	} {
		if err := tc.a.Err(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v, want %q", err, tc.want)
		}
	}
	for _, v := range []int{-1, 3, 127} {
		_, err := lazy.FromSlice([]int8{0, 1, 2, int8(v)}).Bincount(3).Compute()
		if want := fmt.Sprintf("the value %d is not one of the 3 numbers", v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, _, err := z.Unique(); err == nil {
		t.Error("complex numbers are sorted")
	}
}

func ExampleArray_GroupBy() {
	cells := lazy.FromSlice([]float64{1, 10, 2, 20, 3, 30, 4, 40}, 4, 2)
	groups := cells.GroupBy([]int{0, 1, 0, -1}, 2)
	fmt.Println(groups.Mean().Float64s())
	fmt.Println(groups.Count().Float64s())
	// Output:
	// [2 20 2 20] <nil>
	// [2 1] <nil>
}

func ExampleArray_CumSum() {
	x := lazy.Arange(1, 7, 1).Rechunk(2) // three chunks, added up at once
	fmt.Println(x.CumSum(0).Float64s())
	// Output: [1 3 6 10 15 21] <nil>
}

func ExampleArray_Unique() {
	values, counts, err := lazy.FromSlice([]int32{3, 1, 3, 3, 2, 1}).Unique()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(values)
	fmt.Println(counts)
	// Output:
	// array([1, 2, 3], dtype=int32)
	// array([2, 1, 3])
}

func ExampleArray_Histogram() {
	counts, edges := lazy.Linspace(0, 1, 11).Histogram(4, 0, 1)
	fmt.Println(edges)
	fmt.Println(counts.Float64s())
	// Output:
	// [0 0.25 0.5 0.75 1]
	// [3 2 3 3] <nil>
}

// statisticMove is a move of what this file tests, and of choosing between values.
func statisticMove(t *rapid.T, x *array, kind, axis int) move {
	whole := func(x *array) *array { return x.AsType(lazy.Int64).AsType(lazy.Float64) }
	switch {
	case kind == 15:
		return func(x *array) *array { return x.GtScalar(0).Choose(x, x.Neg().AddScalar(2)) }
	case kind == 16:
		return func(x *array) *array { return x.Clip(-5, 7).FloorDivScalar(2).Add(x.ModScalar(3)) }
	case x.NDim() == 0 || x.Size() == 0:
		return func(x *array) *array { return x.Maximum(x.Neg()) }
	case kind == 17:
		return func(x *array) *array { return small(x.CumSum(axis)) }
	case kind == 18:
		return func(x *array) *array {
			return small(x.ArgMax(axis).KeepDims(axis).Add(x.NanMin(axis).KeepDims(axis)).Add(x))
		}
	case kind == 19:
		k := rapid.IntRange(1, x.Shape()[axis]).Draw(t, "k")
		if x.Size() > 2000 {
			k = min(k, 20)
		}
		return func(x *array) *array { return x.TopK(k, axis) }
	case kind == 20:
		codes := make([]int, x.Shape()[0])
		for i := range codes {
			codes[i] = i*7%5 - 1
		}
		return func(x *array) *array { return small(x.GroupBy(codes, 4).Sum()) }
	case kind == 21:
		return func(x *array) *array { return whole(x.Median(axis).MulScalar(2)) }
	}
	return func(x *array) *array {
		return small(x.NanSum(axis).KeepDims(axis).Add(x.CountNonzero(axis).KeepDims(axis)).Sub(x))
	}
}
