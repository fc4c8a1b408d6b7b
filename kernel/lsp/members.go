package lsp

import (
	"go/types"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
)

// reachable reports whether a cell can write the name of obj: it is exported, or declared by a cell.
func reachable(l *cell.Look, obj types.Object) bool {
	if obj.Exported() {
		return true
	}
	_, ok := l.Cell(obj)
	return ok || obj.Pkg() != nil && obj.Pkg() == l.Package
}

// match describes an object.
func match(l *cell.Look, obj types.Object) Match {
	m := Match{Text: obj.Name(), Detail: types.TypeString(obj.Type(), qualifier(l))}
	switch obj := obj.(type) {
	case *types.Func:
		m.Kind = "function"
		if obj.Signature().Recv() != nil {
			m.Kind = "method"
		}
	case *types.Var:
		m.Kind = "var"
		if obj.IsField() {
			m.Kind = "field"
		}
	case *types.Const:
		m.Kind = "const"
	case *types.TypeName:
		m.Kind = "type"
		m.Detail = kindOf(obj)
	case *types.PkgName:
		m.Kind, m.Detail = "package", obj.Imported().Path()
	case *types.Label:
		m.Kind, m.Detail = "label", ""
	}
	return m
}

// kindOf says of a type in a word what it is.
func kindOf(obj *types.TypeName) string {
	switch obj.Type().Underlying().(type) {
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	}
	s := types.TypeString(obj.Type().Underlying(), (*types.Package).Name)
	if len(s) > 60 {
		s, _, _ = strings.Cut(s, "{")
	}
	return s
}

// qualifier writes the names of cells bare and those of packages behind the package's name.
func qualifier(l *cell.Look) types.Qualifier {
	return func(pkg *types.Package) string {
		if pkg.Path() == l.Package.Path() {
			return ""
		}
		return pkg.Name()
	}
}

func packageMembers(l *cell.Look, pkg *types.Package) []Match {
	var out []Match
	for _, name := range pkg.Scope().Names() {
		if obj := pkg.Scope().Lookup(name); obj.Exported() {
			out = append(out, match(l, obj))
		}
	}
	return out
}

// members are the fields and methods of a value of type t, or of the type itself.
func members(l *cell.Look, t types.Type, isType bool) []Match {
	var out []Match
	if !isType {
		out = sorted(fields(l, t))
	}
	set := t
	if _, pointer := types.Unalias(t).(*types.Pointer); !pointer && !types.IsInterface(t) {
		set = types.NewPointer(t)
	}
	methods := types.NewMethodSet(set)
	var found []Match
	for i := range methods.Len() {
		if f := methods.At(i).Obj(); reachable(l, f) {
			m := match(l, f)
			m.Kind = "method"
			found = append(found, m)
		}
	}
	return append(out, sorted(found)...)
}

// fields are the fields of a struct, and those of the structs that it embeds where no nearer one hides them.
func fields(l *cell.Look, t types.Type) []Match {
	var out []Match
	seen := map[string]bool{}
	visited := map[types.Type]bool{}
	for level := []types.Type{t}; len(level) > 0; {
		var next []types.Type
		var here []string
		for _, t := range level {
			if p, ok := t.Underlying().(*types.Pointer); ok {
				t = p.Elem()
			}
			st, ok := t.Underlying().(*types.Struct)
			if !ok || visited[t] {
				continue
			}
			visited[t] = true
			for i := range st.NumFields() {
				f := st.Field(i)
				if !seen[f.Name()] && reachable(l, f) {
					out = append(out, match(l, f))
				}
				here = append(here, f.Name())
				if f.Embedded() {
					next = append(next, f.Type())
				}
			}
		}
		for _, name := range here {
			seen[name] = true
		}
		level = next
	}
	return out
}
