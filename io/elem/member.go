package elem

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/io/store"
)

// member is an element in a store, before it is read: a group or an array.
type member struct {
	path       string
	group      store.Group // nil for an array
	array      store.Array // nil for a group
	attributes map[string]any
	encoding   encoding
	problem    error // why the store can't read it, when only that is known of it
}

// below is the path of a member of a group, as messages have it.
func below(g store.Group, name string) string {
	return strings.TrimLeft(g.Path()+"/"+name, "/")
}

// at says at which element an error happened. Errors of a store say so themselves.
func at(path string, err error) error {
	if err == nil || path == "" {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// find opens a member of a group, nil when there is none.
func find(g store.Group, name string) (*member, error) {
	kind, err := g.Kind(name)
	if err != nil || kind == store.Missing {
		return nil, err
	}
	m := &member{path: below(g, name)}
	if kind == store.KindGroup {
		if m.group, err = g.Group(name); err == nil {
			m.attributes, err = m.group.Attrs()
		}
	} else {
		if m.array, err = g.Array(name); err == nil {
			m.attributes, err = m.array.Attrs()
		}
	}
	if errors.Is(err, store.ErrUnsupported) {
		m.problem = err
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	m.encoding = encodingOf(m.attributes)
	return m, nil
}

// part opens a member of a group element that can't be without it.
func (m *member) part(name string) (*member, error) {
	if m.problem != nil {
		return nil, m.problem
	}
	if m.group == nil {
		return nil, at(m.path, fmt.Errorf("%s is an array where a group was expected", m.encoding.kind))
	}
	p, err := find(m.group, name)
	if err == nil && p == nil {
		err = at(m.path, fmt.Errorf("%s without %q: %w", m.encoding.kind, name, store.ErrInvalid))
	}
	return p, err
}

// isArray checks that an element is an array.
func (m *member) isArray() error {
	if m.problem != nil {
		return m.problem
	}
	if m.array == nil {
		return at(m.path, fmt.Errorf("%s is a group where an array was expected", m.encoding.kind))
	}
	return nil
}

// unsupported is the error about an element that nobody here can read.
func (m *member) unsupported() error {
	if m.problem != nil {
		return fmt.Errorf("%w; leave it out with the option Without(%q)", m.problem, m.path)
	}
	if m.encoding == encNone {
		kind := "an array"
		if m.group != nil {
			kind = "a group"
		}
		return at(m.path, fmt.Errorf("%s without an encoding can't be read here; leave it out with the option Without(%q): %w", kind, m.path, store.ErrUnsupported))
	}
	return at(m.path, fmt.Errorf("the encoding %v can't be read here; leave it out with the option Without(%q): %w",
		m.encoding, m.path, store.ErrUnsupported))
}
