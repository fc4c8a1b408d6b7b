package zarr

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// group is a group of a store.
type group struct {
	tree  *tree
	path  string // key, "" at the top
	store string // the store's own path, as it was opened
	// compression and level are those of arrays that ask for none.
	compression string
	level       int
}

// Path is the group's place in the store, "/" at the top.
func (g *group) Path() string { return display(g.path) }

// Attrs gives the group's attributes.
func (g *group) Attrs() (map[string]any, error) {
	n, err := g.node("")
	if err != nil {
		return nil, err
	}
	return fromJSON(n.attributes), nil
}

// Store is the store's path, as package store's Named has it.
func (g *group) Store() string { return g.store }

// SetAttrs adds attributes to the group's.
func (g *group) SetAttrs(attributes map[string]any) error {
	return g.wrap("", g.tree.setAttributes(g.path, attributes))
}

// Children lists the members' names, sorted.
func (g *group) Children() ([]string, error) {
	names, err := g.tree.children(g.path)
	return names, g.wrap("", err)
}

func (g *group) below(name string) *group {
	child := *g
	child.path = join(g.path, name)
	return &child
}

// node finds a member, or the group's own node for "".
func (g *group) node(name string) (*node, error) {
	path := g.path
	if name != "" {
		path = join(path, name)
	}
	n, err := g.tree.find(path)
	return n, g.wrap(name, err)
}

func (g *group) writable(name string) error {
	if g.tree.made == nil {
		return g.wrap(name, fmt.Errorf("the store is open for reading: %w", fs.ErrPermission))
	}
	return nil
}

// wrap says at which member an error happened. Whoever opened the store knows its path and adds it.
func (g *group) wrap(name string, err error) error {
	path := g.path
	if name != "" {
		path = join(path, name)
	}
	return wrapAt(path, err)
}

func wrapAt(path string, err error) error {
	if err == nil {
		return nil
	}
	if absent(err) && !errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %w", err, fs.ErrNotExist)
	}
	if path == "" {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// array is an array of a store.
type array struct {
	grid
	group *group
}

// Attrs gives the array's attributes.
func (a *array) Attrs() (map[string]any, error) {
	n, err := a.group.tree.find(a.path)
	if err != nil {
		return nil, a.wrap(err)
	}
	return fromJSON(n.attributes), nil
}

// SetAttrs adds attributes to the array's.
func (a *array) SetAttrs(attributes map[string]any) error {
	return a.wrap(a.group.tree.setAttributes(a.path, attributes))
}

// Shape is the array's size along each axis.
func (a *array) Shape() []int { return append([]int{}, a.meta.Shape...) }

// Chunks is the shape of the chunks that can be read by themselves: of an array with shards, the inner ones.
func (a *array) Chunks() []int { return append([]int{}, a.chunkShape()...) }

// ReadRegion reads a box: []float64, []string, … in C order. Only the chunks under it are touched, several at a time.
func (a *array) ReadRegion(ctx context.Context, offset, shape []int) (any, error) {
	out, err := a.read(ctx, offset, shape)
	if err != nil {
		return nil, a.wrap(err)
	}
	return out, nil
}

// WriteRegion writes a box. Calls for different chunks can run at once; a box of whole chunks needs no reading.
func (a *array) WriteRegion(ctx context.Context, offset, shape []int, data any) error {
	if a.group.tree.made == nil {
		return a.wrap(fmt.Errorf("the store is open for reading: %w", fs.ErrPermission))
	}
	return a.wrap(a.write(ctx, offset, shape, data))
}

func (a *array) wrap(err error) error {
	return wrapAt(a.path, err)
}
