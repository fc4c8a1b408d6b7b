package cell

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

var qualifiedMain = regexp.MustCompile(`\bmain\.(\pL|_)`)

// checked is a cell that Go's type checker has accepted.
type checked struct {
	*program
	src     *source
	all     []*source
	pkg     *cellPkg
	info    *types.Info
	foreign map[types.Object]*symbol // the names of earlier cells that it may use
	unused  map[token.Pos]bool       // local variables that nobody uses
	imports []importUse
	changed []string        // types of earlier cells that this cell declares anew or adds methods to
	carried map[string]bool // functions and types of earlier cells that are compiled anew for a new type
	left    map[string]bool // those that could not be
}

// importUse is an import of a cell, or one it takes over from an earlier cell.
type importUse struct {
	name string // "." and "_" too
	path string
	used bool
	own  bool
}

// bindings are the earlier names which a cell can see.
type bindings struct {
	foreign map[types.Object]*symbol
	specs   []*ast.ImportSpec // earlier imports
}

// bind puts the earlier names that the cell mentions and doesn't declare into the scope of its package.
func (c *Compiler) bind(p *program, all []*source, pkg *types.Package) bindings {
	b := bindings{foreign: map[types.Object]*symbol{}}
	own := map[string]bool{}
	for _, s := range p.file.Imports {
		own[importName(s, c.tools)] = true
	}
	add := func(name string) {
		sym := c.visible[name]
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
		if sym := c.visible[name]; sym != nil && sym.obj != nil {
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

// check type-checks a cell. The packages that it imports must be resolved.
func (c *Compiler) check(src *source, carried []*source, pkg *cellPkg) (*checked, error) {
	p := hoist(src, carried)
	all := append(append([]*source{}, carried...), src)
	pkg.types = types.NewPackage(cellPath, "main")
	pkg.fields = map[*types.Var]*structType{}
	b := c.bind(p, all, pkg.types)
	ch := &checked{program: p, src: src, all: all, pkg: pkg, foreign: b.foreign, unused: map[token.Pos]bool{}}
	ch.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
	}
	if len(b.specs) > 0 {
		gd := &ast.GenDecl{Tok: token.IMPORT}
		for _, s := range b.specs {
			gd.Specs = append(gd.Specs, s)
		}
		p.file.Decls = append([]ast.Decl{gd}, p.file.Decls...)
	}
	shieldForeign(p.file, p.declared)
	var faults []types.Error
	conf := types.Config{
		GoVersion: c.tools.lang, Importer: c.tools, Sizes: types.SizesFor("gc", runtime.GOARCH),
		Error: func(err error) {
			var te types.Error
			if errors.As(err, &te) {
				faults = append(faults, te)
			}
		},
	}
	if err := runChecker(types.NewChecker(&conf, c.fset, pkg.types, ch.info), p.file); err != nil {
		p.restoreNames()
		return nil, &Error{Name: "BuildError", Number: src.number, Diags: []Diag{{Msg: err.Error()}}}
	}
	notUsed := ch.sortFaults(faults)
	p.restoreNames()
	if len(p.diags) > 0 {
		c.hints(p, all)
		return nil, &Error{Name: "CompileError", Number: src.number, Diags: inOrder(p.diags)}
	}
	ch.listImports(b.specs, notUsed, c.tools)
	return ch, nil
}

// shieldForeign puts parentheses around the right side of `type a b` when b is an earlier cell's: the type checker, looking for
// cycles, wants to find the declaration of every bare name in the same package.
func shieldForeign(file *ast.File, declared map[string]bool) {
	for _, d := range file.Decls {
		gd, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gd.Specs {
			ts, ok := spec.(*ast.TypeSpec)
			if !ok {
				continue
			}
			if id, ok := ts.Type.(*ast.Ident); ok && !declared[id.Name] {
				ts.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End() - 1}
			}
		}
	}
}

// runChecker checks a file. What the type checker finds it tells the configuration's Error function; the error is a
// panic of the type checker itself.
func runChecker(checker *types.Checker, file *ast.File) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("Go's type checker failed on this cell: %v", p)
		}
	}()
	_ = checker.Files([]*ast.File{file})
	return nil
}

