package lazy_test

import (
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
	"github.com/lazycell/lazycell/lazy/random"
)

// A view of a view is one selection from the array below, whatever it is made of.
func TestViewsOfViews(t *testing.T) {
	x := random.New(1).Chunks(50, 50).Uniform(100, 100)
	half := x.Slice(lazy.RangeStep(99, -101, -2), lazy.Range(10, 90))
	for _, tc := range []struct {
		name   string
		array  *lazy.Array
		like   *lazy.Array
		layers int
	}{
		{"ranges", half.Slice(lazy.Range(3, 8), lazy.RangeStep(0, 80, 7)), x.Slice(lazy.RangeStep(93, 83, -2), lazy.RangeStep(10, 90, 7)), 2},
		{"lists", half.Slice(lazy.At(0, -1, 0), lazy.At(5)), x.Slice(lazy.At(99, 1, 99), lazy.At(15)), 2},
		{"a dropped axis", half.Slice(lazy.I(1)).Slice(lazy.I(2)), x.Slice(lazy.I(97), lazy.I(12)), 2},
		{"an added axis", half.Slice(lazy.NewAxis).Slice(lazy.I(0), lazy.At(3, 3)), x.Slice(lazy.At(93, 93), lazy.Range(10, 90)), 2},
		{"views all the way", half.Slice(lazy.Range(1, 40)).Slice(lazy.Range(1, 30)).Slice(lazy.Range(1, 20)).Slice(lazy.I(0)), x.Slice(lazy.I(93), lazy.Range(10, 90)), 2},
		{"other chunks lie in between", half.Rechunk(7).Slice(lazy.I(0)), x.Slice(lazy.I(99), lazy.Range(10, 90)), 4},
		{"an added axis taken twice", half.Slice(lazy.NewAxis, lazy.I(0)).Slice(lazy.At(0, 0)), x.Slice(lazy.At(99, 99), lazy.Range(10, 90)), 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if n := tc.array.NLayers(); n != tc.layers || !tc.array.IsView() {
				t.Errorf("%d layers, want %d; a view: %v", n, tc.layers, tc.array.IsView())
			}
			same(t, tc.array, tc.like)
		})
	}
}

func TestMask(t *testing.T) {
	x := lazy.FromSlice([]float64{1, 2, 3, 4, 5, 6}, 3, 2).Rechunk(2)
	i, err := lazy.Mask(x.Sum(1).GtScalar(5))
	if err != nil {
		t.Fatal(err)
	}
	same(t, x.Slice(i), lazy.FromSlice([]float64{3, 4, 5, 6}, 2, 2))
	for name, bad := range map[string]*lazy.Array{"numbers": x.Sum(1), "two axes": x.GtScalar(1), "nil": nil, "broken": x.Sum(7)} {
		if _, err := lazy.Mask(bad); err == nil {
			t.Errorf("%s became a mask", name)
		}
	}
}

// The index of a single position keeps its axis where axes can't be dropped, and what adds axes takes no positions.
func TestIndexesElsewhere(t *testing.T) {
	sel, err := lazy.I(-1).Resolve(5)
	if err != nil || sel.Len() != 1 || sel.At(0) != 4 {
		t.Errorf("%v, %v", sel, err)
	}
	if _, err := lazy.NewAxis.Resolve(5); err == nil {
		t.Error("NewAxis took positions")
	}
	if sel, err := lazy.Ellipsis.Resolve(5); err != nil || sel.Len() != 5 {
		t.Errorf("%v, %v", sel, err)
	}
}

// wrong is an index that gives whatever it likes.
type wrong struct{ sel lazy.Selection }

func (w wrong) Resolve(int) (lazy.Selection, error) { return w.sel, nil }

// What others make as an index is checked when the graph is made.
func TestIndexesOfOthers(t *testing.T) {
	x := lazy.FromSlice([]float64{1, 2, 3})
	same(t, x.Slice(wrong{op.Positions{Start: 2, Step: -2, Count: 2}}), lazy.FromSlice([]float64{3, 1}))
	for _, sel := range []lazy.Selection{nil, op.Positions{Start: -1, Step: 1, Count: 2}, op.Positions{Start: 2, Step: 1, Count: 2}, op.Positions{Count: -1},
		op.Positions{Start: 1, Step: -1, Count: 3}, op.Positions{List: []int{0, 3}}, op.Positions{List: []int{-1}}} {
		if y := x.Slice(wrong{sel}); y.Err() == nil {
			t.Errorf("%v gave %v", sel, y)
		}
	}
}

// A list of very many places over very many chunks takes a time in proportion to them.
func TestLongLists(t *testing.T) {
	const n = 1 << 18
	x := random.New(1).Chunks(n / 512).Uniform(n)
	list := make([]int, n)
	for i := range list {
		list[i] = i * 7919 % n
	}
	held, err := x.Compute()
	if err != nil {
		t.Fatal(err)
	}
	d, err := held.Slice(lazy.At(list...)).Dense()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := x.Dense()
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range block.Values[float64](d) {
		if v != block.Values[float64](whole)[list[i]] {
			t.Fatalf("place %d is %v", i, v)
		}
	}
}
