package cell

import (
	"maps"
	"slices"

	"github.com/lazycell/lazycell/kernel/cell/thin"
)

// Assume is Commit for a cell that still runs, and is taken to complete all its statements: what is compiled meanwhile sees
// its names. The function that it returns takes that back; what was compiled meanwhile must not be used then.
func (c *Compiler) Assume(u *Unit) (takeBack func()) {
	c.mu.Lock()
	before := c.names()
	fresh := u.pkg != nil && u.pkg.unit == nil
	c.mu.Unlock()
	c.Commit(u, -1)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if before.generation != c.generation {
			return // all is forgotten
		}
		c.setNames(before)
		if fresh {
			u.pkg.unit = nil
		}
		// That a variable is pinned, and that a function has callers, is not taken back: it makes a difference to memory
		// and to notes only.
	}
}

// names is what Commit changes.
type names struct {
	generation int
	visible    map[string]*symbol
	functions  map[string][]*symbol
	dotImports []string
	structs    []*structType
	units      map[string]*Unit
	committed  []*Unit
	images     []*thin.Image
}

// names returns a copy of what cells can use now.
func (c *Compiler) names() names {
	n := names{generation: c.generation, visible: maps.Clone(c.visible), functions: maps.Clone(c.functions), units: maps.Clone(c.units)}
	for name, list := range n.functions {
		n.functions[name] = slices.Clip(list)
	}
	n.images = c.loaded.images
	n.dotImports, n.structs, n.committed = slices.Clone(c.dotImports), slices.Clone(c.structs), slices.Clone(c.committed)
	return n
}

func (c *Compiler) setNames(n names) {
	c.visible, c.functions, c.units = n.visible, n.functions, n.units
	c.dotImports, c.structs, c.committed = n.dotImports, n.structs, n.committed
	c.loaded.images = n.images
}
