package linalg

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/op"
)

func errorf(format string, args ...any) error { return fmt.Errorf("linalg: "+format, args...) }

// operand is an array as float64, and the type that results have.
func operand(name string, a *lazy.Array) (x *lazy.Array, result lazy.DType, err error) {
	switch {
	case a == nil:
		return nil, 0, errorf("%s: the array is nil", name)
	case a.Err() != nil:
		return nil, 0, a.Err()
	case a.DType() == lazy.Complex128:
		return nil, 0, errorf("%s of complex numbers is not supported", name)
	}
	return a.AsType(lazy.Float64), resultType(a.DType()), nil
}

func resultType(d lazy.DType) lazy.DType {
	if d == lazy.Float32 {
		return lazy.Float32
	}
	return lazy.Float64
}

// matrix is operand for a matrix.
func matrix(name string, a *lazy.Array) (x *lazy.Array, result lazy.DType, err error) {
	x, result, err = operand(name, a)
	if err == nil && a.NDim() != 2 {
		err = errorf("%s: an array of shape %v; it must be a matrix", name, a.Shape())
	}
	return x, result, err
}

// square is the matrix in one chunk.
func square(name string, a *lazy.Array) (x *lazy.Array, result lazy.DType, err error) {
	x, result, err = matrix(name, a)
	if err != nil {
		return nil, 0, err
	}
	if n := a.Shape(); n[0] != n[1] {
		return nil, 0, errorf("%s: a matrix of shape %v; it must be square", name, n)
	}
	return x.Rechunk(-1), result, nil
}

// derived is lazy.Derive for float64.
func derived(o op.Op, chunks [][]int, inputs ...*lazy.Array) *lazy.Array {
	return lazy.Derive(o, lazy.Float64, chunks, inputs...)
}

// cutRows is the matrix in chunks of the given numbers of rows and all columns.
func cutRows(a *lazy.Array, rows []int) *lazy.Array {
	return a.RechunkTo([][]int{slices.Clone(rows), {a.Shape()[1]}})
}

// wider is float32 when both are.
func wider(a, b lazy.DType) lazy.DType {
	if a == lazy.Float32 && b == lazy.Float32 {
		return lazy.Float32
	}
	return lazy.Float64
}
