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
)

// TestDivisionLaws: the quotient times the divisor and the rest are the dividend, and the rest lies between 0 and the divisor.
func TestDivisionLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		by := rapid.SampledFrom([]float64{1, 2, 3, 7, -1, -2, -5}).Draw(t, "by")
		x := from(t, d, chunks)
		y := lazy.Full(d.DType(), by, d.Shape()...).Rechunk(max(1, rapid.IntRange(1, 9000).Draw(t, "size")))
		rest := x.Mod(y)
		equal(t, dense(t, x.FloorDiv(y).Mul(y).Add(rest)), d)
		equal(t, dense(t, x.FloorDivScalar(by).MulScalar(by).Add(x.ModScalar(by))), d)
		inside := rest.MulScalar(by).GeScalar(0).And(rest.Abs().LtScalar(math.Abs(by)))
		if ok, err := inside.AllTrue().Item(); err != nil || ok != 1 {
			t.Fatalf("a rest lies outside: %v, %v", ok, err)
		}
	})
}

// TestChooseTakesEither: what is chosen is from one side where the condition holds and from the other where it doesn't, in any chunks.
func TestChooseTakesEither(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, chunks := anything(t)
		x := from(t, d, chunks)
		c := x.GtScalar(float64(rapid.IntRange(-20, 20).Draw(t, "than")))
		y := x.MulScalar(2)
		if len(chunks) > 0 {
			sizes := slices.Repeat([]int{-1}, len(chunks))
			sizes[0] = max(1, d.Shape()[0]/2)
			y = y.Rechunk(sizes...)
		}
		got := c.Choose(x, y)
		equal(t, dense(t, got), dense(t, c.AsType(d.DType()).Mul(x).Add(c.Not().AsType(d.DType()).Mul(y))))
		equal(t, dense(t, c.Not().Choose(y, x)), dense(t, got))
		equal(t, dense(t, x.Clip(-3, 5)), dense(t, x.GtScalar(5).Choose(lazy.Full(d.DType(), 5), x.LtScalar(-3).Choose(lazy.Full(d.DType(), -3), x))))
	})
}

// TestArangeCuts: any piece of a sequence is that of the sequence.
func TestArangeCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start, step, n := rapid.IntRange(-50, 50).Draw(t, "start"), rapid.IntRange(1, 9).Draw(t, "step"), rapid.IntRange(0, 9000).Draw(t, "n")
		if rapid.Bool().Draw(t, "down") {
			step = -step
		}
		x := lazy.Arange(start, start+n*step, step)
		if x.Size() != n || x.DType() != lazy.Int64 {
			t.Fatalf("%v, want %d", x.Summary(), n)
		}
		i := index(t, n)
		s, err := i.Resolve(n)
		if err != nil {
			t.Fatal(err)
		}
		want := block.NewDense(lazy.Int64, []int{s.Len()})
		for k := range s.Len() {
			block.Values[int64](want)[k] = int64(start + s.At(k)*step)
		}
		equal(t, dense(t, x.Rechunk(rapid.IntRange(1, 5000).Draw(t, "size")+n/50).Slice(i)), want)
	})
}

func TestBadFunctions(t *testing.T) {
	x, z := lazy.Ones(lazy.Float64, 2, 3), lazy.Ones(lazy.Complex128, 2, 3)
	for _, tc := range []struct {
		a    *array
		want string
	}{
		{lazy.Arange(0, 5, 0), "arange: the step is 0"},
		{lazy.Arange(0, 5, math.NaN()), "arange: the step is NaN"},
		{lazy.Arange(0, math.NaN(), 1), "no number of elements"},
		{lazy.Arange(0, math.Inf(1), 1), "too many elements"},
		{lazy.Arange(math.MinInt64, math.MaxInt64, 1), "too many elements"},
		{lazy.Linspace(0, 1, -1), "negative"},
		{lazy.Eye(lazy.Float64, -1, 2, 0), "negative"},
		{x.Choose(x, lazy.Ones(lazy.Int8, 4)), "where: shapes (2, 3) and (4,) do not match"},
		{x.Choose(nil, x), "where: an array is nil"},
		{x.And(nil), "and: the other array is nil"},
		{x.BitAnd(x), "bit_and of float64 is not defined"},
		{x.BitNot(), "bit_not of float64 is not defined"},
		{lazy.Ones(lazy.Bool, 3).ShiftLeft(lazy.Ones(lazy.Bool, 3)), "shift_left of bool is not defined"},
		{x.Diff(1, 2), "diff: there is no axis 2"},
		{x.Diff(-1, 0), "diff: -1 times"},
		{x.Average(nil), "average: the weights are nil"},
		{x.Average(lazy.Ones(lazy.Float64, 4)), "(4,)"},
		{x.IsClose(nil, 0, 0), "isclose: the other array is nil"},
		{x.Digitize([]float64{1, 0}), "digitize: value 1 is 0"},
		{z.IsIn(1), "isin of complex numbers is not defined"},
		{z.Sin(), "sin of complex numbers is not defined"},
		{z.Mod(z), "mod of complex numbers is not defined"},
		{z.NanToNum(), "nan_to_num of complex numbers is not defined"},
		{z.RoundTo(1), "round of complex numbers is not defined"},
	} {
		if err := tc.a.Err(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v, want %q", err, tc.want)
		}
	}
}

func ExampleArray_Choose() {
	x := lazy.Arange(-3, 3, 1)
	fmt.Println(x.GtScalar(0).Choose(x, lazy.Full(lazy.Int64, 0)).Float64s())
	fmt.Println(x.Mod(lazy.Full(lazy.Int64, 3)).Float64s())
	// Output:
	// [0 0 0 0 1 2] <nil>
	// [0 1 2 0 1 2] <nil>
}
