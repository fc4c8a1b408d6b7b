package anndata

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// AnnData is an annotated matrix, or a view of one.
type AnnData struct {
	err  error
	dims [2]int // n_obs, n_vars

	x      *lazy.Array
	annot  [2]*frame.Frame // obs, var
	tables [nFields]*table
	uns    Dict
	raw    *Raw

	// A view has a parent that is no view; then x, annot, tables and raw are nil, and uns is nil until it is asked for.
	parent *AnnData
	sel    [2]frame.Rows // positions in the parent
	index  [2]lazy.Index // the same, to slice its arrays with
	mu     sync.Mutex    // guards cached, and uns of a view
	cached [2]cachedFrame
}

// Data is what [New] makes an AnnData of. Every field may be left out.
type Data struct {
	X          *lazy.Array            // n_obs × n_vars
	Obs, Var   *frame.Frame           // one row for each row (column) of X
	Obsm, Varm map[string]any         // *lazy.Array, *frame.Frame or Rowed with n_obs (n_vars) rows
	Obsp, Varp map[string]any         // *lazy.Array, n_obs × n_obs (n_vars × n_vars)
	Layers     map[string]*lazy.Array // n_obs × n_vars
	Uns        map[string]any         // anything, see Dict
	Raw        *Raw                   // the matrix before variables were taken out
}

// axis is one of the two axes of X.
type axis int

const (
	obsAxis axis = 0
	varAxis axis = 1
)

func (ax axis) String() string { return [...]string{"obs", "var"}[ax] }
func (ax axis) count() string  { return [...]string{"n_obs", "n_vars"}[ax] }
func (ax axis) other() axis    { return 1 - ax }

// New makes an AnnData and checks that every shape fits. Names of observations and variables that are not given are "0", "1", ….
func New(d Data) (*AnnData, error) {
	a := &AnnData{x: d.X, annot: [2]*frame.Frame{d.Obs, d.Var}, raw: d.Raw}
	if err := a.size(d); err != nil {
		return nil, err
	}
	for i, f := range a.annot {
		if f == nil {
			a.annot[i] = frame.Empty(a.dims[i])
		}
	}
	for f, given := range fields(d) {
		a.tables[f] = newTable()
		for _, name := range slices.Sorted(maps.Keys(given)) {
			value := given[name]
			if err := a.check(field(f), name, value); err != nil {
				return nil, fmt.Errorf("anndata.New: %w", err)
			}
			a.tables[f].set(name, value)
		}
	}
	if d.Raw != nil {
		if d.Raw.err != nil {
			return nil, fmt.Errorf("anndata.New: raw: %w", d.Raw.err)
		}
		if n := d.Raw.NObs(); n != a.dims[obsAxis] {
			return nil, fmt.Errorf("anndata.New: raw: %d rows do not match n_obs = %d", n, a.dims[obsAxis])
		}
	}
	a.uns = Dict(d.Uns)
	if a.uns == nil {
		a.uns = Dict{}
	}
	return a, nil
}

func fields(d Data) [nFields]map[string]any {
	layers := make(map[string]any, len(d.Layers))
	for name, value := range d.Layers {
		layers[name] = value
	}
	return [nFields]map[string]any{layersField: layers, obsmField: d.Obsm, varmField: d.Varm, obspField: d.Obsp, varpField: d.Varp}
}

// size finds n_obs and n_vars: from X, else from the frames, else from the first element that knows, and checks X and the
// frames against it.
func (a *AnnData) size(d Data) error {
	if d.X != nil {
		if err := d.X.Err(); err != nil {
			return fmt.Errorf("anndata.New: X: %w", err)
		}
		if d.X.NDim() != 2 {
			return fmt.Errorf("anndata.New: X: shape %v has %d dimensions, not 2", d.X.Shape(), d.X.NDim())
		}
	}
	for ax, f := range a.annot {
		if f != nil && f.Err() != nil {
			return fmt.Errorf("anndata.New: %v: %w", axis(ax), f.Err())
		}
		switch {
		case d.X != nil:
			a.dims[ax] = d.X.Shape()[ax]
			if f != nil && f.NRows() != a.dims[ax] {
				return fmt.Errorf("anndata.New: %v: %d rows do not match %s = %d of X with shape %v",
					axis(ax), f.NRows(), axis(ax).count(), a.dims[ax], d.X.Shape())
			}
		case f != nil:
			a.dims[ax] = f.NRows()
		default:
			a.dims[ax] = guess(d, axis(ax))
		}
	}
	return nil
}

// guess takes the length of an axis from the first element along it, for data without X and frame; 0 when nothing knows.
func guess(d Data, ax axis) int {
	given := fields(d)
	for f, axes := range fieldAxes {
		at := slices.Index(axes, ax)
		if at < 0 {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(given[f])) {
			switch v := given[f][name].(type) {
			case *lazy.Array:
				if v != nil && v.NDim() > at {
					return v.Shape()[at]
				}
			case *frame.Frame:
				if v != nil {
					return v.NRows()
				}
			case Rowed:
				if n := v.NRows(); n >= 0 {
					return n
				}
			}
		}
	}
	if d.Raw != nil && ax == obsAxis {
		return d.Raw.NObs()
	}
	return 0
}

