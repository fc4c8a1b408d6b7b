package gonum

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/lazycell/lazycell/lazy"
)

// From is a float64 array in memory of a matrix's rows and columns, in one chunk. That of a *mat.Dense without gaps between its rows shares its
// memory, which must not be changed then; the values of any other matrix are copied.
func From(m mat.Matrix) *lazy.Array {
	if m == nil {
		return lazy.Failed(fmt.Errorf("gonum.From: the matrix is nil"))
	}
	rows, cols := m.Dims()
	if raw, ok := m.(mat.RawMatrixer); ok {
		if r := raw.RawMatrix(); r.Stride == r.Cols && len(r.Data) == rows*cols {
			return lazy.FromSlice(r.Data, rows, cols)
		}
	}
	values := make([]float64, 0, rows*cols)
	for i := range rows {
		for j := range cols {
			values = append(values, m.At(i, j))
		}
	}
	return lazy.FromSlice(values, rows, cols)
}

// FromVec is a float64 array in memory of one axis, in one chunk, of a vector's values. That of a *mat.VecDense without gaps shares its memory.
func FromVec(v mat.Vector) *lazy.Array {
	if v == nil {
		return lazy.Failed(fmt.Errorf("gonum.FromVec: the vector is nil"))
	}
	n := v.Len()
	if raw, ok := v.(mat.RawVectorer); ok {
		if r := raw.RawVector(); r.Inc == 1 && len(r.Data) == n {
			return lazy.FromSlice(r.Data, n)
		}
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = v.AtVec(i)
	}
	return lazy.FromSlice(values, n)
}

// Dense computes an array of two axes as a matrix. That of an array in memory of one float64 chunk shares its memory, which must not be changed.
// gonum has no matrices without rows or columns: those are an error.
func Dense(a *lazy.Array, opts ...lazy.RunOption) (*mat.Dense, error) {
	values, err := valuesOf("Dense", a, 2, opts)
	if err != nil {
		return nil, err
	}
	return mat.NewDense(a.Shape()[0], a.Shape()[1], values), nil
}

// Vec computes an array of one axis as a vector, with the remarks of Dense.
func Vec(a *lazy.Array, opts ...lazy.RunOption) (*mat.VecDense, error) {
	values, err := valuesOf("Vec", a, 1, opts)
	if err != nil {
		return nil, err
	}
	return mat.NewVecDense(len(values), values), nil
}

func valuesOf(name string, a *lazy.Array, axes int, opts []lazy.RunOption) ([]float64, error) {
	switch {
	case a == nil:
		return nil, fmt.Errorf("gonum.%s: the array is nil", name)
	case a.Err() != nil:
		return nil, a.Err()
	case a.NDim() != axes || a.Size() == 0:
		return nil, fmt.Errorf("gonum.%s: an array of shape %v; it takes %d axes, none of size 0", name, a.Shape(), axes)
	case a.DType() == lazy.Complex128:
		return nil, fmt.Errorf("gonum.%s: an array of complex numbers", name)
	}
	return a.Float64s(opts...)
}
