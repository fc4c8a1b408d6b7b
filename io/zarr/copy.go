package zarr

import (
	"context"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/io/store"
)

var _ store.Copier = (*group)(nil)

// self is the group itself, also that of a root.
func (g *group) self() *group { return g }

// Copy adds a member by copying the keys of one of another Zarr store of the same version.
func (g *group) Copy(name string, from store.Group, member string) error {
	if err := checkMember(name); err != nil {
		return g.wrap("", err)
	}
	if err := g.writable(name); err != nil {
		return err
	}
	other, ok := from.(interface{ self() *group })
	if !ok {
		return g.wrap(name, fmt.Errorf("copy it from a store of another format: %w", store.ErrUnsupported))
	}
	source := other.self()
	top, err := source.node(member)
	if err != nil {
		return err
	}
	format := 2
	if strings.HasSuffix(top.document, docV3) {
		format = 3
	}
	if format != g.tree.format {
		return g.wrap(name, fmt.Errorf("copy it from Zarr version %d to version %d: %w", format, g.tree.format, store.ErrUnsupported))
	}
	return g.wrap(name, g.tree.copy(context.Background(), join(g.path, name), source.tree, join(source.path, member)))
}

// copy copies all keys below a path of another tree, and makes the groups and arrays among them known.
func (t *tree) copy(ctx context.Context, to string, source *tree, from string) error {
	keys, err := source.dir.Keys(from)
	if err != nil {
		return err
	}
	if err := t.addParents(to); err != nil {
		return err
	}
	t.mu.Lock()
	taken := t.made[to] != nil
	t.mu.Unlock()
	if taken {
		return fmt.Errorf("there is a member of that name: %w", store.ErrExist)
	}
	err = parallel(ctx, len(keys), func(_ context.Context, i int) error {
		value, err := source.dir.Get(keys[i], -1)
		if err != nil {
			return err
		}
		return t.dir.Set(to+strings.TrimPrefix(keys[i], from), value)
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		name := key[strings.LastIndexByte(key, '/')+1:]
		if !isNodeDocument(name) {
			continue
		}
		old, err := source.find(strings.TrimSuffix(strings.TrimSuffix(key, name), "/"))
		if err != nil {
			return err
		}
		raw, err := source.dir.Get(key, maxDocument)
		if err != nil {
			return err
		}
		path := to + strings.TrimPrefix(old.path, from)
		made := &node{path: path, meta: old.meta, attributes: old.attributes, document: join(path, name), raw: raw, problem: old.problem}
		t.mu.Lock()
		t.made[path] = made
		t.mu.Unlock()
	}
	return nil
}
