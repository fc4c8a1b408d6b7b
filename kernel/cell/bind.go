package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// bindings are the earlier names which a cell can see.
type bindings struct {
	foreign map[types.Object]*symbol
	specs   []*ast.ImportSpec // earlier imports
}

// declare puts the earlier imports before the cell's declarations, and types that stand for earlier ones in parentheses: see shieldForeign.
func (b bindings) declare(p *program) {
	if len(b.specs) > 0 {
		gd := &ast.GenDecl{Tok: token.IMPORT}
		for _, s := range b.specs {
			gd.Specs = append(gd.Specs, s)
		}
		p.file.Decls = append([]ast.Decl{gd}, p.file.Decls...)
	}
	shieldForeign(p.file, p.declared)
}

// bind puts the earlier names that the cell mentions and doesn't declare into the scope of its package.
func (c *Compiler) bind(p *program, all []*source, pkg *types.Package) bindings {
	b := bindings{foreign: map[types.Object]*symbol{}}
	own := map[string]bool{}
	for _, s := range p.file.Imports {
		name := importName(s, c.tools)
		if p.vars[name] { // `json := json.Marshal(x)`: the variable hides the package from there on
			s.Name = &ast.Ident{NamePos: s.Pos(), Name: name + oldSuffix}
			continue
		}
		own[name] = true
	}
	add := func(name string) {
		sym := nativeSymbol(all, name)
		if sym == nil {
			sym = c.visible[name]
		}
		if sym == nil {
			sym = c.dotImported(name)
		}
		if sym == nil && name == mustName {
			sym = c.must()
		}
		switch {
		case sym == nil || p.declared[name] || own[name]:
		case sym.obj == nil:
			b.specs = append(b.specs, &ast.ImportSpec{Name: ast.NewIdent(name), Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(sym.path)}})
			own[name] = true
		default:
			b.foreign[sym.obj] = sym
			pkg.Scope().Insert(sym.obj)
			own[name] = true
		}
	}
	for _, s := range all {
		for name := range s.names {
			add(name)
		}
	}
	for name := range p.oldNames {
		sym := c.visible[name]
		if sym != nil && sym.obj == nil && !imported(p.file, name+oldSuffix) {
			b.specs = append(b.specs, &ast.ImportSpec{Name: ast.NewIdent(name + oldSuffix), Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(sym.path)}})
		}
		if sym != nil && sym.obj != nil {
			old := renamed(sym.obj, name+oldSuffix)
			b.foreign[old] = sym
			pkg.Scope().Insert(old)
		}
	}
	values := types.NewVar(token.NoPos, pkg, "", types.NewSlice(types.Universe.Lookup("any").Type()))
	sig := types.NewSignatureType(nil, nil, nil, types.NewTuple(values), nil, true)
	pkg.Scope().Insert(types.NewFunc(token.NoPos, pkg, resultName, sig))
	return b
}

// mustName is the predeclared function that unwraps a value and an error.
const mustName = "must"

// must is the symbol of rt.Must; nil when rt can't be loaded.
func (c *Compiler) must() *symbol {
	pkg, err := c.tools.Import(rtPath)
	if err != nil {
		return nil
	}
	f, ok := pkg.Scope().Lookup("Must").(*types.Func)
	if !ok {
		return nil
	}
	return &symbol{name: mustName, obj: renamed(f, mustName), path: rtPath, original: f.Name()}
}

// dotImported finds a name in the packages that earlier cells have imported with a dot.
func (c *Compiler) dotImported(name string) *symbol {
	if !token.IsExported(name) {
		return nil
	}
	for i := len(c.dotImports) - 1; i >= 0; i-- {
		pkg, err := c.tools.Import(c.dotImports[i])
		if err != nil {
			continue
		}
		if obj := pkg.Scope().Lookup(name); obj != nil {
			return &symbol{name: name, obj: obj, path: pkg.Path(), original: name}
		}
	}
	return nil
}

// renamed is obj under another name.
func renamed(obj types.Object, name string) types.Object {
	switch obj := obj.(type) {
	case *types.Var:
		return types.NewVar(obj.Pos(), obj.Pkg(), name, obj.Type())
	case *types.Const:
		return types.NewConst(obj.Pos(), obj.Pkg(), name, obj.Type(), obj.Val())
	case *types.Func:
		return types.NewFunc(obj.Pos(), obj.Pkg(), name, obj.Signature())
	}
	return types.NewTypeName(obj.Pos(), obj.Pkg(), name, obj.Type())
}

// imported reports whether a file imports something under a name of its own choice.
func imported(f *ast.File, name string) bool {
	for _, s := range f.Imports {
		if s.Name != nil && s.Name.Name == name {
			return true
		}
	}
	return false
}

// importName is the name by which an import is used; "" when the package isn't known.
func importName(s *ast.ImportSpec, imp types.Importer) string {
	if s.Name != nil {
		return s.Name.Name
	}
	p, err := imp.Import(importPath(s))
	if err != nil {
		return ""
	}
	return p.Name()
}

func importPath(s *ast.ImportSpec) string {
	path, _ := strconv.Unquote(s.Path.Value)
	return path
}
