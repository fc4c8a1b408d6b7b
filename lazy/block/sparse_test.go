package block_test

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy/block"
)

func TestNewSparse(t *testing.T) {
	// [[1 0 2] [0 0 0] [3 4 0]]
	s, err := block.NewCSR(3, 3, []int64{0, 2, 2, 4}, []int32{0, 2, 0, 1}, []float64{1, 2, 3, 4})
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{1, 0, 2, 0, 0, 0, 3, 4, 0}; !slices.Equal(block.Values[float64](s.Dense()), want) {
		t.Errorf("it is %v", s.Dense().Data())
	}
	if s.Kind() != "csr" || s.NNZ() != 4 || s.NBytes() != 4*8+4*4+4*8 || s.DType() != block.Float64 {
		t.Errorf("%s with %d entries in %d bytes", s.Kind(), s.NNZ(), s.NBytes())
	}
	transposed := s.Transpose()
	if transposed.Kind() != "csc" || !slices.Equal(block.Values[float64](transposed.Dense()), []float64{1, 0, 3, 0, 0, 4, 2, 0, 0}) {
		t.Errorf("transposed it is %v", transposed.Dense().Data())
	}
	// Places in no order and twice: 5 and 7 meet, and so do 1 and -1.
	s, err = block.NewCSC(2, 2, []int64{0, 3, 5}, []int32{1, 0, 1, 0, 0}, []int8{5, 2, 7, 1, -1})
	if err != nil {
		t.Fatal(err)
	}
	if s.NNZ() != 3 || !slices.Equal(block.Values[int8](s.Dense()), []int8{2, 0, 12, 0}) || s.Pruned().NNZ() != 2 {
		t.Errorf("%d entries: %v", s.NNZ(), s.Dense().Data())
	}
	either, err := block.NewCSR(1, 1, []int64{0, 2}, []int32{0, 0}, []bool{false, true})
	if err != nil || either.NNZ() != 1 || !block.Values[bool](either.Values())[0] {
		t.Errorf("%v %v", either, err)
	}
}

func TestBadSparse(t *testing.T) {
	one := dense(t, []int{1}, 1.0)
	for _, tc := range []struct {
		kind    string
		shape   []int
		indptr  []int64
		indices []int32
		values  *block.Dense
		want    string
	}{
		{"coo", []int{1, 1}, []int64{0, 1}, []int32{0}, one, `the kind is "coo"`},
		{"csr", []int{1}, []int64{0, 1}, []int32{0}, one, "two sizes"},
		{"csr", []int{-1, 2}, []int64{}, []int32{0}, one, "at least 0"},
		{"csr", []int{1, 1}, []int64{0, 1}, []int32{0}, dense(t, []int{1, 1}, 1.0), "one axis"},
		{"csr", []int{1, 2}, []int64{0, 1}, []int32{2}, one, "index 2 of entry 0 is out of range for 2"},
		{"csr", []int{1, 2}, []int64{0, 1}, []int32{-1}, one, "index -1"},
		{"csc", []int{1, 2}, []int64{0, 1}, []int32{0}, one, "indptr has 2 numbers where 2 lines ask for 3"},
		{"csr", []int{1, 2}, []int64{1, 1}, []int32{0}, one, "begins with 1"},
		{"csr", []int{1, 2}, []int64{0, 2}, []int32{0}, one, "ends with 2"},
		{"csr", []int{2, 2}, []int64{0, 2, 1}, []int32{0}, one, "goes from 2 to 1 at line 1"},
		{"csr", []int{1, 2}, []int64{0, 1}, []int32{0, 1}, one, "2 indices for 1 values"},
		{"csr", []int{1, math.MaxInt32 + 1}, []int64{0, 1}, []int32{0}, one, "cut them into chunks"},
	} {
		_, err := block.NewSparse(tc.kind, tc.shape, tc.indptr, tc.indices, tc.values)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v: %v, want %q", tc, err, tc.want)
		}
	}
	if _, err := block.SparseFromDense("csr", dense(t, []int{2}, 1.0, 2)); err == nil {
		t.Error("one axis was accepted")
	}
	s := block.EmptySparse("csr", block.Float64, []int{2, 3})
	if _, err := s.Region([]int{0, 2}, []int{2, 2}); err == nil {
		t.Error("a region outside was accepted")
	}
	if _, err := s.Take(1, []int{3}); err == nil {
		t.Error("a position outside was accepted")
	}
	if err := s.AddTimes(block.NewDense(block.Float64, []int{2, 2}), block.NewDense(block.Float64, []int{2, 2})); err == nil {
		t.Error("shapes that don't fit were multiplied")
	}
}

