package frame

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The wanted names are what numpy.result_type gives.
func TestPromote(t *testing.T) {
	for _, tc := range []struct {
		names []string
		want  string // empty for an error
	}{
		{[]string{"int8"}, "int8"},
		{[]string{"int8", "int32"}, "int32"},
		{[]string{"int8", "uint8"}, "int16"},
		{[]string{"uint8", "int64"}, "int64"},
		{[]string{"uint16", "int16"}, "int32"},
		{[]string{"uint32", "int8"}, "int64"},
		{[]string{"uint64", "int8"}, "float64"},
		{[]string{"uint64", "uint8"}, "uint64"},
		{[]string{"float32", "int16"}, "float32"},
		{[]string{"float32", "uint32"}, "float64"},
		{[]string{"int64", "float32"}, "float64"},
		{[]string{"float32", "float64"}, "float64"},
		{[]string{"bool", "int8"}, "int8"},
		{[]string{"float32", "bool"}, "float32"},
		{[]string{"complex128", "int8"}, "complex128"},
		{[]string{"float64", "complex128"}, "complex128"},
		{[]string{"string", "string"}, "string"},
		{[]string{"string", "int8"}, ""},
		{[]string{"bool", "string"}, ""},
		{nil, ""},
	} {
		got, err := Promote(tc.names...)
		if got != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("Promote(%q) = %q, %v; want %q", tc.names, got, err, tc.want)
		}
	}
}

func TestNaturalOrder(t *testing.T) {
	want := []string{"", "2", "10", "B", "a", "a1", "a02", "a2b", "a10", "a10b", "b"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, CompareNatural)
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Natural order must be one: the same answer from both sides, and no cycles.
func TestNaturalOrderLaws(t *testing.T) {
	text := rapid.StringMatching(`[a0-2]{0,4}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := text.Draw(t, "a"), text.Draw(t, "b"), text.Draw(t, "c")
		if CompareNatural(a, b) != -CompareNatural(b, a) {
			t.Fatalf("%q and %q: %d and %d", a, b, CompareNatural(a, b), CompareNatural(b, a))
		}
		if CompareNatural(a, b) <= 0 && CompareNatural(b, c) <= 0 && CompareNatural(a, c) > 0 {
			t.Fatalf("%q <= %q <= %q, but not the first and the last", a, b, c)
		}
	})
}
