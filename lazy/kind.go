package lazy

import (
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// The kinds of chunks: all chunks of an array are of the same.
const (
	Dense = block.KindDense // every value is kept
	CSR   = block.KindCSR   // compressed sparse rows: of each row the values that aren't zero
	CSC   = block.KindCSC   // compressed sparse columns
)

// Kind says how chunks are kept: "dense", "csr" or "csc". It is known when the array is made:
//
//   - arrays of sparse blocks, of a SparseSource, and what ToCSR and ToCSC make are sparse;
//   - functions of one array that give 0 for 0 keep the kind (Neg, Abs, Sign, Square, Sqrt, Expm1, Log1p, Floor, Ceil, Round, IsNaN, NanToNum, AsType, …), and so do
//     those with a number that make 0 of it (MulScalar, DivScalar, PowScalar with a number above 0, GtScalar with one of at least 0, …);
//   - sparse times dense, and sparse by dense, are sparse when the dense array has the shape of the sparse one or is repeated to it; zeros that
//     aren't kept stay zeros there, as in SciPy, also beside a NaN, an infinity or a division by 0;
//   - sums, differences, products, Minimum, Maximum, Ne, Lt and Gt of two sparse arrays of one shape have the kind of the first;
//   - slices that keep both axes, Rechunk, and Concat of arrays that are all sparse keep it (Concat that of the first); Transpose turns
//     rows into columns and so csr into csc;
//   - everything else is dense: reductions, which read sparse chunks as they are, and other operations, which read dense copies of them.
func (a *Array) Kind() string {
	if a.kind == "" {
		return Dense
	}
	return a.kind
}

func (a *Array) isSparse() bool { return a.kind == CSR || a.kind == CSC }

// zeroAtZero is the functions of one array that give 0 for 0.
var zeroAtZero = map[string]bool{
	"neg": true, "positive": true, "abs": true, "sign": true, "square": true, "sqrt": true, "cbrt": true, "expm1": true, "log1p": true, "floor": true, "ceil": true, "round": true,
	"rint": true, "trunc": true, "sin": true, "tan": true, "arcsin": true, "arctan": true, "sinh": true, "tanh": true, "arcsinh": true, "arctanh": true,
	"deg2rad": true, "rad2deg": true, "degrees": true, "radians": true, "isnan": true, "isinf": true, "isposinf": true, "isneginf": true, "conj": true, "real": true, "imag": true,
}

// scalarKeepsZero says that a function of 0 and a number is 0, or false.
func scalarKeepsZero(s *op.Scalar) bool {
	v := s.Value
	if s.Swapped {
		return v == 0 && (s.Func == "add" || s.Func == "sub" || s.Func == "mul")
	}
	switch s.Func {
	case "add", "sub":
		return v == 0
	case "mul":
		return !math.IsInf(v, 0) && !math.IsNaN(v)
	case "div":
		return v != 0 && !math.IsNaN(v)
	case "pow", "greater_equal":
		return v > 0
	case "minimum", "greater":
		return v >= 0
	case "maximum", "less":
		return v <= 0
	case "less_equal":
		return v < 0
	case "equal":
		return v != 0
	case "not_equal":
		return v == 0
	}
	return false
}

// bothZero is the functions of two sparse arrays that give 0, or false, for 0 and 0.
var bothZero = map[string]bool{
	"add": true, "sub": true, "mul": true, "minimum": true, "maximum": true, "fmin": true, "fmax": true, "hypot": true,
	"not_equal": true, "less": true, "greater": true, "and": true, "or": true, "xor": true,
}

// kindOf is the kind of an array, and for a sparse one the share of the places that it is thought to keep.
func kindOf(o op.Op, grid *op.Grid, inputs []*Array) (kind string, density float64) {
	switch o := o.(type) {
	case *op.Memory:
		return memoryKind(o, grid)
	case *op.File:
		return fileKind(o, grid)
	case *op.Convert:
		if !inputs[0].isSparse() && o.Kind != Dense {
			return o.Kind, 1
		}
		return o.Kind, inputs[0].density
	case *op.Full:
		return o.Kind, 0
	case *op.Random:
		if o.Distribution == "sparse" {
			return CSR, o.A
		}
	case *op.Unary:
		if zeroAtZero[o.Func] {
			return inputs[0].kind, inputs[0].density
		}
	case *op.Scalar:
		if scalarKeepsZero(o) {
			return inputs[0].kind, inputs[0].density
		}
	case *op.Cast, *op.Replace:
		return inputs[0].kind, inputs[0].density
	case *op.Binary:
		return binaryKind(o.Func, grid.Shape(), inputs[0], inputs[1])
	case *op.Select:
		if o.Plain() {
			return inputs[0].kind, inputs[0].density
		}
	case *op.Transpose:
		in := inputs[0]
		if in.isSparse() && o.Axes[0] == 1 {
			return transposed[in.kind], in.density
		}
		return in.kind, in.density
	case *op.Concat:
		return concatKind(inputs)
	}
	return Dense, 0
}

var transposed = map[string]string{CSR: CSC, CSC: CSR}

func memoryKind(m *op.Memory, grid *op.Grid) (string, float64) {
	if len(m.Blocks) == 0 || grid.NDim() != 2 {
		return Dense, 0
	}
	kind := m.Blocks[0].Kind()
	nnz := 0
	for _, b := range m.Blocks {
		s, ok := b.(*block.Sparse)
		if !ok || s.Kind() != kind {
			return Dense, 0
		}
		nnz += s.NNZ()
	}
	return kind, float64(nnz) / float64(max(block.Size(grid.Shape()), 1))
}

func fileKind(f *op.File, grid *op.Grid) (string, float64) {
	s, ok := f.Reader.(SparseSource)
	if !ok || grid.NDim() != 2 || s.Kind() != CSR && s.Kind() != CSC {
		return Dense, 0
	}
	return s.Kind(), float64(s.NNZ()) / float64(max(block.Size(grid.Shape()), 1))
}

func binaryKind(f string, shape []int, a, b *Array) (string, float64) {
	sameA, sameB := slices.Equal(a.Shape(), shape), slices.Equal(b.Shape(), shape)
	switch {
	case a.isSparse() && b.isSparse() && sameA && sameB:
		if bothZero[f] {
			return a.kind, min(a.density+b.density, 1)
		}
	case a.isSparse() && sameA && (f == "mul" || f == "div"):
		return a.kind, a.density
	case b.isSparse() && sameB && f == "mul":
		return b.kind, b.density
	}
	return Dense, 0
}

func concatKind(inputs []*Array) (string, float64) {
	kept, places := 0.0, 0.0
	for _, in := range inputs {
		if in.kind != inputs[0].kind || !in.isSparse() {
			return Dense, 0
		}
		kept += in.density * float64(in.Size())
		places += float64(in.Size())
	}
	return inputs[0].kind, kept / max(places, 1)
}
