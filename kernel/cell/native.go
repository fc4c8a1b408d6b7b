package cell

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A cell that imports "C" is built in two parts. Its functions, types and constants, with the C code above the import, make a
// Go package that the go command builds with cgo. Its statements are a cell like any other, and have the names of that
// package. So the declarations see no names of other cells, and the statements no C.

// importsC returns the import of "C", nil when there is none.
func (s *source) importsC() *ast.ImportSpec {
	for _, im := range s.imports {
		if importPath(im) == "C" {
			return im
		}
	}
	return nil
}

// native builds the declarations of a cell that imports "C". It returns the rest of the cell.
func (c *Compiler) native(ctx context.Context, src *source) (*source, error) {
	lexemes, err := scan(src.text)
	if err != nil {
		return nil, syntaxError(src.number, src.text, err, 0)
	}
	imports, funcs, others := declSpans(lexemes, len(src.text))
	decls := append(append([]span{}, funcs...), others...)
	rest := drop(src.text, decls)
	for _, sp := range imports {
		at := strings.Index(src.text[sp.start:sp.end], `"C"`)
		switch {
		case at < 0:
		case strings.Contains(src.text[sp.start:sp.end], "("):
			rest = drop(rest, []span{{sp.start + at, sp.start + at + len(`"C"`)}})
		default:
			rest = drop(rest, []span{sp})
		}
	}
	symbols, ok := c.natives[src.text]
	if !ok {
		if symbols, err = c.buildNative(ctx, src, decls); err != nil {
			return nil, err
		}
		c.natives[src.text] = symbols
	}
	out, err := parse(c.fset, src.number, rest)
	if err != nil {
		return nil, err
	}
	out.mainLine, out.dir, out.native = src.mainLine, src.dir, symbols
	if at := selectsC(out); at >= 0 {
		return nil, &Error{Name: "CompileError", Number: src.number, Diags: []Diag{diagAt(src.text, at, "C can be used in functions only: write one, and call it")}}
	}
	return out, nil
}

// selectsC finds where statements use C; -1 when they don't.
func selectsC(s *source) int {
	at := -1
	look := func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && at < 0 {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == "C" {
				at = s.offset(id.Pos())
			}
		}
		return true
	}
	for _, stmt := range s.stmts {
		ast.Inspect(stmt, look)
	}
	for _, x := range s.list {
		ast.Inspect(x, look)
	}
	return at
}

// buildNative builds the package and returns what it gives to cells.
func (c *Compiler) buildNative(ctx context.Context, src *source, decls []span) ([]*symbol, error) {
	c.built++
	name := fmt.Sprintf("native%d", c.built)
	dir := filepath.Join(c.dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make a directory for C code: %w", err)
	}
	text, exports := nativeText(src, decls)
	for file, content := range map[string]string{"cell.go": text, "exports.go": exports} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644); err != nil {
			return nil, fmt.Errorf("write C code: %w", err)
		}
	}
	path := sessionModule + "/" + name
	err := c.tools.resolve(ctx, []string{path})
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var missing *missingError
	if errors.As(err, &missing) {
		return nil, nativeError(src, missing, path)
	}
	if err != nil {
		return nil, err
	}
	pkg, err := c.tools.Import(path)
	if err != nil {
		return nil, fmt.Errorf("read what cgo has built: %w", err)
	}
	var out []*symbol
	for _, full := range pkg.Scope().Names() {
		if short, ok := strings.CutPrefix(full, exported); ok {
			out = append(out, &symbol{name: short, obj: renamed(pkg.Scope().Lookup(full), short), path: path, original: full})
		}
	}
	return out, nil
}

// placed puts directives before declarations that stand at the beginning of a line, so that stack traces tell the user's lines.
func placed(src *source, text string, decls []span) string {
	e := &edits{}
	for _, sp := range decls {
		if sp.start == 0 || text[sp.start-1] == '\n' {
			e.insert(sp.start, opening, lineDirective(src, sp.start))
		}
	}
	return e.apply(text, 0, len(text))
}

// nativeClause stands before the user's text. A comment right behind it would be its comment, and not that of import "C".
const nativeClause = "package cell\n\n"

