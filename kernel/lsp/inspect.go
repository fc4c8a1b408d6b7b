package lsp

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
)

// localInspect tells what the name at an offset of a cell means, by what Go's type checker has made of the cell.
func localInspect(ctx context.Context, l *cell.Look, start, end int, detailed bool, d *docs) (Help, bool) {
	name := l.Text[start:end]
	a := &article{}
	obj := objectAt(l, start)
	if obj == nil {
		if n, ok := l.Names[name]; ok && n.Object != nil {
			obj = n.Object
		}
	}
	path := ""
	switch {
	case obj != nil:
		describe(ctx, a, l, obj, name, detailed, d)
	case l.Imports[name] != "":
		path = l.Imports[name]
	case l.Names[name].Import != "":
		path = l.Names[name].Import
	case types.Universe.Lookup(name) != nil:
		describe(ctx, a, l, types.Universe.Lookup(name), name, detailed, d)
	default:
		path = cell.KnownPackages()[name]
	}
	if path != "" {
		describePackage(ctx, a, name, path, d)
	}
	if a.code == "" {
		return Help{}, false
	}
	return a.help(), true
}

// objectAt returns what the identifier at an offset means; nil when that is unknown.
func objectAt(l *cell.Look, start int) types.Object {
	id := find(l, func(n *ast.Ident) bool {
		at, ok := l.Offset(n.Pos())
		return ok && at == start
	})
	if id == nil {
		return nil
	}
	if obj := l.Info.Uses[id]; obj != nil {
		return obj
	}
	return l.Info.Defs[id]
}

func describePackage(ctx context.Context, a *article, name, path string, d *docs) {
	a.code = fmt.Sprintf("import %q", path)
	if path[strings.LastIndexByte(path, '/')+1:] != name {
		a.code = fmt.Sprintf("import %s %q", name, path)
	}
	found, _ := d.find(ctx, path, "")
	a.doc, a.path = found.doc, path
}

// describe writes about an object.
func describe(ctx context.Context, a *article, l *cell.Look, obj types.Object, name string, detailed bool, d *docs) {
	if pn, ok := obj.(*types.PkgName); ok {
		describePackage(ctx, a, name, pn.Imported().Path(), d)
		return
	}
	a.code = declaration(l, obj)
	if obj.Pkg() == nil {
		found, _ := d.find(ctx, "builtin", name)
		if found.short != "" {
			a.code = found.short
		} else if found.source != "" {
			a.code = found.source
		}
		a.doc, a.path = found.doc, "builtin"
		return
	}
	if tn, ok := obj.(*types.TypeName); ok {
		a.also = methodsOf(l, tn)
	}
	if number, ok := l.Cell(obj); ok {
		if number > 0 {
			a.where = fmt.Sprintf("Cell [%d]", number)
			describeFromCell(a, l, obj, detailed)
		}
		return
	}
	a.where = obj.Pkg().Path()
	found, ok := d.find(ctx, obj.Pkg().Path(), pathIn(obj))
	if !ok {
		return
	}
	a.doc, a.path = found.doc, obj.Pkg().Path()
	if _, isType := obj.(*types.TypeName); isType && found.short != "" {
		a.code = found.short
	}
	if detailed {
		a.source = found.source
	}
}

// describeFromCell writes what the source of an earlier cell says.
func describeFromCell(a *article, l *cell.Look, obj types.Object, detailed bool) {
	path := pathIn(obj)
	owner, _, isMember := strings.Cut(path, ".")
	known := l.Names[owner]
	if !isMember && known.Object != obj || known.Object == nil || known.Object.Pkg() != obj.Pkg() {
		return // another one has that name by now
	}
	source := known.Source
	if isMember {
		found, _ := declarationIn([]byte("package p\n\n"+known.Source), path)
		a.doc, source = found.doc, found.source
	} else {
		a.doc = known.Doc
	}
	if _, isType := obj.(*types.TypeName); isType {
		if found, ok := declarationIn([]byte("package p\n\n"+known.Source), path); ok {
			a.code = found.source
		}
	}
	if detailed {
		a.source = source
	}
}