// drawn is a dense block with zeros, of any type.
func drawn(t *rapid.T, rows, cols int) *block.Dense {
	d := block.NewDense(block.Int64, []int{rows, cols})
	v := block.Values[int64](d)
	for i := range v {
		v[i] = int64(max(rapid.IntRange(-6, 5).Draw(t, "value"), 0))
	}
	return d.AsType(rapid.SampledFrom([]block.DType{block.Bool, block.Int8, block.Int16, block.Int32, block.Uint64, block.Float32, block.Float64, block.Complex128}).Draw(t, "type"))
}

// Whatever is done to a sparse block is what is done to a dense one.
func TestSparseBlockLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(0, 7).Draw(t, "rows"), rapid.IntRange(0, 7).Draw(t, "cols")
		d := drawn(t, rows, cols)
		kind := rapid.SampledFrom([]string{"csr", "csc"}).Draw(t, "kind")
		s, err := block.SparseFromDense(kind, d)
		if err != nil {
			t.Fatal(err)
		}
		same := func(what string, got *block.Sparse, want *block.Dense, err error) {
			if err != nil {
				t.Fatal(what, err)
			}
			if !reflect.DeepEqual(got.Dense().Data(), want.Data()) || !slices.Equal(got.Shape(), want.Shape()) {
				t.Fatalf("%s is %v of %v, want %v of %v", what, got.Dense().Data(), got.Shape(), want.Data(), want.Shape())
			}
			if got.NNZ() != block.CountNonzero(want) {
				t.Fatalf("%s keeps %d values of %v", what, got.NNZ(), want.Data())
			}
		}
		same("the block", s, d, nil)
		same("the other kind", s.AsKind("csr").AsKind("csc"), d, nil)
		same("a clone", s.Clone(), d, nil)
		same("a copy as float32", s.AsType(block.Float32), d.AsType(block.Float32), nil)
		lo, left := rapid.IntRange(0, rows).Draw(t, "top"), rapid.IntRange(0, cols).Draw(t, "left")
		shape := []int{rapid.IntRange(0, rows-lo).Draw(t, "high"), rapid.IntRange(0, cols-left).Draw(t, "wide")}
		region, err := s.Region([]int{lo, left}, shape)
		want, _ := d.Region([]int{lo, left}, shape)
		same("a region", region, want, err)
		for axis, n := range d.Shape() {
			if n == 0 {
				continue
			}
			at := rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 9).Draw(t, "at")
			taken, err := s.Take(axis, at)
			same("a selection", taken, takeDense(t, d, axis, at), err)
		}
	})
}

func takeDense(t *rapid.T, d *block.Dense, axis int, at []int) *block.Dense {
	shape := slices.Clone(d.Shape())
	shape[axis] = len(at)
	out := block.NewDense(d.DType(), shape)
	for i, p := range at {
		to, from, part := []int{0, 0}, []int{0, 0}, slices.Clone(shape)
		to[axis], from[axis], part[axis] = i, p, 1
		block.CopyBox(out, to, d, from, part)
	}
	return out
}

// Products of small whole numbers are exact.
func TestSparseTimesLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, k, n := rapid.IntRange(0, 6).Draw(t, "m"), rapid.IntRange(0, 6).Draw(t, "k"), rapid.IntRange(0, 6).Draw(t, "n")
		dtype := rapid.SampledFrom([]block.DType{block.Float32, block.Float64}).Draw(t, "type")
		a, b := drawn(t, m, k).AsType(dtype), drawn(t, k, n).AsType(dtype)
		want := make([]float64, m*n)
		for i := range m {
			for j := range n {
				for l := range k {
					want[i*n+j] += a.Float64At(i*k+l) * b.Float64At(l*n+j)
				}
			}
		}
		for _, kind := range []string{"csr", "csc"} {
			left, err := block.SparseFromDense(kind, a)
			if err != nil {
				t.Fatal(err)
			}
			right, err := block.SparseFromDense(kind, b)
			if err != nil {
				t.Fatal(err)
			}
			one, other := block.NewDense(dtype, []int{m, n}), block.NewDense(dtype, []int{m, n})
			if err := left.AddTimes(one, b); err != nil {
				t.Fatal(err)
			}
			if err := right.AddTimesOf(other, a); err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if one.Float64At(i) != want[i] || other.Float64At(i) != want[i] {
					t.Fatalf("%s: %v and %v, want %v", kind, one.Data(), other.Data(), want)
				}
			}
		}
	})
}
