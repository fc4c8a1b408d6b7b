package cell

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"runtime"
)

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

	compiled string // the path that compiled code imports
}

// importPaths are the packages that the cell needs, by its own imports and by those of earlier cells.
func (ch *checked) importPaths() []string {
	var out []string
	for _, im := range ch.imports {
		if im.used {
			out = append(out, im.path)
		}
	}
	return out
}

// check type-checks a cell. The packages that it imports must be resolved.
func (c *Compiler) check(src *source, carried []*source, pkg *cellPkg) (*checked, error) {
	p := hoist(src, carried)
	all := append(append([]*source{}, carried...), src)
	pkg.types = types.NewPackage(cellPath, "main")
	pkg.fields, pkg.made, pkg.own = map[*types.Var]*structType{}, map[*types.TypeName]types.Type{}, nil
	b := c.bind(p, all, pkg.types)
	ch := &checked{program: p, src: src, all: all, pkg: pkg, foreign: b.foreign, unused: map[token.Pos]bool{}}
	ch.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
	}
	b.declare(p)
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

// compiledPath is the path of the package that an importer has under another one.
func compiledPath(path string, imp types.Importer) string {
	if p, err := imp.Import(path); err == nil {
		return p.Path()
	}
	return path
}

func (ch *checked) listImports(taken []*ast.ImportSpec, notUsed map[token.Pos]bool, imp types.Importer) {
	for _, s := range ch.src.imports {
		ch.imports = append(ch.imports, importUse{importName(s, imp), importPath(s), !notUsed[s.Pos()], true, compiledPath(importPath(s), imp)})
	}
	used := map[string]bool{}
	for _, obj := range ch.info.Uses {
		if pn, ok := obj.(*types.PkgName); ok {
			used[pn.Name()] = true
		}
	}
	for _, s := range taken {
		name, path := s.Name.Name, importPath(s)
		ch.imports = append(ch.imports, importUse{name, path, used[name], false, compiledPath(path, imp)})
	}
}