// pathIn is the name of an object in its package, a method's behind its type's.
func pathIn(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Func:
		if recv := obj.Signature().Recv(); recv != nil {
			if n := named(recv.Type()); n != nil {
				return n.Obj().Name() + "." + obj.Name()
			}
			return ownerOf(obj) + "." + obj.Name()
		}
	case *types.Var:
		if obj.IsField() {
			return ownerOf(obj.Origin()) + "." + obj.Name()
		}
	}
	if isMust(obj) {
		return "Must"
	}
	return obj.Name()
}

// isMust reports whether obj is the function must that every cell has.
func isMust(obj types.Object) bool {
	return obj.Name() == "must" && obj.Pkg() != nil && obj.Pkg().Path() != "main"
}

// ownerOf is the name of the type of its package that has a field or an interface's method.
func ownerOf(obj types.Object) string {
	scope := obj.Pkg().Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		switch t := tn.Type().Underlying().(type) {
		case *types.Struct:
			for i := range t.NumFields() {
				if t.Field(i) == obj {
					return name
				}
			}
		case *types.Interface:
			for i := range t.NumExplicitMethods() {
				if t.ExplicitMethod(i) == obj {
					return name
				}
			}
		}
	}
	return ""
}

func named(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

// declaration writes an object as Go declares it.
func declaration(l *cell.Look, obj types.Object) string {
	q := qualifier(l)
	switch obj := obj.(type) {
	case *types.Func:
		sig := strings.TrimPrefix(types.TypeString(obj.Signature(), q), "func")
		if recv := obj.Signature().Recv(); recv != nil {
			return fmt.Sprintf("func (%s) %s%s", types.TypeString(recv.Type(), q), obj.Name(), sig)
		}
		name := obj.Name()
		if _, ok := l.Cell(obj); !ok && !isMust(obj) {
			name = obj.Pkg().Name() + "." + name
		}
		return "func " + name + sig
	case *types.TypeName:
		if obj.IsAlias() {
			return fmt.Sprintf("type %s = %s", obj.Name(), types.TypeString(types.Unalias(obj.Type()), q))
		}
		return "type " + obj.Name() + typeParams(obj, q) + " " + spread(types.TypeString(obj.Type().Underlying(), q))
	case *types.Const:
		t := types.TypeString(obj.Type(), q) + " "
		if b, ok := obj.Type().(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
			t = ""
		}
		return fmt.Sprintf("const %s %s= %s", obj.Name(), t, obj.Val())
	case *types.Var:
		kind := "var"
		if obj.IsField() {
			kind = "field"
		}
		return fmt.Sprintf("%s %s %s", kind, obj.Name(), types.TypeString(obj.Type(), q))
	}
	return types.ObjectString(obj, q)
}

func typeParams(obj *types.TypeName, q types.Qualifier) string {
	n := named(obj.Type())
	if n == nil || n.TypeParams().Len() == 0 {
		return ""
	}
	var list []string
	for i := range n.TypeParams().Len() {
		p := n.TypeParams().At(i)
		list = append(list, p.Obj().Name()+" "+types.TypeString(p.Constraint(), q))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// spread puts the fields of a struct, or the methods of an interface, on lines of their own.
func spread(t string) string {
	for _, kind := range []string{"struct{", "interface{"} {
		inner, ok := strings.CutPrefix(t, kind)
		if !ok || !strings.HasSuffix(inner, "}") || strings.ContainsAny(inner[:len(inner)-1], "{}\"`") || len(inner) == 1 {
			continue
		}
		return strings.TrimSuffix(kind, "{") + " {\n\t" + strings.ReplaceAll(inner[:len(inner)-1], "; ", "\n\t") + "\n}"
	}
	return t
}

// methodsOf lists the methods of a type as they are declared.
func methodsOf(l *cell.Look, tn *types.TypeName) []string {
	t := tn.Type()
	if types.IsInterface(t) {
		return nil
	}
	var out []string
	set := types.NewMethodSet(types.NewPointer(t))
	for i := range set.Len() {
		if f, ok := set.At(i).Obj().(*types.Func); ok && reachable(l, f) {
			out = append(out, declaration(l, f))
		}
	}
	return out
}
