package frame_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/anndata/frame"
)

func cells(t testing.TB) *frame.Frame {
	t.Helper()
	f, err := frame.New([]string{"c0", "c1", "c2", "c3"},
		frame.Strings("batch", []string{"a", "b", "a", "b"}),
		frame.Float64s("score", []float64{0.5, math.NaN(), 1.25, 3}),
		frame.Ints("n", []int64{1, 2, 3, 4}),
		frame.Categorical("kind", []int{1, 0, -1, 1}, []string{"T", "B"}, false),
		frame.NullableInts("reads", []int64{10, 0, 30, 40}, []bool{false, true, false, false}),
		frame.Numbers("f32", []float32{1, 2, 3, 4}),
		frame.Bools("ok", []bool{true, false, true, true}),
	)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestKinds(t *testing.T) {
	f := cells(t)
	for _, tc := range []struct {
		name, dtype string
		kind        frame.Kind
		values      any
	}{
		{"batch", "object", frame.StringKind, []string{"a", "b", "a", "b"}},
		{"score", "float64", frame.FloatKind, []float64{0.5, math.NaN(), 1.25, 3}},
		{"n", "int64", frame.IntKind, []int64{1, 2, 3, 4}},
		{"kind", "category", frame.CategoricalKind, []string{"B", "T", "", "B"}},
		{"reads", "Int64", frame.NullableIntKind, []int64{10, 0, 30, 40}},
		{"f32", "float32", frame.FloatKind, []float32{1, 2, 3, 4}},
		{"ok", "bool", frame.BoolKind, []bool{true, false, true, true}},
	} {
		c := f.Col(tc.name)
		if c.Err() != nil || c.DType() != tc.dtype || c.Kind() != tc.kind {
			t.Errorf("%s: dtype %s kind %s err %v, want %s %s", tc.name, c.DType(), c.Kind(), c.Err(), tc.dtype, tc.kind)
		}
		if d := cmp.Diff(tc.values, c.Values(), cmpopts.EquateNaNs()); d != "" {
			t.Errorf("%s: values (-want +got)\n%s", tc.name, d)
		}
	}
	kind := f.Col("kind")
	if d := cmp.Diff([]int8{1, 0, -1, 1}, kind.Codes()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"T", "B"}, kind.Categories().Strings()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]bool{false, true, false, false}, f.Col("reads").Mask()); d != "" {
		t.Error(d)
	}
}

func TestCodeWidth(t *testing.T) {
	for _, tc := range []struct {
		categories int
		want       any
	}{{126, []int8{0}}, {127, []int16{0}}, {32767, []int32{0}}} {
		cats := frame.DefaultIndex(tc.categories)
		got := frame.Categorical("c", []int{0}, cats, false).Codes()
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%d categories: %s", tc.categories, d)
		}
	}
}

func TestCompare(t *testing.T) {
	f := cells(t)
	stage := frame.Categorical("stage", []int{0, 1, 2, -1}, []string{"low", "mid", "high"}, true)
	big := frame.Ints("big", []int64{1<<53 + 1, 1 << 53, -1, 0})
	for _, tc := range []struct {
		name   string
		column *frame.Series
		op     frame.Op
		value  any
		want   string // one digit for each row, or the error
	}{
		{"string", f.Col("batch"), frame.Equal, "b", "0101"},
		{"string order", f.Col("batch"), frame.Less, "b", "1010"},
		{"string to int", f.Col("batch"), frame.Equal, 1, "0000"},
		{"string to int differs", f.Col("batch"), frame.NotEqual, 1, "1111"},
		{"string order int", f.Col("batch"), frame.Less, 1, "makes no sense"},
		{"NaN", f.Col("score"), frame.Greater, 0.6, "0011"},
		{"NaN differs", f.Col("score"), frame.NotEqual, 3, "1110"},
		{"NaN value", f.Col("score"), frame.Equal, math.NaN(), "0000"},
		{"int with float", f.Col("n"), frame.GreaterOrEqual, 2.5, "0011"},
		{"exact 64 bits", big, frame.Equal, int64(1 << 53), "0100"},
		{"category", f.Col("kind"), frame.Equal, "B", "1001"},
		{"category missing", f.Col("kind"), frame.NotEqual, "B", "0110"},
		{"category unknown", f.Col("kind"), frame.Equal, "X", "0000"},
		{"category unordered", f.Col("kind"), frame.Less, "B", "unordered"},
		{"category ordered", stage, frame.Less, "high", "1100"},
		{"category at least", stage, frame.GreaterOrEqual, "mid", "0110"},
		{"category order unknown", stage, frame.Less, "X", "no category"},
		{"nullable", f.Col("reads"), frame.LessOrEqual, 30, "1010"},
		{"bool", f.Col("ok"), frame.Equal, true, "1011"},
		{"no column", f.Col("nope"), frame.Equal, "b", `no column "nope"`},
		{"no such comparison", f.Col("n"), frame.Op("~"), 1, `no comparison "~"`},
	} {
		got, err := tc.column.Compare(tc.op, tc.value)
		var text strings.Builder
		for _, b := range got {
			text.WriteByte("01"[map[bool]int{true: 1}[b]])
		}
		switch {
		case err != nil && !strings.Contains(err.Error(), tc.want):
			t.Errorf("%s: error %v, want %q", tc.name, err, tc.want)
		case err == nil && text.String() != tc.want:
			t.Errorf("%s: %s, want %s", tc.name, text.String(), tc.want)
		}
	}
	if got := f.Col("batch").In("a", "z"); !slices.Equal(got, []bool{true, false, true, false}) {
		t.Errorf("In: %v", got)
	}
	if got := f.Col("nope").Eq("b"); got != nil {
		t.Errorf("Eq on a column that is not there: %v, want nil", got)
	}
}

