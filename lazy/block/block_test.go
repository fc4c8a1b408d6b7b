package block_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy/block"
)

func dense[T block.Elem](t *testing.T, shape []int, v ...T) *block.Dense {
	t.Helper()
	d, err := block.FromSlice(shape, v)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDTypes(t *testing.T) {
	for d := block.Bool; d.Valid(); d++ {
		parsed, err := block.ParseDType(d.String())
		if err != nil || parsed != d {
			t.Errorf("%v: parsed as %v, %v", d, parsed, err)
		}
		z := block.NewDense(d, []int{2, 3})
		if of, ok := block.DTypeOf(z.Data()); !ok || of != d || len(z.Bytes()) != 6*d.Size() || z.NBytes() != int64(6*d.Size()) || z.Float64At(5) != 0 {
			t.Errorf("%v: %v in %d bytes", d, of, len(z.Bytes()))
		}
	}
	if _, err := block.ParseDType("float16"); err == nil {
		t.Error("float16 was accepted")
	}
}

// The table was made with numpy.promote_types.
func TestPromote(t *testing.T) {
	for _, tc := range [][3]string{
		{"bool", "int8", "int8"}, {"int8", "uint8", "int16"}, {"int16", "uint8", "int16"}, {"int8", "uint16", "int32"}, {"int32", "uint32", "int64"},
		{"int64", "uint64", "float64"}, {"int8", "uint64", "float64"}, {"int16", "float32", "float32"}, {"uint16", "float32", "float32"},
		{"int32", "float32", "float64"}, {"uint64", "float32", "float64"}, {"int64", "float64", "float64"}, {"float32", "float64", "float64"},
		{"float32", "complex128", "complex128"}, {"bool", "bool", "bool"}, {"bool", "float32", "float32"}, {"uint8", "uint32", "uint32"},
		{"int64", "uint8", "int64"}, {"int64", "uint32", "int64"},
	} {
		var d [3]block.DType
		for i, name := range tc {
			var err error
			if d[i], err = block.ParseDType(name); err != nil {
				t.Fatal(err)
			}
		}
		if got := block.Promote(d[0], d[1]); got != d[2] || block.Promote(d[1], d[0]) != got {
			t.Errorf("%v with %v is %v, want %v", d[0], d[1], got, d[2])
		}
	}
}

func TestAsType(t *testing.T) {
	for _, tc := range []struct {
		in   *block.Dense
		to   block.DType
		want any
	}{
		{dense(t, []int{3}, 1.9, -1.9, 0), block.Int32, []int32{1, -1, 0}},
		{dense(t, []int{2}, 300.0, -1), block.Uint8, []uint8{44, 255}},
		{dense(t, []int{3}, 0.5, 0, math.NaN()), block.Bool, []bool{true, false, true}},
		{dense(t, []int{2}, true, false), block.Float64, []float64{1, 0}},
		{dense(t, []int{2}, true, false), block.Complex128, []complex128{1, 0}},
		{dense(t, []int{1}, int64(math.MaxInt64)), block.Float64, []float64{math.MaxInt64}},
		{dense(t, []int{2}, uint64(1<<63), 5), block.Int64, []int64{math.MinInt64, 5}},
		{dense(t, []int{2}, complex(2, 3), 1i), block.Float32, []float32{2, 0}},
		{dense(t, []int{2}, complex(0, 3), 0), block.Bool, []bool{true, false}},
		{dense(t, []int{1}, 0.1), block.Float32, []float32{0.1}},
	} {
		if got := tc.in.AsType(tc.to); !reflect.DeepEqual(got.Data(), tc.want) || got.DType() != tc.to {
			t.Errorf("%v as %v is %v, want %v", tc.in.Data(), tc.to, got.Data(), tc.want)
		}
	}
}

func TestRegion(t *testing.T) {
	d := dense(t, []int{2, 3, 2}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.0)
	for _, tc := range []struct {
		offset, shape []int
		want          []float64
	}{
		{[]int{0, 1, 0}, []int{2, 2, 2}, []float64{2, 3, 4, 5, 8, 9, 10, 11}},
		{[]int{1, 0, 1}, []int{1, 3, 1}, []float64{7, 9, 11}},
		{[]int{1, 0, 0}, []int{1, 3, 2}, []float64{6, 7, 8, 9, 10, 11}},
		{[]int{0, 3, 0}, []int{2, 0, 2}, []float64{}},
	} {
		got, err := d.Region(tc.offset, tc.shape)
		if err != nil || !slices.Equal(block.Values[float64](got), tc.want) {
			t.Errorf("at %v of %v: %v, %v; want %v", tc.offset, tc.shape, got.Data(), err, tc.want)
		}
	}
	for _, bad := range [][2][]int{{{0, 0, 1}, {2, 3, 2}}, {{-1, 0, 0}, {1, 1, 1}}, {{0}, {1}}, {{0, 0, 0}, {1, -1, 1}}} {
		if _, err := d.Region(bad[0], bad[1]); err == nil {
			t.Errorf("at %v of %v: no error", bad[0], bad[1])
		}
	}
	whole, err := d.Region([]int{0, 0, 0}, []int{2, 3, 2})
	if err != nil || whole != d {
		t.Error("a region of everything is a copy")
	}
	c := d.Clone()
	block.Values[float64](c)[0] = 99
	if d.Float64At(0) != 0 {
		t.Error("a clone shares its values")
	}
}

func TestBadBlocks(t *testing.T) {
	if _, err := block.FromSlice([]int{2, 2}, []int8{1}); err == nil {
		t.Error("too few values were accepted")
	}
	if _, err := block.FromSlice([]int{-1, -1}, []int8{1}); err == nil {
		t.Error("negative sizes were accepted")
	}
	if _, err := block.FromData([]int{1}, []string{"a"}); err == nil {
		t.Error("text was accepted")
	}
	if d, err := block.FromData([]int{2}, []int16{1, 2}); err != nil || d.DType() != block.Int16 {
		t.Errorf("%v, %v", d, err)
	}
}