// nativeText is the text of the package: the cell without its statements and without imports that only they use, and a file
// that exports what it declares.
func nativeText(src *source, decls []span) (text, exports string) {
	var gone []span
	for _, stmt := range src.stmts {
		if gd, ok := declOf(stmt); !ok || gd.Tok == token.VAR {
			gone = append(gone, span{src.offset(stmt.Pos()), src.offset(stmt.End())})
		}
	}
	if len(src.list) > 0 {
		gone = append(gone, span{src.offset(src.list[0].Pos()), src.offset(src.list[len(src.list)-1].End())})
	}
	for _, im := range src.imports {
		name := importPath(im)
		name = name[strings.LastIndexByte(name, '/')+1:]
		if im.Name != nil {
			name = im.Name.Name
		}
		used := name == "C" || name == "_" || name == "."
		for _, sp := range decls {
			used = used || len(selected(src.text[sp.start:sp.end], name)) > 0
		}
		if !used {
			gone = append(gone, importSpan(src, im))
		}
	}
	var b strings.Builder
	b.WriteString("package cell\n\n")
	for _, sp := range decls {
		f, err := parser.ParseFile(token.NewFileSet(), "", "package p;"+src.text[sp.start:sp.end], 0)
		if err != nil {
			continue // the go command says what is wrong
		}
		for _, d := range f.Decls {
			exportDecl(&b, d)
		}
	}
	return nativeClause + placed(src, drop(src.text, gone), decls), b.String()
}

// importSpan is the text of an import with its keyword, when it stands alone.
func importSpan(src *source, im *ast.ImportSpec) span {
	sp := span{src.offset(im.Pos()), src.offset(im.End())}
	before := strings.TrimRight(src.text[:sp.start], " \t")
	if rest, ok := strings.CutSuffix(before, "import"); ok {
		sp.start = len(rest)
	}
	return sp
}

// exportDecl writes other names, which cells can reach, for what a declaration declares.
func exportDecl(b *strings.Builder, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Type.TypeParams == nil && d.Name.Name != "init" && d.Name.Name != "main" && d.Name.Name != "_" {
			fmt.Fprintf(b, "var %s%s = %s\n", exported, d.Name.Name, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.TypeParams == nil {
					fmt.Fprintf(b, "type %s%s = %s\n", exported, spec.Name.Name, spec.Name.Name)
				}
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					if n.Name != "_" {
						fmt.Fprintf(b, "const %s%s = %s\n", exported, n.Name, n.Name)
					}
				}
			}
		}
	}
}

var nativePlace = regexp.MustCompile(`(?:cell\.go|Cell \[\d+\]):(\d+)(?::(\d+))?: (.*)`)

// cgoName is how cgo calls what C declares.
var cgoName = regexp.MustCompile(`\(?\b_C(?:func|type|var|macro)_(\w+)\b\)?`)

var nameOfC = regexp.MustCompile(`^C\.\w+`)

// nativeError turns what cgo and the compilers say into the user's terms.
func nativeError(src *source, missing *missingError, path string) error {
	e := &Error{Name: "CompileError", Number: src.number}
	lines := strings.Split(src.text, "\n")
	for _, line := range strings.Split(missing.Error(), "\n") {
		m := nativePlace.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(m[1])
		if strings.Contains(line, "cell.go:") {
			n -= strings.Count(nativeClause, "\n")
		}
		if err != nil || n < 1 || n > len(lines) {
			continue
		}
		at := len(strings.Join(lines[:n-1], "\n"))
		if n > 1 {
			at++
		}
		indent := len(lines[n-1]) - len(strings.TrimLeft(lines[n-1], " \t"))
		column, _ := strconv.Atoi(m[2])
		if column = column - 1; column < indent || column > len(lines[n-1]) {
			column = indent
		}
		d := diagAt(src.text, at+column, cgoName.ReplaceAllString(m[3], "C.$1"))
		d.length = len(nameOfC.FindString(lines[n-1][column:]))
		e.Diags = append(e.Diags, d)
	}
	if len(e.Diags) == 0 {
		e.Name = "BuildError"
		e.Diags = []Diag{{Msg: strings.TrimPrefix(missing.Error(), path+": ")}}
	}
	return e
}

// nativeSymbol finds a name that the C part of the cell declares.
func nativeSymbol(all []*source, name string) *symbol {
	for _, s := range all {
		for _, sym := range s.native {
			if sym.name == name {
				return sym
			}
		}
	}
	return nil
}
