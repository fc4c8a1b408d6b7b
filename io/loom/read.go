package loom

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// File is an AnnData whose matrices stay in the file.
type File struct {
	*anndata.AnnData
	root store.Root
}

// Close closes the file. What was not read until then can't be read any more.
func (f *File) Close() error { return f.root.Close() }

// The attributes that hold names, as loompy and anndata write them.
var (
	cellNames    = []string{"CellID", "obs_names"}
	featureNames = []string{"Gene", "var_names"}
)

// Open opens a loom file: matrix becomes X, layers stay layers, attributes of one axis columns of obs and var, those of two axes arrays of obsm and varm. Graphs
// are left in the file.
func Open(ctx context.Context, path string) (_ *File, err error) {
	d, err := store.Lookup("hdf5")
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	root, err := d.Open(ctx, path, store.Read)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	a, err := read(ctx, root, path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, errors.Join(err, root.Close()))
	}
	return &File{a, root}, nil
}

func read(ctx context.Context, root store.Root, path string) (*anndata.AnnData, error) {
	m, err := root.Array("matrix")
	if err != nil {
		return nil, fmt.Errorf("it is no loom file: %w", err)
	}
	var d anndata.Data
	if d.X, err = turned(m, path, "matrix"); err != nil {
		return nil, err
	}
	if d.Obs, d.Obsm, err = attributes(ctx, root, path, "col_attrs", cellNames, m.Shape()[1]); err != nil {
		return nil, err
	}
	if d.Var, d.Varm, err = attributes(ctx, root, path, "row_attrs", featureNames, m.Shape()[0]); err != nil {
		return nil, err
	}
	d.Layers, err = layers(root, path)
	if err != nil {
		return nil, err
	}
	return anndata.New(d)
}

func turned(a store.Array, path, name string) (*lazy.Array, error) {
	if n := len(a.Shape()); n != 2 {
		return nil, fmt.Errorf("%s: it has %d axes, not 2: %w", name, n, store.ErrInvalid)
	}
	x, err := elem.Lazy(a, path, name)
	if err != nil {
		return nil, err
	}
	return x.Transpose(), nil
}

func layers(root store.Root, path string) (map[string]*lazy.Array, error) {
	kind, err := root.Kind("layers")
	if err != nil || kind != store.KindGroup {
		return nil, err
	}
	g, err := root.Group("layers")
	if err != nil {
		return nil, err
	}
	names, err := g.Children()
	if err != nil {
		return nil, err
	}
	out := map[string]*lazy.Array{}
	for _, name := range names {
		a, err := g.Array(name)
		if err != nil {
			return nil, err
		}
		if out[name], err = turned(a, path, "layers/"+name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// attributes reads the attributes of one axis: names and columns, and arrays of two axes.
func attributes(ctx context.Context, root store.Root, path, group string, names []string, n int) (*frame.Frame, map[string]any, error) {
	g, err := root.Group(group)
	if err != nil {
		return nil, nil, err
	}
	members, err := g.Children()
	if err != nil {
		return nil, nil, err
	}
	indexName := ""
	for _, name := range names {
		if slices.Contains(members, name) {
			indexName = name
			break
		}
	}
	var index []string
	var cols []*frame.Series
	wide := map[string]any{}
	for _, name := range members {
		a, err := g.Array(name)
		if err != nil {
			return nil, nil, err
		}
		shape := a.Shape()
		if len(shape) == 0 || shape[0] != n {
			return nil, nil, fmt.Errorf("%s/%s: shape %v where there are %d: %w", group, name, lazy.Shape(shape), n, store.ErrInvalid)
		}
		if len(shape) > 1 {
			if wide[name], err = elem.Lazy(a, path, group+"/"+name); err != nil {
				return nil, nil, err
			}
			continue
		}
		values, err := a.ReadRegion(ctx, []int{0}, shape)
		if err != nil {
			return nil, nil, err
		}
		s := frame.Of(name, values)
		if s.Err() != nil {
			return nil, nil, fmt.Errorf("%s/%s: %w", group, name, s.Err())
		}
		if name == indexName {
			index = s.Strings()
			continue
		}
		cols = append(cols, s)
	}
	if index == nil {
		index = frame.DefaultIndex(n)
	}
	f, err := frame.New(index, cols...)
	return f, wide, err
}
