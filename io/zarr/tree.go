package zarr

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"sync"

	"github.com/lazycell/lazycell/io/codec"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr/meta"
	"github.com/lazycell/lazycell/io/zarr/storage"
)

// maxDocument is the largest metadata document that is read.
const maxDocument = 256 << 20

// The keys of metadata documents.
const (
	docV3             = "zarr.json"
	docGroupV2        = ".zgroup"
	docArrayV2        = ".zarray"
	docAttributesV2   = ".zattrs"
	docConsolidatedV2 = ".zmetadata"
)

// tree is the groups and arrays of a store.
type tree struct {
	dir storage.Store
	// documents, when not nil, is the store's consolidated metadata by key: what isn't in it isn't in the store.
	documents map[string]json.RawMessage
	locks     *chunkLocks

	// format is the version of new nodes, made those made by this tree: they become the consolidated metadata.
	format int
	mu     sync.Mutex
	made   map[string]*node
}

// node is a group (meta is nil) or an array.
type node struct {
	path       string
	meta       *meta.Array
	attributes map[string]any
	document   string // its key
	raw        []byte // of a new node, the document; without the attributes in version 2
	problem    error  // why an array can't be read, when only its metadata is known
}

// isArray says that the node is no group.
func (n *node) isArray() bool { return n.meta != nil || n.problem != nil }

// keep notes that a node is an array which can't be read here, or gives the error on.
func (n *node) keep(err error) error {
	if errors.Is(err, meta.ErrUnsupported) || errors.Is(err, codec.ErrUnsupported) {
		n.problem = fmt.Errorf("%w: %w", err, store.ErrUnsupported)
		return nil
	}
	return err
}

// openTree opens a store for reading.
func openTree(dir storage.Store) (*tree, error) {
	t := &tree{dir: dir, locks: newChunkLocks()}
	if doc, err := t.get(docV3); err == nil {
		n, err := meta.ParseV3(doc)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", docV3, err)
		}
		if n.Members != nil {
			t.documents = map[string]json.RawMessage{docV3: doc}
			for path, d := range n.Members {
				if err := storage.CheckKey(path); err != nil {
					return nil, fmt.Errorf("consolidated metadata: %w", err)
				}
				t.documents[join(path, docV3)] = d
			}
		}
		return t, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	doc, err := t.get(docConsolidatedV2)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	documents, err := meta.ParseConsolidatedV2(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", docConsolidatedV2, err)
	}
	for key := range documents {
		if err := storage.CheckKey(key); err != nil {
			return nil, fmt.Errorf("%s: %w", docConsolidatedV2, err)
		}
	}
	t.documents = documents
	return t, nil
}

// get reads a document.
func (t *tree) get(key string) ([]byte, error) {
	if t.documents == nil {
		return t.dir.Get(key, maxDocument)
	}
	if doc, ok := t.documents[key]; ok {
		return doc, nil
	}
	return nil, &fs.PathError{Op: "read", Path: key, Err: fs.ErrNotExist}
}

// find gives the node at a path. An absent one's error wraps fs.ErrNotExist.
func (t *tree) find(path string) (*node, error) {
	if path != "" {
		if err := storage.CheckKey(path); err != nil {
			return nil, err
		}
	}
	t.mu.Lock()
	made := t.made[path]
	t.mu.Unlock()
	if made != nil {
		return made, nil
	}
	n := &node{path: path, document: join(path, docV3)}
	doc, err := t.get(n.document)
	if err == nil {
		parsed, err := meta.ParseV3(doc)
		if parsed != nil {
			n.meta, n.attributes = parsed.Array, parsed.Attributes
		}
		if err = n.keep(err); err != nil {
			return nil, fmt.Errorf("%s: %w", n.document, err)
		}
		return n, nil
	}
	if !absent(err) {
		return nil, err
	}
	return t.findV2(path)
}

func (t *tree) findV2(path string) (*node, error) {
	n := &node{path: path, document: join(path, docArrayV2), attributes: map[string]any{}}
	doc, err := t.get(n.document)
	switch {
	case err == nil:
		n.meta, err = meta.ParseArrayV2(doc)
		if err = n.keep(err); err != nil {
			n.meta = nil
		}
	case absent(err):
		n.document = join(path, docGroupV2)
		if doc, err = t.get(n.document); err == nil {
			err = meta.CheckGroupV2(doc)
		}
	}
	if err != nil {
		if absent(err) {
			return nil, fmt.Errorf("there is no such group or array: %w", fs.ErrNotExist)
		}
		return nil, fmt.Errorf("%s: %w", n.document, err)
	}
	key := join(path, docAttributesV2)
	doc, err = t.get(key)
	if absent(err) {
		return n, nil
	}
	if err == nil {
		n.attributes, err = meta.ParseAttributes(doc)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	return n, nil
}

// absent says that a key isn't there, also because the path leads through a file.
func absent(err error) bool {
	return err != nil && (errors.Is(err, fs.ErrNotExist) || storage.ThroughFile(err))
}

// children lists the names of the nodes directly below a group.
func (t *tree) children(path string) ([]string, error) {
	prefix := ""
	if path != "" {
		prefix = path + "/"
	}
	seen := map[string]bool{}
	add := func(key string) {
		if rest, ok := strings.CutPrefix(key, prefix); ok && rest != "" {
			name, _, _ := strings.Cut(rest, "/")
			seen[name] = true
		}
	}
	t.mu.Lock()
	for key := range t.made {
		add(key)
	}
	t.mu.Unlock()
	switch {
	case t.documents != nil:
		for key := range t.documents {
			if i := strings.LastIndexByte(key, '/'); i > 0 && isNodeDocument(key[i+1:]) {
				add(key[:i])
			}
		}
	case t.made == nil:
		folders, err := t.dir.Folders(path)
		if err != nil {
			return nil, err
		}
		for _, name := range folders {
			for _, doc := range []string{docV3, docArrayV2, docGroupV2} {
				there, err := t.dir.Has(join(join(path, name), doc))
				if err != nil {
					return nil, err
				}
				if there {
					seen[name] = true
					break
				}
			}
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names, nil
}

func isNodeDocument(name string) bool {
	return name == docV3 || name == docArrayV2 || name == docGroupV2
}
