package repr_test

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/lazy/repr"
)

// printed is an array and its text, made by testdata/numpy/repr.py.
type printed struct {
	Name    string
	DType   string
	Shape   []int
	Corners []string
	Want    string
}

func TestNumpy(t *testing.T) {
	data, err := os.ReadFile("../../testdata/numpy/repr.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []printed
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 100 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			if diff := cmp.Diff(c.Want, repr.Array("array", c.Shape, c.DType, parse(t, c.DType, c.Corners))); diff != "" {
				t.Errorf("-numpy +here:\n%s", diff)
			}
		})
	}
}

// parse turns the words of a case into a slice of its type.
func parse(t *testing.T, dtype string, words []string) any {
	t.Helper()
	switch dtype {
	case "bool":
		return each(t, words, func(s string) (bool, error) { return s == "True", nil })
	case "int8":
		return each(t, words, signed[int8](8))
	case "int16":
		return each(t, words, signed[int16](16))
	case "int32":
		return each(t, words, signed[int32](32))
	case "int64":
		return each(t, words, signed[int64](64))
	case "uint8":
		return each(t, words, unsigned[uint8](8))
	case "uint16":
		return each(t, words, unsigned[uint16](16))
	case "uint32":
		return each(t, words, unsigned[uint32](32))
	case "uint64":
		return each(t, words, unsigned[uint64](64))
	case "float32":
		return each(t, words, func(s string) (float32, error) { x, err := strconv.ParseFloat(s, 32); return float32(x), err })
	case "float64":
		return each(t, words, float)
	case "complex128":
		parts := each(t, words, float)
		out := make([]complex128, len(parts)/2)
		for i := range out {
			out[i] = complex(parts[2*i], parts[2*i+1])
		}
		return out
	}
	t.Fatalf("element type %s", dtype)
	return nil
}

func each[T any](t *testing.T, words []string, f func(string) (T, error)) []T {
	t.Helper()
	out := make([]T, len(words))
	for i, w := range words {
		v, err := f(w)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = v
	}
	return out
}

func float(s string) (float64, error) { return strconv.ParseFloat(s, 64) }

func signed[T int8 | int16 | int32 | int64](bits int) func(string) (T, error) {
	return func(s string) (T, error) { v, err := strconv.ParseInt(s, 10, bits); return T(v), err }
}

func unsigned[T uint8 | uint16 | uint32 | uint64](bits int) func(string) (T, error) {
	return func(s string) (T, error) { v, err := strconv.ParseUint(s, 10, bits); return T(v), err }
}
