package repr_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy/repr"
)

// shapes are of up to 4 axes, small ones and ones that are shortened.
func shapes(t *rapid.T) []int {
	return rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(1, 8), rapid.IntRange(1, 2000)), 0, 4).Draw(t, "shape")
}

// TestCornersAreAscendingPositions: what is printed of an axis are positions on it in order, all of them or 6.
func TestCornersAreAscendingPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := shapes(t)
		size := 1
		for _, n := range shape {
			size *= n
		}
		corners := repr.Corners(shape)
		if len(corners) != len(shape) {
			t.Fatalf("%d axes of %d", len(corners), len(shape))
		}
		for axis, positions := range corners {
			want := shape[axis]
			switch {
			case size == 0:
				want = 0
			case size > 1000:
				want = min(want, 6)
				if shape[axis] > 6 && positions[3] != shape[axis]-3 {
					t.Errorf("axis %d of %v: %v", axis, shape, positions)
				}
			}
			if len(positions) != want {
				t.Errorf("axis %d of %v: %v", axis, shape, positions)
			}
			for i, p := range positions {
				if p < 0 || p >= shape[axis] || i > 0 && p <= positions[i-1] {
					t.Errorf("axis %d of %v: %v", axis, shape, positions)
				}
			}
		}
	})
}

// TestLinesFit: lines are no longer than 75 characters and what closes all brackets, and brackets and elements are as many as they must be.
func TestLinesFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := shapes(t)
		corners := repr.Corners(shape)
		n := 1
		for _, positions := range corners {
			n *= len(positions)
		}
		values := floats(t, n)
		dtype := rapid.SampledFrom([]string{"float64", "float32"}).Draw(t, "dtype")
		var text string
		if dtype == "float64" {
			text = repr.Array("array", shape, dtype, values)
		} else {
			narrow := make([]float32, n)
			for i, x := range values {
				narrow[i] = float32(x)
			}
			text = repr.Array("array", shape, dtype, narrow)
		}
		for _, line := range strings.Split(text, "\n") {
			if len(line) > 76 {
				t.Errorf("%d characters: %q", len(line), line)
			}
		}
		body, _, _ := strings.Cut(strings.TrimPrefix(text, "array("), ", shape=")
		if strings.Count(body, "[") != strings.Count(body, "]") {
			t.Errorf("brackets: %s", text)
		}
		if points := strings.Count(strings.ReplaceAll(body, "...", ""), ".") + strings.Count(body, "nan") + strings.Count(body, "inf"); points != n {
			t.Errorf("%d numbers of %d: %s", points, n, text)
		}
	})
}

// floats are n numbers; of many only the first are drawn and then repeated.
func floats(t *rapid.T, n int) []float64 {
	one := rapid.OneOf(
		rapid.Float64(), rapid.Float64Range(-1000, 1000),
		rapid.Map(rapid.Uint64(), math.Float64frombits),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, 5e-324, 1e8, 1e-4}),
	)
	some := rapid.SliceOfN(one, 1, 20).Draw(t, "values")
	out := make([]float64, n)
	for i := range out {
		out[i] = some[i%len(some)]
	}
	return out
}

// TestNumbersAreReadBack: what is written is the number to 8 digits behind the point, or to 9 digits with an exponent.
func TestNumbersAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64().Draw(t, "x")
		if math.Abs(x) < 1e-300 { // the exponent's last digits are not there
			return
		}
		var got float64
		text := repr.Array("array", nil, "float64", []float64{x})
		if _, err := fmt.Sscanf(text, "array(%g)", &got); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if math.Abs(got-x) > max(0.5001e-8, 0.5001e-8*math.Abs(x)) {
			t.Errorf("%v as %s", x, text)
		}
	})
}

// TestWrongElements: what can't be written is said, not written wrongly.
func TestWrongElements(t *testing.T) {
	for _, c := range []struct {
		shape   []int
		corners any
		want    string
	}{
		{[]int{3}, []float64{1, 2}, "array(<2 elements where 3 are printed, shape=(3,)>)"},
		{[]int{0, 3}, []float64{1}, "array(<1 elements where 0 are printed, shape=(0, 3)>)"},
		{nil, []int64{}, "array(<0 elements where 1 are printed, shape=()>)"},
		{[]int{-1}, []bool{true}, "array(<1 elements where 0 are printed, shape=(-1,)>)"},
		{[]int{2}, []string{"a", "b"}, "array(<elements of type []string>)"},
		{[]int{2}, nil, "array(<elements of type <nil>>)"},
		{[]int{math.MaxInt, math.MaxInt}, []float64{}, "array(<0 elements where 36 are printed, shape=(9223372036854775807, 9223372036854775807)>)"},
		{[]int{math.MaxInt, 0}, []float64{}, "array([], shape=(9223372036854775807, 0), dtype=float64)"},
		{[]int{-1}, []float64{}, "array([], dtype=float64)"},
	} {
		if got := repr.Array("array", c.shape, "float64", c.corners); got != c.want {
			t.Errorf("%v of %v: %s, want %s", c.corners, c.shape, got, c.want)
		}
	}
}

// TestName: further lines stand under the first element, whatever the array is called.
func TestName(t *testing.T) {
	got := repr.Array("größe", []int{2, 2}, "float32", []float32{1, 2, 3, 4.5})
	want := "größe([[1. , 2. ],\n       [3. , 4.5]], dtype=float32)"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func FuzzArray(f *testing.F) {
	f.Add(uint16(3), uint16(4), uint64(0x3ff0000000000000), uint64(1), "array")
	f.Add(uint16(40), uint16(40), uint64(0x7ff8000000000001), uint64(0xfff0000000000000), "")
	f.Fuzz(func(t *testing.T, rows, cols uint16, a, b uint64, name string) {
		shape := []int{int(rows), int(cols)}
		n := 1
		for _, positions := range repr.Corners(shape) {
			n *= len(positions)
		}
		floats, bytes := make([]float64, n), make([]int64, n)
		for i := range n {
			bits := a ^ b*uint64(i)
			floats[i], bytes[i] = math.Float64frombits(bits), int64(bits)
		}
		for _, elements := range []any{floats, bytes} {
			text := repr.Array(name, shape, "float64", elements)
			if !strings.HasPrefix(text, name+"([") || !strings.HasSuffix(text, ")") {
				t.Errorf("%q", text)
			}
		}
	})
}
