package cell

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// pageCell is a cell as programs for pages take it apart.
type pageCell struct {
	number  int
	text    string
	imports []*ast.ImportSpec
	decls   []pageDecl
	body    string // its statements, on the lines and columns that they have
}

// pageDecl is a declaration at package level.
type pageDecl struct {
	cell  *pageCell
	start int
	text  string
	names []string // what it declares; of a method nothing
	owner string   // of a method, the type it belongs to, and its name
	name  string
}

// readPageCell takes a cell apart. Variables are declared at package level up to mainLine; where that is 0, up to the first
// statement that is something else.
func readPageCell(number int, text string, mainLine int) (*pageCell, error) {
	src, err := parse(token.NewFileSet(), number, text)
	if err != nil {
		return nil, err
	}
	c := &pageCell{number: number, text: src.text, imports: src.imports}
	lexemes, err := scan(src.text)
	if err != nil {
		return nil, syntaxError(number, text, err, 0)
	}
	imports, spans, others := declSpans(lexemes, len(src.text))
	spans = append(spans, others...)
	for _, st := range src.stmts {
		ds, ok := st.(*ast.DeclStmt)
		start := src.offset(st.Pos())
		if !ok || mainLine > 0 && src.line(start) > mainLine {
			if mainLine == 0 {
				break
			}
			continue
		}
		if gd, ok := ds.Decl.(*ast.GenDecl); ok && gd.Tok == token.VAR {
			spans = append(spans, span{start, src.offset(st.End())})
		}
	}
	for _, sp := range spans {
		d := pageDecl{cell: c, start: sp.start, text: src.text[sp.start:sp.end]}
		if err := d.read(); err != nil {
			return nil, err
		}
		c.decls = append(c.decls, d)
	}
	if n := len(src.list); n > 0 {
		// A program shows nothing of itself: a closing list of values goes where the program prints.
		_, isCall := ast.Unparen(src.list[0]).(*ast.CallExpr)
		if start, end := src.offset(src.list[0].Pos()), src.offset(src.list[n-1].End()); n > 1 || !isCall {
			src.text = src.text[:start] + pagePrint + "(" + src.text[start:end] + ")" + src.text[end:]
		}
	}
	c.body = drop(src.text, append(spans, imports...))
	return c, nil
}

// pagePrint is the program's own name of fmt.Println.
const pagePrint = "lcfmt.Println"

// read finds out what is declared.
func (d *pageDecl) read() error {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p;"+d.text, parser.SkipObjectResolution)
	if err != nil || len(f.Decls) != 1 {
		return fmt.Errorf("read a declaration of Cell [%d]: %w", d.cell.number, err)
	}
	switch decl := f.Decls[0].(type) {
	case *ast.FuncDecl:
		if d.owner, d.name = receiver(decl), decl.Name.Name; d.owner == "" {
			d.names = []string{decl.Name.Name}
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				d.names = append(d.names, spec.Name.Name)
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					d.names = append(d.names, n.Name)
				}
			}
		}
	}
	return nil
}

// pageWriter puts a program together: a cell, and of earlier ones what it uses.
type pageWriter struct {
	own     *pageCell
	decls   map[string]*pageDecl   // by the name that they declare
	methods map[string][]*pageDecl // by the type
	imports []*ast.ImportSpec      // of all cells, later ones first
	chosen  []*pageDecl
	used    map[string]bool // identifiers
}

func newPageWriter(earlier []*pageCell, own *pageCell) *pageWriter {
	w := &pageWriter{own: own, decls: map[string]*pageDecl{}, methods: map[string][]*pageDecl{}, used: map[string]bool{}}
	for _, c := range append(earlier, own) {
		w.imports = append(slices.Clone(c.imports), w.imports...)
		for i := range c.decls {
			d := &c.decls[i]
			for _, name := range d.names {
				if name != "main" && name != "init" && name != "_" {
					w.decls[name] = d
				}
				if strings.HasPrefix(d.text, "type") {
					delete(w.methods, name) // which an earlier type of this name had
				}
			}
		}
		for i := range c.decls {
			if d := &c.decls[i]; d.owner != "" {
				others := slices.DeleteFunc(w.methods[d.owner], func(m *pageDecl) bool { return m.name == d.name })
				w.methods[d.owner] = append(others, d)
			}
		}
	}
	w.take(own.body)
	for i := range own.decls {
		w.choose(&own.decls[i])
	}
	return w
}

