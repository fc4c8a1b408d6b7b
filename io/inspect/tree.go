package inspect

import (
	"context"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// Node is a group or array of a store.
type Node struct {
	Name     string   `json:"name"`
	Path     string   `json:"path"`
	Encoding string   `json:"encoding,omitempty"` // encoding-type and encoding-version
	DType    string   `json:"dtype,omitempty"`    // of an array
	Shape    []int    `json:"shape,omitempty"`    // of an array, or a sparse matrix
	Chunks   []int    `json:"chunks,omitempty"`   // of an array, nil when it lies in one piece
	Shard    []int    `json:"shard,omitempty"`    // that chunks are put together in
	Filters  []string `json:"filters,omitempty"`  // that chunks went through
	Bytes    int64    `json:"bytes"`              // stored, of all below it
	Problem  string   `json:"problem,omitempty"`  // why it can't be read
	Children []*Node  `json:"children,omitempty"` // of a group
	Array    bool     `json:"array"`
}

// Tree is all groups and arrays below a group, with how they lie in the store. What can't be opened is a node that says why.
func Tree(ctx context.Context, root store.Group) (*Node, error) {
	n := &Node{Name: "/", Path: "/"}
	return n, n.group(ctx, root, 0)
}

// maxDepth is how deep groups are followed.
const maxDepth = 200

func (n *Node) group(ctx context.Context, g store.Group, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if depth > maxDepth {
		return fmt.Errorf("%s: groups are more than %d deep: %w", n.Path, maxDepth, store.ErrInvalid)
	}
	attributes, err := g.Attrs()
	if err != nil {
		return err
	}
	n.Encoding = encodingOf(attributes)
	if shape, ok := attributes["shape"].([]int64); ok && len(shape) > 0 {
		for _, s := range shape {
			n.Shape = append(n.Shape, int(s))
		}
	}
	names, err := g.Children()
	if err != nil {
		return err
	}
	for _, name := range names {
		child := &Node{Name: name, Path: strings.TrimRight(n.Path, "/") + "/" + name}
		n.Children = append(n.Children, child)
		if err := child.member(ctx, g, name, depth); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			child.Problem = err.Error()
		}
		n.Bytes += child.Bytes
	}
	return nil
}

func (n *Node) member(ctx context.Context, parent store.Group, name string, depth int) error {
	kind, err := parent.Kind(name)
	if err != nil {
		return err
	}
	if kind == store.KindGroup {
		g, err := parent.Group(name)
		if err != nil {
			return err
		}
		return n.group(ctx, g, depth+1)
	}
	n.Array = true
	a, err := parent.Array(name)
	if err != nil {
		return err
	}
	attributes, err := a.Attrs()
	if err != nil {
		return err
	}
	n.Encoding = encodingOf(attributes)
	n.DType, n.Shape, n.Chunks = a.Type().String(), a.Shape(), a.Chunks()
	if s, ok := a.(store.Stored); ok {
		storage, err := s.Storage()
		if err != nil {
			return err
		}
		n.Filters, n.Shard, n.Bytes = storage.Filters, storage.Shard, storage.Bytes
	}
	return nil
}

func encodingOf(attributes map[string]any) string {
	kind, _ := attributes["encoding-type"].(string)
	version, _ := attributes["encoding-version"].(string)
	return strings.TrimSpace(kind + " " + version)
}

// String is the tree as text, a line for each node.
func (n *Node) String() string {
	var b strings.Builder
	n.lines(&b, "", "")
	return b.String()
}

func (n *Node) lines(b *strings.Builder, first, rest string) {
	b.WriteString(first + n.line() + "\n")
	for i, c := range n.Children {
		if i == len(n.Children)-1 {
			c.lines(b, rest+"└── ", rest+"    ")
		} else {
			c.lines(b, rest+"├── ", rest+"│   ")
		}
	}
}

// line is what there is to say of a node: X  array 0.2.0, float32 (2700, 32738), chunks (100, 1000), gzip 4, 12.3 MiB.
func (n *Node) line() string {
	var parts []string
	if n.Encoding != "" {
		parts = append(parts, n.Encoding)
	}
	switch {
	case n.Array && n.DType != "":
		parts = append(parts, n.DType+" "+lazy.Shape(n.Shape).String())
	case len(n.Shape) > 0:
		parts = append(parts, lazy.Shape(n.Shape).String())
	}
	if len(n.Chunks) > 0 {
		parts = append(parts, "chunks "+lazy.Shape(n.Chunks).String())
	}
	if len(n.Shard) > 0 {
		parts = append(parts, "shards "+lazy.Shape(n.Shard).String())
	}
	if len(n.Filters) > 0 {
		parts = append(parts, strings.Join(n.Filters, " + "))
	}
	if n.Problem == "" {
		parts = append(parts, bytes(n.Bytes))
	} else {
		parts = append(parts, "can't be read: "+n.Problem)
	}
	return n.Name + "  " + strings.Join(parts, ", ")
}

// bytes is a size as people write it.
func bytes(n int64) string {
	const units = "KMGTPE"
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	v, unit := float64(n)/1024, 0
	for v >= 1024 && unit < len(units)-1 {
		v, unit = v/1024, unit+1
	}
	return fmt.Sprintf("%.2f %ciB", v, units[unit])
}