// check says whether a value fits into a field.
func (a *AnnData) check(f field, name string, value any) error {
	axes := fieldAxes[f]
	switch v := value.(type) {
	case *lazy.Array:
		if v == nil {
			return fmt.Errorf("%v/%s: the array is nil", f, name)
		}
		if err := v.Err(); err != nil {
			return fmt.Errorf("%v/%s: %w", f, name, err)
		}
		shape := v.Shape()
		if len(axes) == 2 && len(shape) != 2 || len(shape) == 0 {
			return fmt.Errorf("%v/%s: shape %v has %d dimensions, not 2", f, name, shape, len(shape))
		}
		for i, ax := range axes {
			if shape[i] != a.dims[ax] {
				return fmt.Errorf("%v/%s: shape %v does not match %s", f, name, shape, a.wanted(axes))
			}
		}
		return nil
	case *frame.Frame:
		if len(axes) == 2 {
			return fmt.Errorf("%v/%s: a frame can't be here, only an array", f, name)
		}
		if v == nil {
			return fmt.Errorf("%v/%s: the frame is nil", f, name)
		}
		if err := v.Err(); err != nil {
			return fmt.Errorf("%v/%s: %w", f, name, err)
		}
		if v.NRows() != a.dims[axes[0]] {
			return fmt.Errorf("%v/%s: %d rows do not match %s", f, name, v.NRows(), a.wanted(axes))
		}
		if got, want := v.Index(), a.names(axes[0]); !slices.Equal(got, want) {
			i := 0
			for got[i] == want[i] {
				i++
			}
			return fmt.Errorf("%v/%s: the rows of the frame must be named as those of %v: row %d is %q, not %q",
				f, name, axes[0], i, got[i], want[i])
		}
		return nil
	case Rowed:
		if len(axes) == 2 {
			return fmt.Errorf("%v/%s: %v can't be here, only an array", f, name, v)
		}
		if n := v.NRows(); n >= 0 && n != a.dims[axes[0]] {
			return fmt.Errorf("%v/%s: %d rows do not match %s", f, name, n, a.wanted(axes))
		}
		return nil
	}
	return fmt.Errorf("%v/%s: can't hold a %T; give a *lazy.Array or a *frame.Frame", f, name, value)
}

func (a *AnnData) wanted(axes []axis) string {
	if len(axes) == 1 {
		return fmt.Sprintf("%s = %d", axes[0].count(), a.dims[axes[0]])
	}
	return fmt.Sprintf("(%s, %s) = %v", axes[0].count(), axes[1].count(), lazy.Shape{a.dims[axes[0]], a.dims[axes[1]]})
}

// Err is the error this object carries, or nil.
func (a *AnnData) Err() error { return a.err }

// NObs is the number of observations.
func (a *AnnData) NObs() int { return a.dims[obsAxis] }

// NVars is the number of variables.
func (a *AnnData) NVars() int { return a.dims[varAxis] }

// Shape is (n_obs, n_vars).
func (a *AnnData) Shape() lazy.Shape { return lazy.Shape{a.dims[0], a.dims[1]} }

// IsView reports whether this is a view of another AnnData.
func (a *AnnData) IsView() bool { return a.parent != nil }

// X is the matrix, or nil when there is none.
func (a *AnnData) X() *lazy.Array {
	switch {
	case a.err != nil:
		return failedArray(a.err)
	case a.parent != nil:
		return a.cut(layersField, a.parent.x)
	}
	return a.x
}

// Obs is the table of observations.
func (a *AnnData) Obs() *frame.Frame { return a.frame(obsAxis) }

// Var is the table of variables.
func (a *AnnData) Var() *frame.Frame { return a.frame(varAxis) }

// ObsNames is the names of the observations. The slice must not be changed.
func (a *AnnData) ObsNames() []string { return a.names(obsAxis) }

// VarNames is the names of the variables. The slice must not be changed.
func (a *AnnData) VarNames() []string { return a.names(varAxis) }

func (a *AnnData) names(ax axis) []string { return a.frame(ax).Index() }

// Layers is the further matrices of X's shape.
func (a *AnnData) Layers() Mapping { return Mapping{owner: a, field: layersField} }

// Obsm is the arrays and frames with a row for each observation.
func (a *AnnData) Obsm() Mapping { return Mapping{owner: a, field: obsmField} }

// Varm is the arrays and frames with a row for each variable.
func (a *AnnData) Varm() Mapping { return Mapping{owner: a, field: varmField} }

// Obsp is the arrays with a row and a column for each observation.
func (a *AnnData) Obsp() Mapping { return Mapping{owner: a, field: obspField} }

// Varp is the arrays with a row and a column for each variable.
func (a *AnnData) Varp() Mapping { return Mapping{owner: a, field: varpField} }