// choose takes a declaration into the program, and what it needs.
func (w *pageWriter) choose(d *pageDecl) {
	if d == nil || slices.Contains(w.chosen, d) {
		return
	}
	w.chosen = append(w.chosen, d)
	w.take(d.text)
	for _, name := range d.names {
		for _, m := range w.methods[name] {
			w.choose(m)
		}
	}
}

// take notes the identifiers of a text, and takes into the program what they mean.
func (w *pageWriter) take(text string) {
	lexemes, _ := scan(text)
	for i, l := range lexemes {
		if l.tok != token.IDENT || i > 0 && lexemes[i-1].tok == token.PERIOD {
			continue
		}
		if !w.used[l.lit] {
			w.used[l.lit] = true
			w.choose(w.decls[l.lit])
		}
	}
}

var versionElement = regexp.MustCompile(`^v[0-9]+$`)

// assumedName is the name that a package most likely has.
func assumedName(importPath string) string {
	base := path.Base(importPath)
	if versionElement.MatchString(base) && path.Dir(importPath) != "." {
		base = path.Base(path.Dir(importPath))
	}
	base, _, _ = strings.Cut(base, ".")
	return strings.TrimPrefix(base, "go-")
}

// imported lists the imports of the program: those that it uses, and packages that cells are given without asking.
func (w *pageWriter) imported(packageName func(path string) string) []string {
	var out []string
	has := map[string]bool{}
	add := func(name, path string) {
		if !has[name] || name == "_" || name == "." {
			has[name] = true
			out = append(out, name+" "+strconv.Quote(path))
		}
	}
	for _, s := range w.imports {
		own := slices.Contains(w.own.imports, s)
		name := assumedName(importPath(s))
		if s.Name != nil {
			name = s.Name.Name
		} else if own && !w.selects(name) {
			name = packageName(importPath(s))
		}
		if w.decls[name] == nil && w.selects(name) || own && (name == "_" || name == ".") {
			add(name, importPath(s))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.used)) {
		p := knownPackages[name]
		if doubtful := doubtfulPackages[name]; doubtful != nil {
			p = doubtful[0]
		}
		if p != "" && !has[name] && w.decls[name] == nil && w.selects(name) {
			add(name, p)
		}
	}
	return out
}

// selects reports whether the program selects something of a name, as of a package.
func (w *pageWriter) selects(name string) bool {
	return len(selected(w.own.body, name)) > 0 || slices.ContainsFunc(w.chosen, func(d *pageDecl) bool { return len(selected(d.text, name)) > 0 })
}

// program writes the program.
func (w *pageWriter) program(p Page, packageName func(path string) string) (string, error) {
	var b strings.Builder
	imports := w.imported(packageName)
	flags := p.MainLine != 0 && slices.ContainsFunc(imports, func(s string) bool { return strings.HasSuffix(s, ` "flag"`) })
	if flags {
		imports = append(imports, `lcflag "flag"`)
	}
	if strings.Contains(w.own.body, pagePrint+"(") {
		imports = append(imports, `lcfmt "fmt"`)
	}
	b.WriteString("package main\n\nimport (\n" + strings.Join(imports, "\n") + "\n)\n\n")
	for _, name := range slices.Sorted(maps.Keys(p.Constants)) {
		fmt.Fprintf(&b, "const %s = %q\n", name, p.Constants[name])
	}
	if w.used[mustName] && w.decls[mustName] == nil {
		b.WriteString("func must[T any](v T, err error) T {\nif err != nil {\npanic(err)\n}\nreturn v\n}\n")
	}
	hasMain := false
	for _, d := range w.chosen {
		hasMain = hasMain || d.cell == w.own && slices.Contains(d.names, "main")
		at := diagAt(d.cell.text, d.start, "")
		fmt.Fprintf(&b, "\n/*line Cell [%d]:%d:%d*/%s\n", d.cell.number, at.Line, at.Col, d.text)
	}
	statements := strings.TrimSpace(w.own.body) != ""
	switch {
	case hasMain && statements:
		return "", &Error{Name: "CompileError", Number: p.Number, Diags: []Diag{{Msg: "the program has func main() and statements beside it: put them into it"}}}
	case !hasMain:
		b.WriteString("\nfunc main() {\n")
		if flags {
			b.WriteString("lcflag.Parse()\n")
		}
		fmt.Fprintf(&b, "/*line Cell [%d]:1:1*/%s\n}\n", p.Number, w.own.body)
	}
	return b.String(), nil
}
