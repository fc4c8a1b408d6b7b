package elem_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy/block"
)

// node is a group or array of a store in memory, which tests can change and write down as JSON.
type node struct {
	Attrs   map[string]any
	Members map[string]*node // of a group
	DType   string           // of an array
	Shape   []int
	Values  any
}

func newNode() *node { return &node{Attrs: map[string]any{}, Members: map[string]*node{}} }

// at is the node at a path, which must be there.
func (n *node) at(path ...string) *node {
	for _, name := range path {
		n = n.Members[name]
	}
	return n
}

func (n *node) group(path string) store.Group { return memGroup{n, path} }

type memGroup struct {
	*node
	path string
}

type memArray struct {
	*node
	path string
}

func (n *node) attrs() map[string]any { // as a store gives them: JSON has lists of anything
	out := maps.Clone(n.Attrs)
	for k, v := range out {
		switch v := v.(type) {
		case float64:
			if v == float64(int64(v)) {
				out[k] = int64(v)
			}
		case []any:
			texts, ints := []string{}, []int64{}
			for _, x := range v {
				if s, ok := x.(string); ok {
					texts = append(texts, s)
				}
				if f, ok := x.(float64); ok && f == float64(int64(f)) {
					ints = append(ints, int64(f))
				}
			}
			switch len(v) {
			case len(texts):
				out[k] = texts
			case len(ints):
				out[k] = ints
			}
		}
	}
	return out
}

func (g memGroup) below(name string) string {
	if g.path == "/" {
		return "/" + name
	}
	return g.path + "/" + name
}

func (g memGroup) Path() string                       { return g.path }
func (g memGroup) Attrs() (map[string]any, error)     { return g.attrs(), nil }
func (g memGroup) SetAttrs(more map[string]any) error { maps.Copy(g.node.Attrs, more); return nil }
func (g memGroup) Children() ([]string, error)        { return slices.Sorted(maps.Keys(g.Members)), nil }
func (g memGroup) Kind(name string) (store.Kind, error) {
	switch n := g.Members[name]; {
	case n == nil:
		return store.Missing, nil
	case n.DType != "":
		return store.KindArray, nil
	}
	return store.KindGroup, nil
}

func (g memGroup) member(name string, kind store.Kind) (*node, error) {
	if got, _ := g.Kind(name); got != kind {
		return nil, fmt.Errorf("%s: %w", g.below(name), store.ErrNotExist)
	}
	return g.Members[name], nil
}

func (g memGroup) Group(name string) (store.Group, error) {
	n, err := g.member(name, store.KindGroup)
	return memGroup{n, g.below(name)}, err
}

func (g memGroup) Array(name string) (store.Array, error) {
	n, err := g.member(name, store.KindArray)
	if err == nil {
		_, err = n.typ()
	}
	if err == nil {
		_, err = store.Elements(n.Shape)
	}
	return memArray{n, g.below(name)}, err
}

func (g memGroup) CreateGroup(name string) (store.Group, error) {
	if g.Members[name] != nil {
		return nil, store.ErrExist
	}
	g.Members[name] = newNode()
	return memGroup{g.Members[name], g.below(name)}, nil
}

func (g memGroup) CreateArray(name string, spec store.ArraySpec) (store.Array, error) {
	if g.Members[name] != nil {
		return nil, store.ErrExist
	}
	n, err := store.Elements(spec.Shape)
	if err != nil {
		return nil, err
	}
	values, err := spec.DType.Make(n)
	if err != nil {
		return nil, err
	}
	made := &node{Attrs: map[string]any{}, DType: spec.DType.String(), Shape: spec.Shape, Values: values}
	g.Members[name] = made
	return memArray{made, g.below(name)}, nil
}

func (n *node) typ() (store.Type, error) {
	if n.DType == "string" {
		return store.String, nil
	}
	d, err := block.ParseDType(n.DType)
	return store.Numeric(d), err
}

func (a memArray) Attrs() (map[string]any, error)     { return a.attrs(), nil }
func (a memArray) SetAttrs(more map[string]any) error { maps.Copy(a.node.Attrs, more); return nil }
func (a memArray) Shape() []int                       { return slices.Clone(a.node.Shape) }
func (a memArray) Chunks() []int                      { return nil }
func (a memArray) Type() store.Type                   { t, _ := a.typ(); return t }

func (a memArray) ReadRegion(_ context.Context, offset, shape []int) (any, error) {
	if texts, ok := a.Values.([]string); ok {
		if len(a.node.Shape) == 0 {
			return texts, nil
		}
		if len(shape) != 1 || offset[0]+shape[0] > len(texts) {
			return nil, errors.New("no such region of strings")
		}
		return slices.Clone(texts[offset[0] : offset[0]+shape[0]]), nil
	}
	b, err := block.FromData(a.node.Shape, a.Values)
	if err != nil {
		return nil, err
	}
	r, err := b.Region(offset, shape)
	if err != nil {
		return nil, err
	}
	return r.Data(), nil
}

func (a memArray) WriteRegion(_ context.Context, offset, shape []int, data any) error {
	if texts, ok := data.([]string); ok {
		copy(a.Values.([]string), texts) // all of it: strings are never written in pieces
		return nil
	}
	all, err := block.FromData(a.node.Shape, a.Values)
	if err != nil {
		return err
	}
	part, err := block.FromData(shape, data)
	if err != nil {
		return err
	}
	block.CopyBox(all, offset, part, make([]int, len(shape)), shape)
	return nil
}

// UnmarshalJSON makes values of the array's type of JSON's.
func (n *node) UnmarshalJSON(text []byte) error {
	type plain node
	var p plain
	if err := json.Unmarshal(text, &p); err != nil {
		return err
	}
	*n = node(p)
	if n.Attrs == nil {
		n.Attrs = map[string]any{}
	}
	if n.DType == "" {
		return nil
	}
	list, _ := n.Values.([]any)
	t, err := n.typ()
	if err != nil {
		return err
	}
	if len(list) > 1<<16 {
		return errors.New("too long")
	}
	n.Values, err = t.Make(len(list))
	if err != nil || n.DType == "complex128" {
		return err
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return err
	}
	switch v := n.Values.(type) {
	case []uint8: // which JSON has as text
		for i, x := range list {
			f, _ := x.(float64)
			v[i] = uint8(int(f))
		}
		return nil
	case []string:
		err = json.Unmarshal(raw, &v)
		n.Values = v
	case []bool:
		err = json.Unmarshal(raw, &v)
		n.Values = v
	case []int8:
		err = json.Unmarshal(raw, &v)
		n.Values = v
	case []int32:
		err = json.Unmarshal(raw, &v)
		n.Values = v
	case []int64:
		err = json.Unmarshal(raw, &v)
		n.Values = v
	case []float32:
		err = json.Unmarshal(raw, &v)
		n.Values = v
	case []float64:
		err = json.Unmarshal(raw, &v)
		n.Values = v
	}
	return err
}

// written is an AnnData in a store in memory.
func written(t testing.TB, a *anndata.AnnData, w elem.Writer) *node {
	t.Helper()
	top := newNode()
	if err := w.Write(context.Background(), top.group("/"), a); err != nil {
		t.Fatal(err)
	}
	return top
}

func readBack(n *node, lazily bool) (*anndata.AnnData, error) {
	return elem.Reader{Lazy: lazily}.Read(context.Background(), n.group("/"))
}