func TestBadColumns(t *testing.T) {
	for _, tc := range []struct {
		name string
		cols []frame.Column
		want string
	}{
		{"length", []frame.Column{frame.Ints("n", []int64{1})}, `column "n" has 1 rows, the index has 2`},
		{"twice", []frame.Column{frame.Ints("n", []int64{1, 2}), frame.Ints("n", []int64{1, 2})}, `two columns are named "n"`},
		{"nil", []frame.Column{nil}, "column 0 is nil"},
		{"type", []frame.Column{frame.Of("n", []complex128{1, 2})}, "can't hold a []complex128"},
		{"code", []frame.Column{frame.Categorical("c", []int{0, 300}, []string{"a"}, false)}, "code 300 in row 1 is out of range for 1 categories"},
		{"code type", []frame.Column{frame.CategoricalOf("c", []string{"a", "b"}, []string{"a"}, false)}, "codes are string"},
		{"category twice", []frame.Column{frame.Categorical("c", []int{0, 1}, []string{"a", "a"}, false)}, `category "a" occurs twice`},
		{"mask", []frame.Column{frame.NullableInts("n", []int64{1, 2}, []bool{true})}, "2 values but a mask of 1"},
		{"masked floats", []frame.Column{frame.Nullable("n", []float64{1, 2}, []bool{true, false})}, "NaN"},
	} {
		_, err := frame.New([]string{"a", "b"}, tc.cols...)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestLoc(t *testing.T) {
	f, err := frame.New([]string{"x", "y", "x"}, frame.Ints("n", []int64{1, 2, 3}))
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.Loc("y", "y")
	if err != nil || !slices.Equal(g.Col("n").Values().([]int64), []int64{2, 2}) {
		t.Errorf("Loc(y, y) = %v, %v", g, err)
	}
	for name, want := range map[string]string{"x": `"x" is not unique: rows 0 and 2`, "z": `no row is named "z"`} {
		if _, err := f.Loc(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Loc(%s): %v, want %q", name, err, want)
		}
	}
	if name, ok := f.Duplicate(); !ok || name != "x" {
		t.Errorf("Duplicate() = %q, %v", name, ok)
	}
}

func TestTakeShares(t *testing.T) {
	f := cells(t)
	g, err := f.Take(frame.Span{Lo: 1, Hi: 3})
	if err != nil {
		t.Fatal(err)
	}
	whole, part := f.Col("n").Values().([]int64), g.Col("n").Values().([]int64)
	if &whole[1] != &part[0] {
		t.Error("a contiguous range copied the values")
	}
	if cap(part) != 2 {
		t.Error("appending to the part would write into the whole")
	}
	if _, err := f.Take(frame.List{0, 4}); err == nil || !strings.Contains(err.Error(), "row 4 is out of range for 4 rows") {
		t.Errorf("out of range: %v", err)
	}
}

func TestTakeLaw(t *testing.T) {
	f := cells(t)
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(rapid.IntRange(0, f.NRows()-1)).Draw(t, "rows")
		g, err := f.Take(frame.List(rows))
		if err != nil {
			t.Fatal(err)
		}
		if g.NRows() != len(rows) {
			t.Fatalf("%d rows, want %d", g.NRows(), len(rows))
		}
		for i, r := range rows {
			for _, name := range f.Columns() {
				if got, want := g.Col(name).Text(i), f.Col(name).Text(r); got != want {
					t.Fatalf("row %d of %s: %s, want %s", i, name, got, want)
				}
			}
			if g.Index()[i] != f.Index()[r] {
				t.Fatalf("name of row %d: %s", i, g.Index()[i])
			}
		}
	})
}

func TestString(t *testing.T) {
	want := `   batch  score  n kind  reads  f32     ok
c0     a   0.50  1    B     10  1.0   True
c1     b    NaN  2    T   <NA>  2.0  False
c2     a   1.25  3  NaN     30  3.0   True
c3     b   3.00  4    B     40  4.0   True`
	if d := cmp.Diff(want, cells(t).String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	long := frame.Empty(100)
	long, err := long.With(frame.Of("i", make([]int32, 100)))
	if err != nil {
		t.Fatal(err)
	}
	wantLong := `    i
0   0
1   0
2   0
3   0
4   0
.. ..
95  0
96  0
97  0
98  0
99  0

[100 rows x 1 columns]`
	if d := cmp.Diff(wantLong, long.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestEdits(t *testing.T) {
	f := cells(t)
	g, err := f.With(frame.Bools("batch", []bool{true, true, true, true}), frame.Ints("new", []int64{1, 1, 1, 1}))
	if err != nil {
		t.Fatal(err)
	}
	if g.Col("batch").Kind() != frame.BoolKind || f.Col("batch").Kind() != frame.StringKind || !g.Has("new") || f.Has("new") {
		t.Error("With must change the new frame and no other")
	}
	g, err = g.Without("score", "n")
	if err != nil || g.Has("score") || g.Has("n") || !g.Has("new") {
		t.Errorf("Without: %v, %v", g.Columns(), err)
	}
	if _, err := g.Without("nope"); err == nil {
		t.Error("Without a column that is not there must fail")
	}
	g, err = f.Select("n", "batch")
	if err != nil || !slices.Equal(g.Columns(), []string{"n", "batch"}) {
		t.Errorf("Select: %v", err)
	}
	g, err = f.Filter(f.Col("batch").Eq("b"))
	if err != nil || !slices.Equal(g.Index(), []string{"c1", "c3"}) {
		t.Errorf("Filter: %v", err)
	}
}
