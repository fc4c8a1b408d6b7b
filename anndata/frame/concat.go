package frame

import (
	"fmt"
	"slices"
)

// Join says which columns (or names) survive when tables are put together.
type Join uint8

// The joins.
const (
	Inner Join = iota // those that all have
	Outer             // those that any has, missing where absent
)

// String is "inner" or "outer".
func (j Join) String() string {
	if j == Outer {
		return "outer"
	}
	return "inner"
}

// Concat puts frames under one another. Columns of one name are brought to a common type: numbers to the type that holds them
// all, categoricals to the union of their categories in natural order (ordered ones stay ordered only when their categories are the same), and
// rows that lack a column of an outer join are missing: NaN, masked or code -1.
func Concat(join Join, frames ...*Frame) (*Frame, error) {
	if len(frames) == 0 {
		return nil, fmt.Errorf("frame.Concat: nothing to put together")
	}
	total := 0
	for i, f := range frames {
		if f == nil {
			return nil, fmt.Errorf("frame.Concat: frame %d is nil", i)
		}
		if f.err != nil {
			return nil, fmt.Errorf("frame.Concat: frame %d: %w", i, f.err)
		}
		total += f.NRows()
	}
	var cols []*Series
	for _, name := range joined(join, frames) {
		parts := make([]part, len(frames))
		for i, f := range frames {
			parts[i] = part{rows: f.NRows()}
			if at, ok := f.at[name]; ok {
				if err := f.cols[at].Load(); err != nil {
					return nil, fmt.Errorf("frame.Concat: frame %d: %w", i, err)
				}
				parts[i].data = f.cols[at].vector()
			}
		}
		v, err := stack(parts, total)
		if err != nil {
			return nil, fmt.Errorf("frame.Concat: column %q: %w", name, err)
		}
		cols = append(cols, &Series{name: name, data: v})
	}
	names := make([]string, 0, total)
	for _, f := range frames {
		names = append(names, f.Index()...)
	}
	return build(names, "", cols), nil
}

func joined(join Join, frames []*Frame) []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range frames {
		for _, name := range f.Columns() {
			if seen[name] {
				continue
			}
			seen[name] = true
			everywhere := !slices.ContainsFunc(frames, func(g *Frame) bool { return !g.Has(name) })
			if join == Outer || everywhere {
				out = append(out, name)
			}
		}
	}
	return out
}

// part is the column of one frame; data is nil when that frame lacks it.
type part struct {
	data vector
	rows int
}

func stack(parts []part, total int) (vector, error) {
	var present []vector
	absent := false
	for _, p := range parts {
		if p.data == nil {
			absent = absent || p.rows > 0
		} else {
			present = append(present, p.data)
		}
	}
	if len(present) == 1 && !absent {
		return present[0], nil
	}
	if slices.ContainsFunc(present, isCategory) {
		if v, ok := stackCategories(parts, present, total); ok {
			return v, nil
		}
		parts = decoded(parts)
		present = present[:0]
		for _, p := range parts {
			if p.data != nil {
				present = append(present, p.data)
			}
		}
	}
	return stackPlain(parts, present, absent, total)
}

func isCategory(v vector) bool { return v.kind() == CategoricalKind }

// decoded turns categoricals into the plain or nullable values they stand for.
func decoded(parts []part) []part {
	out := slices.Clone(parts)
	for i, p := range parts {
		c, ok := p.data.(category)
		if !ok {
			continue
		}
		v, err := storage(c.raw())
		if err != nil {
			continue
		}
		if v.kind() != FloatKind {
			if mask := missingMask(c); mask != nil {
				v = masked{v, mask}
			}
		}
		out[i].data = v
	}
	return out
}

// missingMask is true where a value is missing, or nil when none is.
func missingMask(v vector) []bool {
	var mask []bool
	for i := range v.length() {
		if v.missing(i) {
			if mask == nil {
				mask = make([]bool, v.length())
			}
			mask[i] = true
		}
	}
	return mask
}

// stackPlain stacks columns that are not categorical.
func stackPlain(parts []part, present []vector, absent bool, total int) (vector, error) {
	var names []string
	anyMask, allMask := false, true
	family := ""
	for _, v := range present {
		inner := v
		if m, ok := v.(masked); ok {
			inner, anyMask = m.values, true
		} else {
			allMask = false
		}
		this := "number"
		switch inner.kind() {
		case BoolKind:
			this = "bool"
		case StringKind:
			this = "string"
		}
		if family != "" && this != family {
			return nil, fmt.Errorf("holds %s in one frame and %s in another; convert one of them first", present[0].dtype(), v.dtype())
		}
		family = this
		names = append(names, inner.dtype())
	}
	target := promote(names)
	float := target == "float64" || target == "float32"
	needMask := anyMask || absent
	if family == "number" && absent && !allMask && !float {
		target, float = "float64", true
	}
	var mask []bool
	if needMask && !float {
		mask = make([]bool, 0, total)
		for _, p := range parts {
			for i := range p.rows {
				mask = append(mask, p.data == nil || p.data.missing(i))
			}
		}
	}
	values := fill(target, parts, total)
	if mask != nil {
		return masked{values, mask}, nil
	}
	return values, nil
}
