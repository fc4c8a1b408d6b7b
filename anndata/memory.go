package anndata

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy"
)

// MemoryOption changes what ToMemory does.
type MemoryOption func(*memory)

type memory struct {
	copy bool
	run  []lazy.RunOption
}

// WithCopy copies also the arrays that are in memory already.
func WithCopy() MemoryOption { return func(m *memory) { m.copy = true } }

// WithRun passes options such as lazy.WithContext to the computations.
func WithRun(opts ...lazy.RunOption) MemoryOption {
	return func(m *memory) { m.run = append(m.run, opts...) }
}

// ToMemory is the same object with every array computed and held in memory; frames are shared. All arrays are computed in one go, so that
// what several are made of is made once. A computation that fails is carried by the result as its error.
func (a *AnnData) ToMemory(opts ...MemoryOption) *AnnData {
	var m memory
	for _, o := range opts {
		o(&m)
	}
	var lazies []*lazy.Array
	b := a.mapped("ToMemory", func(x *lazy.Array) (*lazy.Array, error) {
		if !x.InMemory() {
			lazies = append(lazies, x)
		} else if m.copy {
			return x.Clone(), nil
		}
		return x, x.Err()
	})
	if b.err != nil {
		return b
	}
	computed, err := lazy.ComputeAll(lazies, m.run...)
	if err != nil {
		return failed(fmt.Errorf("anndata.ToMemory: %w", err))
	}
	return b.mapped("ToMemory", func(x *lazy.Array) (*lazy.Array, error) {
		if i := slices.Index(lazies, x); i >= 0 {
			return computed[i], nil
		}
		return x, nil
	})
}

// Copy is an object of its own: arrays in memory are copied, lazy ones share their graph, and a view becomes an object that no
// longer depends on its parent.
func (a *AnnData) Copy() *AnnData {
	return a.mapped("Copy", func(x *lazy.Array) (*lazy.Array, error) {
		if x.InMemory() {
			return x.Clone(), nil
		}
		return x, nil
	})
}

// mapped is an object of its own with every array replaced by what f makes of it, each array once. The arrays of uns and raw are among
// them.
func (a *AnnData) mapped(call string, f func(*lazy.Array) (*lazy.Array, error)) *AnnData {
	b, err := a.detached()
	if err != nil {
		return failed(err)
	}
	done := map[*lazy.Array]*lazy.Array{}
	each := func(name string, value any) (any, error) {
		x, ok := value.(*lazy.Array)
		if !ok || x == nil {
			return value, nil
		}
		if y, ok := done[x]; ok {
			return y, nil
		}
		y, err := f(x)
		if err != nil {
			return nil, fmt.Errorf("anndata.%s: %s: %w", call, name, err)
		}
		done[x] = y
		return y, nil
	}
	if err := b.replace(each); err != nil {
		return failed(err)
	}
	return b
}

// replace puts what f makes of each element in its place.
func (a *AnnData) replace(f func(name string, value any) (any, error)) error {
	if a.x != nil {
		x, err := f("X", a.x)
		if err != nil {
			return err
		}
		a.x = x.(*lazy.Array)
	}
	for fd, t := range a.tables {
		for _, key := range t.keys {
			value, err := f(field(fd).String()+"/"+key, t.values[key])
			if err != nil {
				return err
			}
			t.values[key] = value
		}
	}
	raw, err := a.raw.mapped(f)
	if err != nil {
		return err
	}
	a.raw = raw
	return a.uns.replace("uns", f)
}

func (d Dict) replace(path string, f func(name string, value any) (any, error)) error {
	for _, key := range d.Keys() {
		at := path + "/" + key
		if inner, ok := asDict(d[key]); ok {
			if err := inner.replace(at, f); err != nil {
				return err
			}
			continue
		}
		value, err := f(at, d[key])
		if err != nil {
			return err
		}
		d[key] = value
	}
	return nil
}
