package anndata

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// Raw is the matrix as it was before variables were taken out: it has the observations of its AnnData and variables of its own.
// It can't be changed.
type Raw struct {
	err  error
	x    *lazy.Array
	vars *frame.Frame
	varm *table
}

// NewRaw makes a raw; vars and varm may be nil.
func NewRaw(x *lazy.Array, vars *frame.Frame, varm map[string]any) (*Raw, error) {
	if x == nil {
		return nil, errors.New("anndata.NewRaw: X is nil")
	}
	a, err := New(Data{X: x, Var: vars, Varm: varm})
	if err != nil {
		return nil, fmt.Errorf("anndata.NewRaw: %w", err)
	}
	return &Raw{x: x, vars: a.annot[varAxis], varm: a.tables[varmField]}, nil
}

// Err is the error the raw carries, or nil.
func (r *Raw) Err() error { return r.err }

// X is the matrix.
func (r *Raw) X() *lazy.Array {
	if r.err != nil {
		return failedArray(r.err)
	}
	return r.x
}

// Var is the table of variables.
func (r *Raw) Var() *frame.Frame {
	if r.err != nil {
		return frame.Failed(r.err)
	}
	return r.vars
}

// VarNames is the names of the variables.
func (r *Raw) VarNames() []string { return r.Var().Index() }

// Varm is the arrays and frames with a row for each variable.
func (r *Raw) Varm() Mapping {
	if r.err != nil {
		return Mapping{field: varmField, fixed: newTable()}
	}
	return Mapping{field: varmField, fixed: r.varm}
}

// NObs is the number of observations.
func (r *Raw) NObs() int {
	if r.err != nil {
		return 0
	}
	return r.x.Shape()[0]
}

// NVars is the number of variables.
func (r *Raw) NVars() int { return r.Var().NRows() }

// Shape is (n_obs, n_vars) of the raw matrix.
func (r *Raw) Shape() lazy.Shape { return lazy.Shape{r.NObs(), r.NVars()} }

// AnnData is the raw matrix as an object of its own, with the given table of observations (nil for none).
func (r *Raw) AnnData(obs *frame.Frame) (*AnnData, error) {
	if r.err != nil {
		return nil, r.err
	}
	return New(Data{X: r.x, Obs: obs, Var: r.vars, Varm: maps.Clone(r.varm.values)})
}

// Raw is the raw matrix, or nil when there is none; that of a view has the view's observations and all variables.
func (a *AnnData) Raw() *Raw {
	if a.err != nil {
		return &Raw{err: a.err}
	}
	if a.parent == nil {
		return a.raw
	}
	r := a.parent.raw
	if r == nil {
		return nil
	}
	x := r.x.Slice(a.index[obsAxis], lazy.All)
	return &Raw{err: x.Err(), x: x, vars: r.vars, varm: r.varm}
}

// mapped is the raw with every array and frame replaced by what f makes of it.
func (r *Raw) mapped(f func(name string, value any) (any, error)) (*Raw, error) {
	if r == nil || r.err != nil {
		return r, nil
	}
	x, err := f("raw/X", r.x)
	if err != nil {
		return nil, err
	}
	out := &Raw{x: x.(*lazy.Array), vars: r.vars, varm: newTable()}
	for _, key := range slices.Clone(r.varm.keys) {
		value, err := f("raw/varm/"+key, r.varm.values[key])
		if err != nil {
			return nil, err
		}
		out.varm.set(key, value)
	}
	return out, nil
}
