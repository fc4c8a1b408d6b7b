package anndata

import (
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

// SetX replaces the matrix; nil takes it out. Setting on a view makes the view an object of its own first.
func (a *AnnData) SetX(x *lazy.Array) error {
	if a.err != nil {
		return a.err
	}
	if x != nil {
		if err := x.Err(); err != nil {
			return fmt.Errorf("anndata: X: %w", err)
		}
		if s := x.Shape(); len(s) != 2 || s[0] != a.dims[0] || s[1] != a.dims[1] {
			return fmt.Errorf("anndata: X: shape %v does not match %s", s, a.wanted(fieldAxes[layersField]))
		}
	}
	if err := a.own(); err != nil {
		return err
	}
	a.x = x
	return nil
}

// SetObs replaces the table of observations, names included.
func (a *AnnData) SetObs(obs *frame.Frame) error { return a.setFrame(obsAxis, obs) }

// SetVar replaces the table of variables, names included.
func (a *AnnData) SetVar(vars *frame.Frame) error { return a.setFrame(varAxis, vars) }

// SetObsCol adds or replaces columns of obs.
func (a *AnnData) SetObsCol(cols ...frame.Column) error { return a.setCols(obsAxis, cols) }

// SetVarCol adds or replaces columns of var.
func (a *AnnData) SetVarCol(cols ...frame.Column) error { return a.setCols(varAxis, cols) }

// SetObsNames renames the observations.
func (a *AnnData) SetObsNames(names []string) error { return a.setNames(obsAxis, names) }

// SetVarNames renames the variables.
func (a *AnnData) SetVarNames(names []string) error { return a.setNames(varAxis, names) }

func (a *AnnData) setCols(ax axis, cols []frame.Column) error {
	f, err := a.frame(ax).With(cols...)
	if err != nil {
		return fmt.Errorf("anndata: %v: %w", ax, err)
	}
	return a.setFrame(ax, f)
}

func (a *AnnData) setNames(ax axis, names []string) error {
	f, err := a.frame(ax).WithIndex(names)
	if err != nil {
		return fmt.Errorf("anndata: %v: %w", ax, err)
	}
	return a.setFrame(ax, f)
}

func (a *AnnData) setFrame(ax axis, f *frame.Frame) error {
	switch {
	case a.err != nil:
		return a.err
	case f == nil:
		return fmt.Errorf("anndata: %v: the frame is nil", ax)
	case f.Err() != nil:
		return fmt.Errorf("anndata: %v: %w", ax, f.Err())
	case f.NRows() != a.dims[ax]:
		return fmt.Errorf("anndata: %v: %d rows do not match %s = %d", ax, f.NRows(), ax.count(), a.dims[ax])
	}
	if err := a.own(); err != nil {
		return err
	}
	for _, fd := range []field{obsmField, varmField} {
		if fieldAxes[fd][0] == ax {
			if err := a.tables[fd].rename(f.Index()); err != nil {
				return fmt.Errorf("anndata: %v: %w", fd, err)
			}
		}
	}
	a.annot[ax] = f
	return nil
}

// rename gives the frames of a mapping new row names, which follow those of the axis.
func (t *table) rename(names []string) error {
	for _, key := range t.keys {
		f, ok := t.values[key].(*frame.Frame)
		if !ok {
			continue
		}
		g, err := f.WithIndex(names)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		t.values[key] = g
	}
	return nil
}

// Uns is the unstructured part. Changing the dict of a view changes the view only.
func (a *AnnData) Uns() Dict {
	if a.err != nil {
		return Dict{}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.uns == nil {
		a.uns = a.parent.uns.Copy()
	}
	return a.uns
}

// SetUns replaces the unstructured part.
func (a *AnnData) SetUns(uns Dict) error {
	if err := a.own(); err != nil {
		return err
	}
	if uns == nil {
		uns = Dict{}
	}
	a.uns = uns
	return nil
}

// SetRaw keeps a raw matrix; nil takes it out.
func (a *AnnData) SetRaw(raw *Raw) error {
	if a.err != nil {
		return a.err
	}
	if raw != nil {
		if raw.err != nil {
			return fmt.Errorf("anndata: raw: %w", raw.err)
		}
		if raw.NObs() != a.NObs() {
			return fmt.Errorf("anndata: raw: %d rows do not match n_obs = %d", raw.NObs(), a.NObs())
		}
	}
	if err := a.own(); err != nil {
		return err
	}
	a.raw = raw
	return nil
}

// own makes a view an object of its own, whose arrays are lazy slices of the parent's. It does nothing to other objects.
func (a *AnnData) own() error {
	if a.err != nil || a.parent == nil {
		return a.err
	}
	b, err := a.detached()
	if err != nil {
		return err
	}
	a.x, a.annot, a.tables, a.uns, a.raw = b.x, b.annot, b.tables, b.uns, b.raw
	a.parent, a.sel, a.index, a.cached = nil, [2]frame.Rows{}, [2]lazy.Index{}, [2]cachedFrame{}
	return nil
}

// detached is an object of its own with the same elements; arrays and frames are shared or lazily sliced.
func (a *AnnData) detached() (*AnnData, error) {
	if a.err != nil {
		return nil, a.err
	}
	b := &AnnData{dims: a.dims, x: a.X(), annot: [2]*frame.Frame{a.Obs(), a.Var()}, uns: a.Uns().Copy(), raw: a.Raw()}
	var errs []error
	if b.x != nil {
		errs = append(errs, b.x.Err())
	}
	errs = append(errs, b.annot[0].Err(), b.annot[1].Err())
	for f := range nFields {
		b.tables[f] = newTable()
		m := Mapping{owner: a, field: f}
		for _, key := range m.Keys() {
			value, err := m.Value(key)
			errs = append(errs, err)
			b.tables[f].set(key, value)
		}
	}
	return b, errors.Join(errs...)
}
