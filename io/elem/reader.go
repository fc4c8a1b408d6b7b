package elem

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// Reader reads elements. The zero Reader reads everything into memory.
type Reader struct {
	// Lazy leaves matrices and columns in the store: they become lazy arrays that read their chunks when asked to, and columns that are
	// read when they are touched.
	Lazy bool
	// Format is the name under which RegisterOpener was told of files like this one: then graphs over lazy arrays can be written. It may be empty.
	Format string
	// Without is the paths of elements to leave out: "uns/neighbors", "obsm/X_umap", "raw".
	Without []string
	// Notice, when there is one, is told what was left out, or read other than it was meant.
	Notice func(string)

	again func(ctx context.Context) (store.Root, error) // opens the store once more
	place place
}

// reading is the reading of one store.
type reading struct {
	lazy    bool
	without map[string]bool
	store   string // path, for the names and messages of lazy arrays
	place   place  // where the store can be opened again
	notice  func(string)
	again   func(ctx context.Context) (store.Root, error)
}

// Read reads the AnnData whose elements are the members of a group, usually the top of a store.
func (r Reader) Read(ctx context.Context, g store.Group) (*anndata.AnnData, error) {
	rd := &reading{lazy: r.Lazy, place: r.place, without: map[string]bool{}, notice: r.Notice, again: r.again}
	if rd.notice == nil {
		rd.notice = func(string) {}
	}
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
	m, err := find(g, name)
	if m != nil && errors.Is(m.problem, store.ErrReference) {
		r.notice(fmt.Sprintf("%s is left out: it holds references to other places of its file", m.path))
		return nil, nil
	}
	return m, err
}

// annData reads the root.
func (r *reading) annData(ctx context.Context, m *member) (*anndata.AnnData, error) {
	if m.encoding != encAnnData && m.encoding != encNone {
		return nil, at(m.path, fmt.Errorf("the file holds a %v, not an AnnData (%v): %w", m.encoding, encAnnData, store.ErrUnsupported))
	}
	if err := r.recognise(m); err != nil {
		return nil, err
	}
	d, err := r.data(ctx, m)
	if err != nil {
		return nil, err
	}
	return anndata.New(d)
}

// data reads the parts of the root.
func (r *reading) data(ctx context.Context, m *member) (anndata.Data, error) {
	var d anndata.Data
	var err error
	if d.X, err = r.matrixOf(ctx, m.group, "X"); err != nil {
		return d, err
	}
	if d.Obs, err = r.frameOf(ctx, m.group, "obs"); err != nil {
		return d, err
	}
	if d.Var, err = r.frameOf(ctx, m.group, "var"); err != nil {
		return d, err
	}
	for _, part := range []struct {
		name string
		into *map[string]any
	}{{"obsm", &d.Obsm}, {"varm", &d.Varm}, {"obsp", &d.Obsp}, {"varp", &d.Varp}} {
		if *part.into, err = r.mapping(ctx, m.group, part.name); err != nil {
			return d, err
		}
	}
	layers, err := r.mapping(ctx, m.group, "layers")
	if err != nil {
		return d, err
	}
	d.Layers = map[string]*lazy.Array{}
	for name, value := range layers {
		x, ok := value.(*lazy.Array)
		if !ok {
			return d, at(below(m.group, "layers/"+name), fmt.Errorf("it is %v where a matrix was expected; leave it out with the option Without(%q): %w",
				kindOf(value), "layers/"+name, store.ErrUnsupported))
		}
		d.Layers[name] = x
	}
	if d.Uns, err = r.uns(ctx, m.group); err != nil {
		return d, err
	}
	if d.Raw, err = r.raw(ctx, m.group); err != nil {
		return d, err
	}
	return d, r.modernise(m, &d)
}

// kindOf says what a value is that was no matrix.
func kindOf(value any) any {
	if _, ok := value.(*frame.Frame); ok {
		return "a dataframe"
	}
	return value
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
		}
	}
	return nil
}

// raw reads the raw matrix, nil when there is none.
func (r *reading) raw(ctx context.Context, g store.Group) (*anndata.Raw, error) {
	m, err := r.find(g, "raw")
	if err != nil {
		return nil, err
	}
	if old, err := g.Kind("raw.X"); err != nil || old != store.Missing && !r.without[below(g, "raw")] {
		if m != nil {
			err = at(below(g, "raw.X"), fmt.Errorf("there is a raw, too: %w", store.ErrInvalid))
		}
		if err != nil {
			return nil, err
		}
		return r.oldRaw(ctx, g)
	}
	if m == nil || m.encoding == encNull {
		return nil, nil
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
	if m.array != nil && m.array.Type() == store.Record && m.encoding == encNone {
		return m.oldMapping(ctx)
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
		value, err := r.element(ctx, m.group, e, name)
		if err != nil {
			return nil, err
		}
		if value != nil {
			out[name] = value
		}
	}
	return out, nil
}

// element reads an element of a mapping: a matrix, a frame, or another thing with rows.
func (r *reading) element(ctx context.Context, g store.Group, m *member, name string) (any, error) {
	switch {
	case m.isFrame():
		return r.frame(ctx, m)
	case m.encoding == encAwkward:
		return r.awkward(ctx, m)
	case m.encoding == encRecords, m.encoding == encNone && m.array != nil && m.array.Type() == store.Record:
		return m.records(ctx)
	case m.array != nil && m.array.Type().IsString() && (m.encoding == encTexts || m.encoding == encArray || m.encoding == encNone):
		return m.texts(ctx)
	case m.isMatrix():
		return r.matrix(ctx, m)
	case m.encoding == encNull:
		return nil, nil
	}
	return r.foreign(g, m, name), nil
}

// dict checks that an element is a dict and lists its keys.
func (m *member) dict() ([]string, error) {
	if m.group == nil || m.encoding != encDict && m.encoding != encNone {
		return nil, m.unsupported()
	}
	return m.group.Children()
}
