package anndata

import (
	"fmt"
	"strconv"
	"strings"
)

// Outline is what an AnnData has, without its values: the shape, and the keys of every part that has any.
type Outline struct {
	View  bool   `json:"view,omitempty"`
	NObs  int    `json:"n_obs"`
	NVars int    `json:"n_vars"`
	Parts []Part `json:"parts"`
}

// Part is the keys of one part of an AnnData: the columns of obs and var, the names of the elements of the others.
type Part struct {
	Name string   `json:"name"`
	Keys []string `json:"keys"`
}

// Outline is what the object has. Nothing is computed.
func (a *AnnData) Outline() Outline {
	o := Outline{View: a.IsView(), NObs: a.NObs(), NVars: a.NVars()}
	if a.err != nil {
		return o
	}
	for _, part := range []Part{
		{"obs", a.source().annot[obsAxis].Columns()},
		{"var", a.source().annot[varAxis].Columns()},
		{"uns", a.unsKeys()},
		{"obsm", a.Obsm().Keys()},
		{"varm", a.Varm().Keys()},
		{"layers", a.Layers().Keys()},
		{"obsp", a.Obsp().Keys()},
		{"varp", a.Varp().Keys()},
	} {
		if len(part.Keys) > 0 {
			o.Parts = append(o.Parts, part)
		}
	}
	return o
}

// String is the summary that Python's anndata prints: the shape, and the keys of every part that has any.
func (a *AnnData) String() string {
	if a.err != nil {
		return "AnnData with error: " + a.err.Error()
	}
	return a.Outline().String()
}

// String is the outline as Python's anndata prints it.
func (o Outline) String() string {
	var b strings.Builder
	if o.View {
		b.WriteString("View of ")
	}
	fmt.Fprintf(&b, "AnnData object with n_obs × n_vars = %d × %d", o.NObs, o.NVars)
	for _, part := range o.Parts {
		quoted := make([]string, len(part.Keys))
		for i, k := range part.Keys {
			quoted[i] = quote(k)
		}
		fmt.Fprintf(&b, "\n    %s: %s", part.Name, strings.Join(quoted, ", "))
	}
	return b.String()
}

// source is the object that holds the data: the parent of a view, or the object itself.
func (a *AnnData) source() *AnnData {
	if a.parent != nil {
		return a.parent
	}
	return a
}

func (a *AnnData) unsKeys() []string {
	if a.uns == nil && a.parent != nil {
		return a.parent.uns.Keys()
	}
	return a.uns.Keys()
}

// quote writes a string as Python's repr does: in single quotes unless it holds one and no double quote.
func quote(s string) string {
	mark := `'`
	if strings.Contains(s, `'`) && !strings.Contains(s, `"`) {
		mark = `"`
	}
	var b strings.Builder
	b.WriteString(mark)
	for _, r := range s {
		switch {
		case r == '\\' || string(r) == mark:
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case !strconv.IsPrint(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case !strconv.IsPrint(r) && r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		case !strconv.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + mark
}
