package zarr

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/lazycell/lazycell/io/zarr/meta"
	"github.com/lazycell/lazycell/io/zarr/storage"
)

// newTree starts a store of a version in an empty folder, with its top group.
func newTree(dir storage.Store, format int) (*tree, error) {
	t := &tree{dir: dir, locks: newChunkLocks(), format: format, made: map[string]*node{}}
	return t, t.add(&node{attributes: map[string]any{}})
}

// makeGroup adds a group.
func (t *tree) makeGroup(path string) error {
	return t.add(&node{path: path, attributes: map[string]any{}})
}

// makeArray adds an array.
func (t *tree) makeArray(path string, spec meta.Spec) error {
	n := &node{path: path, attributes: map[string]any{}}
	var err error
	if t.format == 2 {
		if n.raw, err = spec.DocumentV2(); err == nil {
			n.meta, err = meta.ParseArrayV2(n.raw)
		}
	} else {
		if n.raw, err = spec.DocumentV3(n.attributes); err == nil {
			var parsed *meta.NodeV3
			if parsed, err = meta.ParseV3(n.raw); err == nil {
				n.meta = parsed.Array
			}
		}
	}
	if err != nil {
		return err
	}
	return t.add(n)
}

// add registers a new node and writes its documents.
func (t *tree) add(n *node) error {
	if n.path != "" {
		if err := storage.CheckKey(n.path); err != nil {
			return err
		}
		if err := checkName(n.path); err != nil {
			return err
		}
	}
	if err := t.addParents(n.path); err != nil {
		return err
	}
	t.mu.Lock()
	taken := t.made[n.path] != nil
	if !taken {
		t.made[n.path] = n
	}
	t.mu.Unlock()
	if taken {
		return fmt.Errorf("there is a member of that name: %w", fs.ErrExist)
	}
	return t.writeNode(n, n.attributes)
}

// addParents adds the groups above a path that are missing.
func (t *tree) addParents(path string) error {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return nil
	}
	t.mu.Lock()
	parent := t.made[path[:i]]
	t.mu.Unlock()
	switch {
	case parent == nil:
		return t.makeGroup(path[:i])
	case parent.meta != nil:
		return fmt.Errorf("%s is an array, which has no members", path[:i])
	}
	return nil
}

// checkName refuses names that would collide with documents or chunks.
func checkName(path string) error {
	name := path[strings.LastIndexByte(path, '/')+1:]
	switch name {
	case docV3, docGroupV2, docArrayV2, docAttributesV2, docConsolidatedV2:
		return fmt.Errorf("%q is a name of Zarr's own documents: choose another: %w", path, storage.ErrKey)
	}
	return nil
}

// setAttributes replaces attributes of a node that this tree made.
func (t *tree) setAttributes(path string, attributes map[string]any) error {
	t.mu.Lock()
	n := t.made[path]
	merged := map[string]any{}
	if n != nil {
		for k, v := range n.attributes {
			merged[k] = v
		}
	}
	t.mu.Unlock()
	if n == nil {
		return fmt.Errorf("the store is open for reading: %w", fs.ErrPermission)
	}
	for k, v := range attributes {
		merged[k] = v
	}
	return t.writeNode(n, merged)
}

func (t *tree) writeNode(n *node, attributes map[string]any) error {
	var doc []byte
	var err error
	key := docV3
	switch {
	case t.format == 2 && n.meta == nil:
		key = docGroupV2
		doc, err = meta.GroupV2()
	case t.format == 2:
		key, doc = docArrayV2, n.raw
	case n.meta == nil:
		doc, err = meta.GroupV3(attributes, nil)
	default:
		doc, err = meta.WithAttributesV3(n.raw, attributes)
	}
	if err != nil {
		return fmt.Errorf("metadata: %w", err)
	}
	if err := t.dir.Set(join(n.path, key), doc); err != nil {
		return err
	}
	if t.format == 2 {
		text, err := meta.AttributesV2(attributes)
		if err != nil {
			return fmt.Errorf("attributes: %w", err)
		}
		if err := t.dir.Set(join(n.path, docAttributesV2), text); err != nil {
			return err
		}
	}
	t.mu.Lock()
	t.made[n.path] = &node{path: n.path, meta: n.meta, attributes: attributes, document: join(n.path, key), raw: doc}
	t.mu.Unlock()
	return nil
}

// consolidate writes all new nodes' metadata into one document at the top, as zarr-python does.
func (t *tree) consolidate() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	documents := map[string]json.RawMessage{}
	if t.format == 2 {
		for path, n := range t.made {
			documents[n.document] = n.raw
			text, err := meta.AttributesV2(n.attributes)
			if err != nil {
				return err
			}
			documents[join(path, docAttributesV2)] = text
		}
		doc, err := meta.ConsolidatedV2(documents)
		if err != nil {
			return err
		}
		return t.dir.Set(docConsolidatedV2, doc)
	}
	for path, n := range t.made {
		if path != "" {
			documents[path] = n.raw
		}
	}
	doc, err := meta.GroupV3(t.made[""].attributes, documents)
	if err != nil {
		return err
	}
	return t.dir.Set(docV3, doc)
}
