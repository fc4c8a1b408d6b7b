package lsp

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
)

// localComplete completes by what Go's type checker has made of a cell.
func localComplete(l *cell.Look, cur *cursor, load func(path string) (*types.Package, error)) []Match {
	switch {
	case cur.path:
		return matching(importPaths(), pathPrefix(cur))
	case cur.quiet:
		return nil
	case cur.member:
		return matching(localMembers(l, cur), cur.prefix())
	}
	all := append(literalFields(l, cur), inScope(l, cur)...)
	all = append(all, sessionNames(l, load)...)
	if cur.prefix() != "" {
		all = append(all, everywhere()...)
	}
	return matching(all, cur.prefix())
}

// pathPrefix is the path of an import as far as it is typed.
func pathPrefix(cur *cursor) string {
	before := cur.text[:cur.offset]
	return before[strings.LastIndexAny(before, "\"`")+1:]
}

func importPaths() []Match {
	var out []Match
	for _, path := range slices.Sorted(maps.Values(cell.KnownPackages())) {
		out = append(out, Match{Text: path, Kind: "package"})
	}
	return out
}

// localMembers are the members of what stands before the dot.
func localMembers(l *cell.Look, cur *cursor) []Match {
	sel := find(l, func(n *ast.SelectorExpr) bool {
		start, ok := l.Offset(n.Sel.Pos())
		return ok && start == cur.start
	})
	if sel == nil {
		return nil
	}
	if id, ok := ast.Unparen(sel.X).(*ast.Ident); ok {
		if pn, ok := l.Info.Uses[id].(*types.PkgName); ok {
			return packageMembers(l, pn.Imported())
		}
	}
	tv, ok := l.Info.Types[sel.X]
	if !ok || tv.Type == nil {
		return nil
	}
	return members(l, tv.Type, tv.IsType())
}

// find returns the innermost node of the cell that satisfies a condition, nil when there is none.
func find[N ast.Node](l *cell.Look, is func(N) bool) (found N) {
	for _, tree := range l.Trees {
		ast.Inspect(tree, func(n ast.Node) bool {
			if x, ok := n.(N); ok && is(x) {
				found = x
			}
			return true
		})
	}
	return found
}

// literalFields are the fields of the struct literal in which the name of a field may stand at the cursor.
func literalFields(l *cell.Look, cur *cursor) []Match {
	before := strings.TrimRight(cur.text[:cur.start], " \t\r\n")
	if !strings.HasSuffix(before, "{") && !strings.HasSuffix(before, ",") {
		return nil
	}
	lit := find(l, func(n *ast.CompositeLit) bool {
		open, ok := l.Offset(n.Lbrace)
		end, _ := l.Offset(n.End())
		return ok && open < cur.start && cur.offset <= end
	})
	if lit == nil {
		return nil
	}
	t := l.Info.Types[lit].Type
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	set := map[string]bool{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				set[id.Name] = true
			}
		}
	}
	var out []Match
	for i := range st.NumFields() {
		if f := st.Field(i); reachable(l, f) && !set[f.Name()] {
			out = append(out, match(l, f))
		}
	}
	return out
}

// inScope are the names that the cell itself declares, those of inner blocks first.
func inScope(l *cell.Look, cur *cursor) []Match {
	type block struct {
		scope *types.Scope
		size  int
	}
	var blocks []block
	for node, scope := range l.Info.Scopes {
		if _, file := node.(*ast.File); file {
			continue
		}
		from, ok := l.Offset(scope.Pos())
		to, ok2 := l.Offset(scope.End())
		if ok && ok2 && from <= cur.start && cur.start <= to {
			blocks = append(blocks, block{scope, to - from})
		}
	}
	sort.Slice(blocks, func(i, j int) bool { return blocks[i].size < blocks[j].size })
	var out []Match
	for _, b := range blocks {
		var here []Match
		for _, name := range b.scope.Names() {
			obj := b.scope.Lookup(name)
			if at, ok := l.Offset(obj.Pos()); ok && at < cur.start {
				here = append(here, match(l, obj))
			}
		}
		out = append(out, here...)
	}
	for _, name := range l.Package.Scope().Names() {
		obj := l.Package.Scope().Lookup(name)
		if at, ok := l.Offset(obj.Pos()); obj.Pkg() == l.Package && ok && at != cur.start {
			out = append(out, match(l, obj))
		}
	}
	return out
}

// sessionNames are the names of earlier cells and of imports.
func sessionNames(l *cell.Look, load func(path string) (*types.Package, error)) []Match {
	var out []Match
	for _, name := range slices.Sorted(maps.Keys(l.Imports)) {
		out = append(out, Match{name, "package", l.Imports[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(l.Names)) {
		if n := l.Names[name]; n.Object != nil {
			m := match(l, n.Object)
			m.Text = name
			out = append(out, m)
		} else {
			out = append(out, Match{name, "package", n.Import})
		}
	}
	for _, path := range l.DotImports {
		if pkg, err := load(path); err == nil {
			out = append(out, packageMembers(l, pkg)...)
		}
	}
	return out
}

// everywhere are the names that every Go program has, and the packages that cells may use without importing them.
func everywhere() []Match {
	var out []Match
	for _, name := range types.Universe.Names() {
		kind := "type"
		switch types.Universe.Lookup(name).(type) {
		case *types.Builtin:
			kind = "function"
		case *types.Const, *types.Nil:
			kind = "const"
		}
		out = append(out, Match{Text: name, Kind: kind})
	}
	for tok := token.BREAK; tok <= token.VAR; tok++ {
		if tok.IsKeyword() {
			out = append(out, Match{Text: tok.String(), Kind: "keyword"})
		}
	}
	known := cell.KnownPackages()
	for _, name := range slices.Sorted(maps.Keys(known)) {
		out = append(out, Match{name, "package", known[name]})
	}
	return out
}
