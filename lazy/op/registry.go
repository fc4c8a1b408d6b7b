package op

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// registry is every operation by the name of its type, which is what written graphs have.
var registry = make(map[string]reflect.Type)

func init() {
	for _, o := range []Checked{
		&AddUp{}, &Arange{}, &Bincount{}, &Binary{}, &Blockwise{}, &Broadcast{}, &Cast{}, &Choice{}, &Cholesky{}, &Choose{}, &Concat{}, &Contract{},
		&Convert{}, &Diag{}, &Diagonal{}, &Digitize{}, &Distance{}, &Expand{}, &Eye{}, &File{}, &Fold{}, &Full{}, &GroupRows{}, &Histogram{}, &IsIn{},
		&Kron{}, &Linspace{}, &Memory{}, &Mirror{}, &Permutation{}, &Piece{}, &Points{}, &Prefix{}, &QRApply{}, &QRFactor{}, &QRUpper{}, &Quantile{},
		&Random{}, &Reduce{}, &Replace{}, &Reshape{}, &SVD{}, &Scalar{}, &Scan{}, &Select{}, &Solve{}, &TopK{}, &Transpose{}, &Unary{}, &Windows{},
	} {
		t := reflect.TypeOf(o).Elem()
		registry[t.Name()] = t
	}
}

// New is an operation of a registered type without parameters.
func New(name string) (Checked, error) {
	t, ok := registry[name]
	if !ok {
		return nil, fmt.Errorf("there is no operation of type %q", name)
	}
	return reflect.New(t).Interface().(Checked), nil
}

// TypeOf is the name of the registered type of an operation.
func TypeOf(o Op) (string, error) {
	t := reflect.TypeOf(o)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if registry[t.Name()] != t {
		return "", fmt.Errorf("operations of type %v are not registered", t)
	}
	return t.Name(), nil
}

// Types is the names of all registered types of operations, sorted.
func Types() []string { return slices.Sorted(maps.Keys(registry)) }
