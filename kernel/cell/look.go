package cell

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// Look is a cell that is still being written, as far as it can be understood. It serves completion and inspection: what its
// identifiers mean, what its expressions are, and the names that it sees.
type Look struct {
	Text       string
	Parts      []Part
	Info       *types.Info
	Package    *types.Package    // holds what the cell declares at top level, and the earlier names that it mentions
	Imports    map[string]string // the cell's own imports, those that it would be given too: name -> path
	DotImports []string          // of this cell and of earlier ones
	Names      map[string]Name   // of earlier cells, mentioned or not
	Trees      []ast.Node        // the statements and declarations of the cell

	src    *source
	owners map[*types.Package]int
}

// Name is what a name of an earlier cell means.
type Name struct {
	Object types.Object // nil for an import
	Import string       // the path of an import
	Cell   int          // the number of the cell that declares it; 0 when none does
	Doc    string       // the comment above its declaration
	Source string       // its declaration, a type's with its methods
}

// Part is a stretch of a cell's text that lies at package level. What lies in no part is statements.
type Part struct {
	Kind       PartKind
	Start, End int // byte offsets
}

// PartKind tells the parts of a cell's text.
type PartKind int

// The kinds of parts. ClosingList is a list of values at the cell's end, which Go's grammar has no place for.
const (
	ImportPart PartKind = iota
	FuncPart
	DeclPart
	ClosingList
)

// Look reads a cell that may be unfinished. Of packages whose archives aren't known it knows nothing; see Unknown.
func (c *Compiler) Look(text string) *Look {
	c.mu.Lock()
	defer c.mu.Unlock()
	src, parts := parseLoosely(token.NewFileSet(), text)
	c.giveImports(src)
	carried := c.lookBack(src)
	p := hoist(src, carried)
	pkg := types.NewPackage(cellPath, "main")
	b := c.bind(p, append(carried, src), pkg)
	b.declare(p)
	l := &Look{Text: src.text, Parts: parts, Package: pkg, src: src, Imports: map[string]string{}, Names: map[string]Name{}, owners: map[*types.Package]int{pkg: 0}}
	l.Info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Scopes: map[ast.Node]*types.Scope{},
	}
	conf := types.Config{GoVersion: c.tools.lang, Importer: c.tools, Sizes: types.SizesFor("gc", runtime.GOARCH), FakeImportC: true, Error: func(error) {}}
	_ = runChecker(types.NewChecker(&conf, src.fset, pkg, l.Info), p.file) // what it has understood before it failed is there
	p.restoreNames()
	for _, s := range src.imports {
		switch name := importName(s, c.tools); {
		case name == ".":
			l.DotImports = append(l.DotImports, importPath(s))
		case name != "" && name != "_":
			l.Imports[strings.TrimSuffix(name, oldSuffix)] = importPath(s)
		}
	}
	l.DotImports = append(l.DotImports, c.dotImports...)
	l.list(c)
	for _, fd := range src.funcs {
		l.Trees = append(l.Trees, fd)
	}
	for _, s := range src.stmts {
		l.Trees = append(l.Trees, s)
	}
	for _, x := range src.list {
		l.Trees = append(l.Trees, x)
	}
	return l
}

// list tells the names of earlier cells.
func (l *Look) list(c *Compiler) {
	for pkg, owner := range c.packages {
		l.owners[pkg] = owner.number
	}
	for name, sym := range c.visible {
		n := Name{Object: sym.obj}
		if sym.obj == nil {
			n.Import = sym.path
		}
		if sym.pkg != nil {
			n.Cell = sym.pkg.number
			n.Doc, n.Source = c.declaration(sym)
		}
		l.Names[name] = n
	}
	if _, hidden := l.Names[mustName]; !hidden {
		if must := c.must(); must != nil {
			l.Names[mustName] = Name{Object: must.obj}
		}
	}
}

// declaration returns the text that declares a name, and the comment above it.
func (c *Compiler) declaration(sym *symbol) (doc, source string) {
	var texts []string
	for i, f := range sym.source {
		text := ""
		for _, sp := range f.spans {
			text += f.src.text[sp.start:sp.end]
		}
		at := f.spans[0].start
		if len(f.spans) > 1 { // out of a group
			at, text = f.spans[1].start, "type "+f.src.text[f.spans[1].start:f.spans[1].end]
		}
		comment := commentAbove(f.src.text, at)
		if i == 0 {
			doc = comment
		}
		if i > 0 && comment != "" {
			text = "// " + strings.ReplaceAll(comment, "\n", "\n// ") + "\n" + text
		}
		texts = append(texts, text)
	}
	if len(texts) > 0 || sym.pkg.unit == nil || !sym.obj.Pos().IsValid() {
		return doc, strings.Join(texts, "\n\n")
	}
	text := sym.pkg.unit.source
	at := c.fset.PositionFor(sym.obj.Pos(), false).Offset - len(bodyPrefix)
	if at < 0 || at > len(text) {
		return "", ""
	}
	from := strings.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := strings.Cut(text[from:], "\n")
	return commentAbove(text, from), strings.TrimSpace(line)
}

// commentAbove returns the text of the line comments right above the line of an offset.
func commentAbove(text string, offset int) string {
	lines := strings.Split(text[:offset], "\n")
	lines = lines[:len(lines)-1]
	from := len(lines)
	for from > 0 && strings.HasPrefix(strings.TrimSpace(lines[from-1]), "//") {
		from--
	}
	var out []string
	for _, line := range lines[from:] {
		out = append(out, strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(line), "//"), " "))
	}
	return strings.Join(out, "\n")
}

