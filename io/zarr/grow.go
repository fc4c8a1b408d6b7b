package zarr

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr/meta"
)

var _ store.Growable = (*array)(nil)

// Grow makes the first axis n long, in the array's metadata; its chunks are where they were. It must not run along with writes to the array.
func (a *array) Grow(n int) error {
	if a.group.tree.made == nil {
		return a.wrap(fmt.Errorf("the store is open for reading: %w", fs.ErrPermission))
	}
	if len(a.meta.Shape) == 0 || n < a.meta.Shape[0] {
		return a.wrap(fmt.Errorf("an array of shape %v can't be made %d long", a.meta.Shape, n))
	}
	grown, err := a.group.tree.grow(a.path, n)
	if err == nil {
		a.meta = grown
	}
	return a.wrap(err)
}

// grow replaces the first size of an array that this tree made.
func (t *tree) grow(path string, n int) (*meta.Array, error) {
	t.mu.Lock()
	old := t.made[path]
	t.mu.Unlock()
	if old == nil || old.meta == nil {
		return nil, fmt.Errorf("there is no such array: %w", fs.ErrNotExist)
	}
	var document map[string]json.RawMessage
	if err := json.Unmarshal(old.raw, &document); err != nil {
		return nil, err
	}
	grown := *old.meta
	grown.Shape = append([]int{n}, old.meta.Shape[1:]...)
	shape, err := json.Marshal(grown.Shape)
	if err != nil {
		return nil, err
	}
	document["shape"] = shape
	raw, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, err
	}
	return &grown, t.writeNode(&node{path: path, meta: &grown, raw: raw}, old.attributes)
}
