package inspect

import (
	"strings"

	"github.com/lazycell/lazycell/io/store"
)

// element checks an element and gives its shape: that of an array or sparse matrix, (rows, columns) of a dataframe; nil when it has none or it could not be found out.
func (c *checker) element(e *element) []int {
	if c.ctx.Err() != nil {
		return nil
	}
	switch e.kind {
	case "dataframe":
		return c.frame(e)
	case "csr_matrix", "csc_matrix":
		return c.sparse(e)
	case "categorical":
		return c.categorical(e)
	case "nullable-integer", "nullable-boolean", "nullable-string-array":
		return c.nullable(e)
	case "awkward-array":
		for _, m := range c.members(e) {
			c.element(m)
		}
		if n, ok := e.attributes["length"].(int64); ok {
			return []int{int(n)}
		}
		c.wrong(e.path, "awkward-array without a length")
		return nil
	case "", "array", "string-array", "rec-array", "numeric-scalar", "string", "null", "dict", "raw", "anndata":
	default:
		c.note(e.path, "the encoding %s is not known here: what is in it was read, not understood", strings.TrimSpace(e.kind+" "+e.version))
	}
	if e.group != nil {
		for _, m := range c.members(e) {
			c.element(m)
		}
		return nil
	}
	if e.kind != "null" {
		c.values(e.path, e.array, nil)
	}
	return e.array.Shape()
}

// part opens a member of an element that has to be an array of one axis, nil after a finding.
func (c *checker) part(e *element, name string) store.Array {
	if e.group == nil {
		c.wrong(e.path, "%s is an array where a group was expected", e.kind)
		return nil
	}
	p := c.open(e.group, name)
	switch {
	case p == nil:
		if kind, err := e.group.Kind(name); err == nil && kind == store.Missing {
			c.wrong(e.path, "%s without %q", e.kind, name)
		}
		return nil
	case p.array == nil:
		c.wrong(p.path, "it is a group where an array was expected")
		return nil
	case len(p.array.Shape()) != 1:
		c.wrong(p.path, "it has %d axes where one was expected", len(p.array.Shape()))
		return nil
	}
	return p.array
}

// frame checks a dataframe: that all columns are there and of one length, and the names of its rows.
func (c *checker) frame(e *element) []int {
	if e.group == nil {
		c.wrong(e.path, "dataframe is an array where a group was expected")
		return nil
	}
	index, _ := e.attributes["_index"].(string)
	columns, ok := e.attributes["column-order"].([]string)
	if !ok {
		if list, isList := e.attributes["column-order"].([]float64); !isList || len(list) > 0 {
			c.wrong(e.path, "dataframe without a list of names in the attribute column-order")
		}
	}
	if index == "" {
		c.wrong(e.path, "dataframe without the attribute _index")
		return nil
	}
	rows := -1
	if i := c.open(e.group, index); i == nil {
		c.wrong(e.path, "the index %q is missing", index)
	} else if shape := c.element(i); len(shape) == 1 {
		rows = shape[0]
		if i.array != nil && i.array.Type().IsString() {
			c.unique(e.path, i.array)
		}
	}
	seen := map[string]bool{index: true}
	for _, name := range columns {
		if seen[name] {
			if name != index {
				c.wrong(e.path, "the column %q is listed twice", name)
			}
			continue
		}
		seen[name] = true
		folder, last := e.group, name
		if i := strings.LastIndexByte(name, '/'); i >= 0 { // h5py takes a slash for a path
			for _, step := range strings.Split(name[:i], "/") {
				next, err := folder.Group(step)
				if err != nil {
					folder = nil
					break
				}
				folder = next
			}
			last = name[i+1:]
		}
		var m *element
		if folder != nil {
			m = c.open(folder, last)
		}
		if m == nil {
			c.wrong(e.path, "the column %q is missing", name)
			continue
		}
		if shape := c.element(m); shape != nil && rows >= 0 && (len(shape) < 1 || shape[0] != rows) {
			c.wrong(m.path, "the column has shape %v, the index %d rows", shape, rows)
		}
	}
	if rows < 0 {
		return nil
	}
	return []int{rows, len(columns)}
}

// unique takes note of row names that occur more than once.
func (c *checker) unique(path string, index store.Array) {
	n := index.Shape()[0]
	data, err := index.ReadRegion(c.ctx, []int{0}, []int{n})
	names, ok := data.([]string)
	if err != nil || !ok {
		return // a finding already
	}
	seen := make(map[string]struct{}, len(names))
	twice, first := 0, ""
	for _, name := range names {
		if _, ok := seen[name]; ok {
			if twice++; twice == 1 {
				first = name
			}
		}
		seen[name] = struct{}{}
	}
	if twice > 0 {
		c.note(path, "%d of %d names occur before, the first is %q", twice, n, first)
	}
}

// categorical checks that every code has a category.
func (c *checker) categorical(e *element) []int {
	codes := c.part(e, "codes")
	if codes == nil {
		return nil
	}
	categories := -1
	if m := c.open(e.group, "categories"); m == nil {
		c.wrong(e.path, "categorical without %q", "categories")
	} else if shape := c.element(m); len(shape) > 0 {
		categories = shape[0]
		if m.array != nil && m.array.Type().IsString() {
			c.categories(m)
		}
	}
	if d, ok := codes.Type().DType(); !ok || !d.IsInteger() {
		c.wrong(e.path, "its codes are of type %v", codes.Type())
		return codes.Shape()
	}
	bad := false
	c.values(e.path+"/codes", codes, func(at int, data any) error {
		least, most, where := span(data)
		if categories >= 0 && (least < -1 || most >= int64(categories)) {
			v := most
			if least < -1 {
				v = least
			}
			if !bad {
				c.wrong(e.path, "code %d of row %d has no category: there are %d", v, at+where(v), categories)
			}
			bad = true
			return errStop
		}
		return nil
	})
	return codes.Shape()
}

// categories checks that no category is there twice.
func (c *checker) categories(m *element) {
	data, err := m.array.ReadRegion(c.ctx, make([]int, len(m.array.Shape())), m.array.Shape())
	names, ok := data.([]string)
	if err != nil || !ok {
		return // a finding already
	}
	seen := make(map[string]bool, len(names))
	for i, name := range names {
		if seen[name] {
			c.wrong(m.path, "category %d, %q, is there twice", i, name)
			return
		}
		seen[name] = true
	}
}

// nullable checks that values and mask fit each other.
func (c *checker) nullable(e *element) []int {
	values, mask := c.part(e, "values"), c.part(e, "mask")
	for _, p := range []struct {
		name  string
		array store.Array
	}{{"values", values}, {"mask", mask}} {
		if p.array != nil {
			c.values(e.path+"/"+p.name, p.array, nil)
		}
	}
	if values == nil || mask == nil {
		return nil
	}
	if mask.Type().String() != "bool" {
		c.wrong(e.path, "its mask is of type %v", mask.Type())
	}
	if v, m := values.Shape()[0], mask.Shape()[0]; v != m {
		c.wrong(e.path, "%d values and a mask of %d", v, m)
	}
	return values.Shape()
}