// Offset returns where a position of the cell's trees and scopes lies in its text; false when it lies elsewhere.
func (l *Look) Offset(pos token.Pos) (int, bool) {
	if !pos.IsValid() {
		return 0, false
	}
	if f := l.src.fset.File(pos); f == nil || f.Name() != l.src.fileName() {
		return 0, false
	}
	return l.src.offset(pos), true
}

// Cell returns the number of the cell that declares obj, 0 for the one that is looked at; false when no cell declares it.
func (l *Look) Cell(obj types.Object) (int, bool) {
	if obj == nil || obj.Pkg() == nil {
		return 0, false
	}
	n, ok := l.owners[obj.Pkg()]
	return n, ok
}

// Import returns a package of which the compiler has the archive.
func (c *Compiler) Import(path string) (*types.Package, error) { return c.tools.Import(path) }

// Dir returns the directory of the module that the cells are built in.
func (c *Compiler) Dir() string { return c.dir }

// KnownPackages returns the packages that cells are given without importing them: name -> path.
func KnownPackages() map[string]string { return maps.Clone(knownPackages) }

// lookBack returns the declarations of earlier types that the cell adds methods to.
func (c *Compiler) lookBack(src *source) []*source {
	own := hoist(src, nil)
	own.restoreNames()
	roots := map[string]*symbol{}
	methods := map[string]bool{}
	for _, fd := range src.funcs {
		name := receiver(fd)
		methods[name+"."+fd.Name.Name] = true
		if sym := c.typeSymbol(name); sym != nil && !own.declared[name] {
			roots[name] = sym
		}
	}
	carried, err := c.carrySources(src.fset, roots, nil, methods)
	if err != nil {
		return nil
	}
	return carried
}

// giveImports adds the imports that a cell would be given.
func (c *Compiler) giveImports(src *source) {
	lexemes, _ := scan(src.text)
	own := hoist(src, nil)
	own.restoreNames()
	taken := map[string]bool{}
	for _, s := range src.imports {
		taken[importName(s, c.tools)] = true
	}
	for i, l := range lexemes {
		if l.tok != token.IDENT || i+1 == len(lexemes) || lexemes[i+1].tok != token.PERIOD || i > 0 && lexemes[i-1].tok == token.PERIOD {
			continue
		}
		path := knownPackages[l.lit]
		if path == "" || taken[l.lit] || own.declared[l.lit] || c.visible[l.lit] != nil {
			continue
		}
		taken[l.lit] = true
		src.imports = append(src.imports, &ast.ImportSpec{Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(path)}})
	}
}

// Unknown lists the packages that a cell imports, or would be given, whose archives aren't known and which no module need
// be fetched for. Warm makes them known.
func (c *Compiler) Unknown(text string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	src, _ := parseLoosely(token.NewFileSet(), text)
	c.giveImports(src)
	var paths []string
	for _, s := range src.imports {
		if path := importPath(s); path != "" && path != "C" {
			paths = append(paths, path)
		}
	}
	if paths = c.tools.unknown(paths); len(paths) == 0 {
		return nil
	}
	required := c.modules()
	return slices.DeleteFunc(paths, func(path string) bool {
		first, _, _ := strings.Cut(path, "/")
		return strings.Contains(first, ".") && !slices.ContainsFunc(required, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
	})
}

// modules lists the modules that the session's module requires.
func (c *Compiler) modules() []string {
	files, err := readModuleFiles(c.dir)
	if err != nil {
		return nil
	}
	return slices.Collect(maps.Keys(versions(files.mod)))
}

// parseLoosely is parse for a text with faults: it takes what it can get.
func parseLoosely(fset *token.FileSet, text string) (*source, []Part) {
	s := &source{fset: fset, text: text, names: map[string]bool{}}
	lexemes, _ := scan(text)
	text, lexemes = withoutPackageClause(text, lexemes)
	s.text = text
	for _, l := range lexemes {
		if l.tok == token.IDENT {
			s.names[l.lit] = true
		}
	}
	imports, funcs, others := declSpans(lexemes, len(text))
	decls := func(spans []span) *ast.File {
		f, _ := parser.ParseFile(s.fset, s.fileName(), declPrefix+keep(text, spans), parser.SkipObjectResolution|parser.AllErrors)
		return f
	}
	s.imports = decls(imports).Imports
	for _, d := range decls(funcs).Decls {
		if fd, ok := d.(*ast.FuncDecl); ok {
			s.funcs = append(s.funcs, fd)
		}
	}
	var parts []Part
	for kind, spans := range [][]span{ImportPart: imports, FuncPart: funcs, DeclPart: others} {
		for _, sp := range spans {
			parts = append(parts, Part{PartKind(kind), sp.start, sp.end})
		}
	}
	rest := drop(text, append(append([]span{}, imports...), funcs...))
	if sp, list := s.closingList(outside(lexemes, append(append(append([]span{}, imports...), funcs...), others...)), rest); list != nil {
		s.list = list
		rest = drop(rest, []span{sp})
		parts = append(parts, Part{ClosingList, sp.start, sp.end})
	}
	body, _ := parser.ParseFile(s.fset, s.fileName(), bodyPrefix+rest+"\n}", parser.AllErrors)
	for _, d := range body.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok || fd.Body == nil {
			continue
		}
		for _, stmt := range fd.Body.List {
			if _, empty := stmt.(*ast.EmptyStmt); !empty {
				s.stmts = append(s.stmts, stmt)
			}
		}
		break
	}
	s.early = body.Unresolved
	slices.SortStableFunc(parts, func(a, b Part) int { return a.Start - b.Start })
	return s, parts
}
