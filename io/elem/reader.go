package elem

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// Reader reads elements. The zero Reader reads everything into memory.
type Reader struct {
	// Lazy leaves matrices in the store: they become lazy arrays that read their chunks when asked to.
	Lazy bool
	// Without is the paths of elements to leave out: "uns/neighbors", "obsm/X_umap", "raw".
	Without []string
}

// reading is the reading of one store.
type reading struct {
	lazy    bool
	without map[string]bool
	store   string // path, for the names and messages of lazy arrays
}

// Read reads the AnnData whose elements are the members of a group, usually the top of a store.
func (r Reader) Read(ctx context.Context, g store.Group) (*anndata.AnnData, error) {
	rd := &reading{lazy: r.Lazy, without: map[string]bool{}}
	for _, path := range r.Without {
		rd.without[strings.Trim(path, "/")] = true
	}
	if n, ok := g.(store.Named); ok {
		rd.store = n.Store()
	}
	attributes, err := g.Attrs()
	if err != nil {
		return nil, err
	}
	top := &member{path: strings.Trim(g.Path(), "/"), group: g, attributes: attributes, encoding: encodingOf(attributes)}
	return rd.annData(ctx, top)
}

// find opens a member unless it is to be left out; nil when there is none.
func (r *reading) find(g store.Group, name string) (*member, error) {
	if r.without[below(g, name)] {
		return nil, nil
	}
	return find(g, name)
}

// annData reads the root.
func (r *reading) annData(ctx context.Context, m *member) (*anndata.AnnData, error) {
	if m.encoding != encAnnData && m.encoding != encNone {
		return nil, at(m.path, fmt.Errorf("the file holds a %v, not an AnnData (%v): %w", m.encoding, encAnnData, store.ErrUnsupported))
	}
	if err := r.recognise(m); err != nil {
		return nil, err
	}
	var d anndata.Data
	var err error
	if d.X, err = r.matrixOf(ctx, m.group, "X"); err != nil {
		return nil, err
	}
	if d.Obs, err = r.frameOf(ctx, m.group, "obs"); err != nil {
		return nil, err
	}
	if d.Var, err = r.frameOf(ctx, m.group, "var"); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		name string
		into *map[string]any
	}{{"obsm", &d.Obsm}, {"varm", &d.Varm}, {"obsp", &d.Obsp}, {"varp", &d.Varp}} {
		if *part.into, err = r.mapping(ctx, m.group, part.name); err != nil {
			return nil, err
		}
	}
	layers, err := r.mapping(ctx, m.group, "layers")
	if err != nil {
		return nil, err
	}
	d.Layers = map[string]*lazy.Array{}
	for name, value := range layers {
		x, ok := value.(*lazy.Array)
		if !ok {
			return nil, at("layers/"+name, errors.New("it is a dataframe where a matrix was expected"))
		}
		d.Layers[name] = x
	}
	if d.Uns, err = r.uns(ctx, m.group); err != nil {
		return nil, err
	}
	if d.Raw, err = r.raw(ctx, m.group); err != nil {
		return nil, err
	}
	return anndata.New(d)
}

// recognise tells groups that hold an AnnData from others, and from what only old versions can read.
func (r *reading) recognise(m *member) error {
	for _, name := range []string{"obs", "var"} {
		kind, err := m.group.Kind(name)
		switch {
		case err != nil:
			return err
		case kind == store.Missing && m.encoding == encNone:
			return at(m.path, fmt.Errorf("there is no AnnData in it: no encoding-type, and no %q: %w", name, store.ErrInvalid))
		case kind == store.Missing:
			return at(m.path, fmt.Errorf("anndata without %q: %w", name, store.ErrInvalid))
		case kind == store.KindArray:
			return (&member{path: below(m.group, name)}).unsupported()
		}
	}
	if kind, err := m.group.Kind("raw.X"); err != nil || kind != store.Missing {
		return errors.Join(err, (&member{path: below(m.group, "raw.X")}).unsupported())
	}
	return nil
}

// raw reads the raw matrix, nil when there is none.
func (r *reading) raw(ctx context.Context, g store.Group) (*anndata.Raw, error) {
	m, err := r.find(g, "raw")
	if err != nil || m == nil || m.encoding == encNull {
		return nil, err
	}
	if m.encoding != encRaw && m.encoding != encAnnData && m.encoding != encNone || m.group == nil {
		return nil, m.unsupported()
	}
	for _, name := range []string{"X", "var"} {
		if _, err := m.part(name); err != nil {
			return nil, err
		}
	}
	x, err := r.matrixOf(ctx, m.group, "X")
	if err != nil {
		return nil, err
	}
	vars, err := r.frameOf(ctx, m.group, "var")
	if err != nil {
		return nil, err
	}
	varm, err := r.mapping(ctx, m.group, "varm")
	if err != nil {
		return nil, err
	}
	raw, err := anndata.NewRaw(x, vars, varm)
	return raw, at(m.path, err)
}

// mapping reads a dict of matrices and frames.
func (r *reading) mapping(ctx context.Context, g store.Group, name string) (map[string]any, error) {
	m, err := r.find(g, name)
	if err != nil || m == nil {
		return nil, err
	}
	names, err := m.dict()
	if err != nil {
		return nil, err
	}
	out := make(map[string]any, len(names))
	for _, name := range names {
		e, err := r.find(m.group, name)
		if err != nil {
			return nil, err
		}
		if e == nil {
			continue
		}
		var value any
		if e.isFrame() {
			value, err = r.frame(ctx, e)
		} else {
			value, err = r.matrix(ctx, e)
		}
		if err != nil {
			return nil, err
		}
		out[name] = value
	}
	return out, nil
}

// dict checks that an element is a dict and lists its keys.
func (m *member) dict() ([]string, error) {
	if m.group == nil || m.encoding != encDict && m.encoding != encNone {
		return nil, m.unsupported()
	}
	return m.group.Children()
}
