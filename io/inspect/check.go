package inspect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// Finding is something about an element that a reader should know.
type Finding struct {
	Path string `json:"path"` // of the element, "" for the whole
	What string `json:"what"`
	Note bool   `json:"note"` // it is no mistake: the element can be used as it is
}

// String is one line.
func (f Finding) String() string {
	path := f.Path
	if path == "" {
		path = "the file"
	}
	if f.Note {
		return path + ": note: " + f.What
	}
	return path + ": " + f.What
}

// Check reads every element of the AnnData in a store, a few megabytes at a time, and lists what is wrong with it: parts that are missing or can't be read, shapes that don't
// fit, sparse matrices whose indptr or indices lead nowhere, categories that codes don't have. Notes tell what is allowed but seldom meant, such as row names that
// occur twice. Each element's path is given to progress, if there is one. The error is about the context only.
func Check(ctx context.Context, root store.Group, progress func(path string)) ([]Finding, error) {
	c := &checker{ctx: ctx, progress: progress}
	c.annData(root)
	return c.findings, ctx.Err()
}

type checker struct {
	ctx      context.Context
	progress func(path string)
	findings []Finding
}

func (c *checker) wrong(path, format string, args ...any) {
	c.findings = append(c.findings, Finding{Path: path, What: fmt.Sprintf(format, args...)})
}

func (c *checker) note(path, format string, args ...any) {
	c.findings = append(c.findings, Finding{Path: path, What: fmt.Sprintf(format, args...), Note: true})
}

// failed takes an error of a store, which names the path by itself.
func (c *checker) failed(path string, err error) {
	if c.ctx.Err() == nil {
		c.wrong(path, "%s", strings.TrimPrefix(strings.TrimPrefix(err.Error(), path), ": "))
	}
}

// element is a group or array of a store.
type element struct {
	path          string
	group         store.Group // nil for an array
	array         store.Array // nil for a group
	attributes    map[string]any
	kind, version string // of the encoding
}

// open opens a member; nil when there is none, or it can't be opened, which is then a finding.
func (c *checker) open(g store.Group, name string) *element {
	e := &element{path: strings.TrimLeft(g.Path()+"/"+name, "/")}
	if c.progress != nil {
		c.progress(e.path)
	}
	kind, err := g.Kind(name)
	if err == nil && kind == store.Missing {
		return nil
	}
	if err == nil {
		if kind == store.KindGroup {
			if e.group, err = g.Group(name); err == nil {
				e.attributes, err = e.group.Attrs()
			}
		} else if e.array, err = g.Array(name); err == nil {
			e.attributes, err = e.array.Attrs()
		}
	}
	if err != nil {
		c.failed(e.path, err)
		return nil
	}
	e.kind, _ = e.attributes["encoding-type"].(string)
	e.version, _ = e.attributes["encoding-version"].(string)
	return e
}

// annData checks the root.
func (c *checker) annData(root store.Group) {
	attributes, err := root.Attrs()
	if err != nil {
		c.failed("", err)
		return
	}
	kind, _ := attributes["encoding-type"].(string)
	if kind != "anndata" && kind != "" {
		c.wrong("", "it holds a %s, not an AnnData", kind)
		return
	}
	if kind == "" {
		c.note("", "it was saved by an old anndata, without encodings: its arrays are read, their meaning is checked by opening it")
		if _, err := (elem.Reader{Lazy: true}).Read(c.ctx, root); err != nil {
			c.failed("", err)
		}
	}
	sizes := [2]int{-1, -1}
	for i, name := range []string{"obs", "var"} {
		e := c.open(root, name)
		if e == nil {
			c.wrong(name, "it is missing")
			continue
		}
		if shape := c.element(e); len(shape) > 0 {
			sizes[i] = shape[0]
		}
	}
	c.known(root, sizes)
	names, err := root.Children()
	if err != nil {
		c.failed("", err)
		return
	}
	for _, name := range names {
		if !slices.Contains([]string{"X", "obs", "var", "uns", "obsm", "varm", "layers", "obsp", "varp", "raw"}, name) {
			c.note(name, "it is no part of an AnnData")
			if e := c.open(root, name); e != nil {
				c.element(e)
			}
		}
	}
}

// known checks the parts of an AnnData but for obs and var, whose sizes are given.
func (c *checker) known(root store.Group, sizes [2]int) {
	if e := c.open(root, "X"); e != nil && e.kind != "null" {
		c.fits(e.path, c.element(e), sizes[:])
	}
	for _, part := range []struct {
		name string
		want []int
	}{
		{"layers", sizes[:]}, {"obsm", sizes[:1]}, {"varm", sizes[1:]}, {"obsp", []int{sizes[0], sizes[0]}}, {"varp", []int{sizes[1], sizes[1]}}, {"uns", nil},
	} {
		e := c.open(root, part.name)
		if e == nil {
			continue
		}
		if e.group == nil {
			c.wrong(e.path, "it is an array where a group of elements was expected")
			continue
		}
		for _, member := range c.members(e) {
			shape := c.element(member)
			if part.want != nil {
				c.fits(member.path, shape, part.want)
			}
		}
	}
	if raw := c.open(root, "raw"); raw != nil && raw.kind != "null" {
		c.raw(raw, sizes[0])
	}
}

func (c *checker) raw(raw *element, rows int) {
	if raw.group == nil {
		c.wrong(raw.path, "it is an array where a group was expected")
		return
	}
	columns := -1
	for _, name := range []string{"var", "X", "varm"} {
		e := c.open(raw.group, name)
		switch {
		case e == nil && name == "varm":
		case e == nil:
			c.wrong(raw.path, "%q is missing", name)
		case name == "var":
			if shape := c.element(e); len(shape) > 0 {
				columns = shape[0]
			}
		case name == "X":
			c.fits(e.path, c.element(e), []int{rows, columns})
		default:
			for _, member := range c.members(e) {
				c.fits(member.path, c.element(member), []int{columns})
			}
		}
	}
}

// fits checks the first sizes of a shape; -1 is not known.
func (c *checker) fits(path string, shape, want []int) {
	if shape == nil {
		return // it has none, or a finding already
	}
	for i, n := range want {
		if n >= 0 && (i >= len(shape) || shape[i] != n) {
			c.wrong(path, "its shape is %v, obs and var ask for %v", lazy.Shape(shape), wanted(want))
			return
		}
	}
}

func wanted(want []int) string {
	texts := make([]string, len(want))
	for i, n := range want {
		texts[i] = fmt.Sprint(n)
		if n < 0 {
			texts[i] = "…"
		}
	}
	return "(" + strings.Join(texts, ", ") + ")"
}

// members opens the members of a group.
func (c *checker) members(e *element) []*element {
	if e.group == nil {
		return nil
	}
	names, err := e.group.Children()
	if err != nil {
		c.failed(e.path, err)
		return nil
	}
	var out []*element
	for _, name := range names {
		if c.ctx.Err() != nil {
			return nil
		}
		if m := c.open(e.group, name); m != nil {
			out = append(out, m)
		}
	}
	return out
}

var errStop = errors.New("stop")