// sortFaults keeps what the user has to mend. Variables and imports that nobody uses are noted instead. It returns the
// places of unused imports.
func (ch *checked) sortFaults(faults []types.Error) map[token.Pos]bool {
	notUsed := map[token.Pos]bool{}
	for _, f := range faults {
		switch {
		case strings.HasPrefix(f.Msg, "\t"):
		case f.Soft && strings.Contains(f.Msg, "declared and not used"):
			ch.unused[f.Pos] = true
		case f.Soft && strings.Contains(f.Msg, "imported") && strings.Contains(f.Msg, "not used"):
			notUsed[f.Pos] = true
		case strings.HasPrefix(f.Msg, "initialization cycle"):
			// A cell's variables are set in the order of its statements, not in that of their dependencies.
		case ch.isVoidResult(f):
		case strings.HasPrefix(f.Msg, "implicit assignment to unexported field"):
			ch.checkElement(f)
		default:
			src := ch.sourceAt(f.Pos)
			if src == nil {
				ch.diags = append(ch.diags, Diag{Msg: plain(f.Msg)})
				continue
			}
			ch.fault(src, f.Pos, plain(f.Msg))
		}
	}
	return notUsed
}

// isVoidResult recognises the complaint that the cell's last call has no value to show.
func (ch *checked) isVoidResult(f types.Error) bool {
	if !strings.HasSuffix(f.Msg, "(no value) used as value") || len(ch.steps) == 0 {
		return false
	}
	list := ch.steps[len(ch.steps)-1].list
	if len(list) != 1 {
		return false
	}
	_, call := ast.Unparen(list[0]).(*ast.CallExpr)
	return call && f.Pos == list[0].Pos()
}

// checkElement looks at an element of an unkeyed literal that sets an unexported field. The type checker refuses it when the
// type is an earlier cell's, and goes on without looking whether the value fits.
func (ch *checked) checkElement(f types.Error) {
	src := ch.sourceAt(f.Pos)
	if src == nil {
		return
	}
	ast.Inspect(ch.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		st, _, _, _ := structOf(ch.info.Types[lit].Type)
		if st == nil {
			return true
		}
		for i, e := range lit.Elts {
			if e.Pos() != f.Pos || i >= st.NumFields() {
				continue
			}
			field, v := st.Field(i), ch.info.Types[e]
			if field.Pkg() == nil || field.Pkg().Path() != cellPath {
				ch.fault(src, f.Pos, plain(f.Msg))
			} else if v.Type != nil && !types.AssignableTo(v.Type, field.Type()) {
				msg := fmt.Sprintf("cannot use %s as %s value in struct literal", types.ExprString(e), types.TypeString(field.Type(), (*types.Package).Name))
				ch.fault(src, f.Pos, plain(msg))
			}
		}
		return true
	})
}

// sourceAt returns the source that a position lies in, nil when it lies in none.
func (ch *checked) sourceAt(pos token.Pos) *source {
	if !pos.IsValid() {
		return nil
	}
	name := ch.src.fset.PositionFor(pos, false).Filename
	for _, s := range ch.all {
		if s.fileName() == name {
			return s
		}
	}
	return nil
}

func (ch *checked) listImports(taken []*ast.ImportSpec, notUsed map[token.Pos]bool, imp types.Importer) {
	for _, s := range ch.src.imports {
		ch.imports = append(ch.imports, importUse{importName(s, imp), importPath(s), !notUsed[s.Pos()], true})
	}
	used := map[string]bool{}
	for _, obj := range ch.info.Uses {
		if pn, ok := obj.(*types.PkgName); ok {
			used[pn.Name()] = true
		}
	}
	for _, s := range taken {
		name, path := s.Name.Name, importPath(s)
		ch.imports = append(ch.imports, importUse{name, path, used[name], false})
	}
}
