package zarr

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr/meta"
	"github.com/lazycell/lazycell/io/zarr/storage"
	"github.com/lazycell/lazycell/lazy/block"
)

// driver opens stores as package store has it; its options are for stores that are written.
type driver struct{ options }

func (o options) driver() store.Driver { return driver{o} }

// Open opens an existing store for reading, or starts a new one that takes its name when it is closed.
func (d driver) Open(ctx context.Context, path string, mode store.Mode) (store.Root, error) {
	open := func(ctx context.Context, path string) (*root, error) { return openRoot(ctx, path, d.options) }
	if mode == store.Create {
		open = func(ctx context.Context, path string) (*root, error) { return createRoot(ctx, path, d.options) }
	}
	r, err := open(ctx, path)
	if err != nil {
		return nil, err
	}
	return r, nil
}

var (
	_ store.Root  = (*root)(nil)
	_ store.Named = (*group)(nil)
	_ store.Array = (*array)(nil)
)

// checkMember refuses what is no name of one member, or what Zarr keeps for itself.
func checkMember(name string) error {
	if name == "" {
		return errors.New("a name is empty: give it one")
	}
	if strings.Contains(name, "/") || storage.CheckKey(name) != nil {
		return fmt.Errorf("the name %q can't be used in a Zarr store: take out slashes, backslashes, NULs and lone dots: %w", name, storage.ErrKey)
	}
	return checkName(name)
}

// Kind says what a member is.
func (g *group) Kind(name string) (store.Kind, error) {
	if checkMember(name) != nil {
		return store.Missing, nil
	}
	n, err := g.tree.find(join(g.path, name))
	switch {
	case absent(err):
		return store.Missing, nil
	case err != nil:
		return store.Missing, g.wrap(name, err)
	case n.isArray():
		return store.KindArray, nil
	}
	return store.KindGroup, nil
}

// Group opens a member that is a group.
func (g *group) Group(name string) (store.Group, error) {
	if err := checkMember(name); err != nil {
		return nil, g.wrap("", errors.Join(err, store.ErrNotExist))
	}
	member, err := g.openGroup(name)
	if err != nil {
		return nil, err
	}
	return member, nil
}

// Array opens a member that is an array.
func (g *group) Array(name string) (store.Array, error) {
	if err := checkMember(name); err != nil {
		return nil, g.wrap("", errors.Join(err, store.ErrNotExist))
	}
	return opened(g.openArray(name))
}

func opened(a *array, err error) (store.Array, error) {
	if err != nil {
		return nil, err
	}
	if _, err := a.elementType(); err != nil {
		return nil, a.wrap(err)
	}
	return a, nil
}

// CreateGroup adds a group.
func (g *group) CreateGroup(name string) (store.Group, error) {
	if err := checkMember(name); err != nil {
		return nil, g.wrap("", err)
	}
	member, err := g.createGroup(name)
	if err != nil {
		return nil, err
	}
	return member, nil
}

// CreateArray adds an array. A Null one is a single false, as anndata has it.
func (g *group) CreateArray(name string, spec store.ArraySpec) (store.Array, error) {
	if err := checkMember(name); err != nil {
		return nil, g.wrap("", err)
	}
	var t meta.DataType
	var err error
	switch {
	case spec.Null:
		spec.Shape, spec.Chunks = nil, nil
		t, err = meta.ParseType("bool")
	case spec.DType == store.Record:
		t, err = recordType(spec.Fields)
	default:
		t, err = meta.ParseType(spec.DType.String())
	}
	if err != nil {
		return nil, g.wrap(name, err)
	}
	return opened(g.createArray(name, meta.Spec{
		Shape: spec.Shape, Chunks: spec.Chunks, Type: t, Compression: spec.Compression, Level: spec.Level, Growable: spec.Growable, Shard: spec.Shard,
	}))
}

// Type is the type of the elements as they are read.
func (a *array) Type() store.Type {
	t, _ := a.elementType()
	return t
}

func (a *array) elementType() (store.Type, error) { return storeType(a.meta.Type) }

// storeType is the type of elements in Go.
func storeType(t meta.DataType) (store.Type, error) {
	name := t.Name
	switch {
	case t.Kind == meta.Record:
		for _, f := range t.Fields {
			if _, err := storeType(f.Type); err != nil {
				return 0, fmt.Errorf("field %q: %w", f.Name, err)
			}
		}
		return store.Record, nil
	case t.IsText():
		return store.String, nil
	case t.Kind == meta.Float && t.Size == 2:
		name = "float32"
	case t.Kind == meta.Complex:
		name = "complex128"
	}
	d, err := block.ParseDType(name)
	return store.Numeric(d), err
}
