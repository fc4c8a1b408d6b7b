package zarr

import (
	"errors"

	"github.com/lazycell/lazycell/io/zarr/meta"
)

// openGroup opens a member that is a group.
func (g *group) openGroup(name string) (*group, error) {
	n, err := g.node(name)
	if err != nil {
		return nil, err
	}
	if n.isArray() {
		return nil, g.wrap(name, errors.New("it is an array, not a group"))
	}
	return g.below(name), nil
}

// openArray opens a member that is an array.
func (g *group) openArray(name string) (*array, error) {
	n, err := g.node(name)
	if err != nil {
		return nil, err
	}
	if n.problem != nil {
		return nil, g.wrap(name, n.problem)
	}
	if n.meta == nil {
		return nil, g.wrap(name, errors.New("it is a group, not an array"))
	}
	return g.array(n), nil
}

func (g *group) array(n *node) *array {
	return &array{
		grid:  grid{dir: g.tree.dir, path: n.path, meta: n.meta, document: n.document, locks: g.tree.locks},
		group: g,
	}
}

// createGroup adds a group.
func (g *group) createGroup(name string) (*group, error) {
	if err := g.writable(name); err != nil {
		return nil, err
	}
	if err := g.tree.makeGroup(join(g.path, name)); err != nil {
		return nil, g.wrap(name, err)
	}
	return g.below(name), nil
}

// createArray adds an array, of fill values until it is written to. Chunks are chosen when the spec has none, and
// the store's compression is used when the spec has none.
func (g *group) createArray(name string, spec meta.Spec) (*array, error) {
	if err := g.writable(name); err != nil {
		return nil, err
	}
	if spec.Compression == "" {
		spec.Compression, spec.Level = g.compression, g.level
	}
	size := spec.Type.Size
	if size == 0 {
		size = 16 // a guess for strings
	}
	var err error
	shape := spec.Shape
	if spec.Growable && len(shape) > 0 && len(spec.Chunks) > 0 {
		shape = append([]int{max(shape[0], spec.Chunks[0])}, shape[1:]...)
	}
	if spec.Chunks, err = chooseChunks(shape, spec.Chunks, size); err != nil {
		return nil, g.wrap(name, err)
	}
	if err := g.tree.makeArray(join(g.path, name), spec); err != nil {
		return nil, g.wrap(name, err)
	}
	return g.openArray(name)
}
