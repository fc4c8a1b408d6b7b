package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// docs finds comments and declarations in the source of packages.
type docs struct {
	goCmd string
	dir   func() string // of the module that says which version of a package it is

	mu       sync.Mutex
	packages map[string]*packageSource
}

// packageSource is where a package's source lies.
type packageSource struct {
	Dir      string
	GoFiles  []string
	CgoFiles []string
}

// declared is a declaration and the comment above it.
type declared struct {
	doc    string
	short  string // without function bodies and what is not exported
	source string
}

// source asks the go command for a package's files.
func (d *docs) source(ctx context.Context, path string) (*packageSource, error) {
	d.mu.Lock()
	p := d.packages[path]
	d.mu.Unlock()
	if p != nil {
		return p, nil
	}
	cmd := exec.CommandContext(ctx, d.goCmd, "list", "-find", "-json=Dir,GoFiles,CgoFiles", "--", path)
	cmd.Dir = d.dir()
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("find the source of %s: %w", path, err)
	}
	p = &packageSource{}
	if err := json.Unmarshal(out, p); err != nil {
		return nil, fmt.Errorf("find the source of %s: %w", path, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.packages == nil {
		d.packages = map[string]*packageSource{}
	}
	d.packages[path] = p
	return p, nil
}

// find looks for the declaration of a name of a package: "Println", "Buffer.Write", "Point.X", "" for the package itself.
func (d *docs) find(ctx context.Context, path, name string) (declared, bool) {
	p, err := d.source(ctx, path)
	if err != nil {
		return declared{}, false
	}
	word := name[strings.LastIndexByte(name, '.')+1:]
	for _, file := range append(append([]string{}, p.GoFiles...), p.CgoFiles...) {
		text, err := os.ReadFile(filepath.Join(p.Dir, file))
		if err != nil || !strings.Contains(string(text), word) {
			continue
		}
		if found, ok := declarationIn(text, name); ok {
			return found, true
		}
	}
	return declared{}, false
}

// declarationIn looks for the declaration of a name in a file. A package's is its comment.
func declarationIn(text []byte, name string) (declared, bool) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if f == nil || err != nil {
		return declared{}, false
	}
	if name == "" {
		return declared{doc: f.Doc.Text()}, f.Doc != nil && !constraint.IsGoBuild(f.Doc.List[0].Text)
	}
	cut := func(n ast.Node) string {
		return string(text[fset.Position(n.Pos()).Offset:fset.Position(n.End()).Offset])
	}
	owner, member, isMember := strings.Cut(name, ".")
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if (decl.Recv == nil) == isMember || isMember && receiverName(decl) != owner || decl.Name.Name != name[strings.LastIndexByte(name, '.')+1:] {
				continue
			}
			from := fset.Position(decl.Type.Func).Offset
			return declared{doc: decl.Doc.Text(), short: string(text[from:fset.Position(decl.Type.End()).Offset]),
				source: string(text[from:fset.Position(decl.End()).Offset])}, true
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.Name != owner {
						continue
					}
					if isMember {
						if out, ok := memberIn(spec, member, cut); ok {
							return out, true
						}
						continue
					}
					return typeDeclared(fset, decl, spec, cut), true
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						if n.Name != name {
							continue
						}
						groups := []*ast.CommentGroup{spec.Doc, spec.Comment, decl.Doc}
						if !decl.Lparen.IsValid() {
							groups = []*ast.CommentGroup{decl.Doc, spec.Comment}
						}
						return declared{doc: firstText(groups...), source: decl.Tok.String() + " " + cut(spec)}, true
					}
				}
			}
		}
	}
	return declared{}, false
}

// firstText is the text of the first comment that has any.
func firstText(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if text := g.Text(); text != "" {
			return text
		}
	}
	return ""
}

func typeDeclared(fset *token.FileSet, decl *ast.GenDecl, spec *ast.TypeSpec, cut func(ast.Node) string) declared {
	out := declared{doc: firstText(spec.Doc, decl.Doc), source: "type " + cut(spec)}
	spec.Doc = nil
	one := &ast.GenDecl{Tok: token.TYPE, TokPos: spec.Pos(), Specs: []ast.Spec{spec}}
	if ast.IsExported(spec.Name.Name) {
		ast.FileExports(&ast.File{Name: ast.NewIdent("p"), Decls: []ast.Decl{one}})
	}
	var b strings.Builder
	if err := format.Node(&b, fset, one); err == nil {
		out.short = b.String()
	}
	return out
}

// memberIn finds a field of a struct or a method of an interface.
func memberIn(spec *ast.TypeSpec, name string, cut func(ast.Node) string) (declared, bool) {
	var list *ast.FieldList
	switch t := spec.Type.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return declared{}, false
	}
	for _, f := range list.List {
		for _, n := range f.Names {
			if n.Name != name {
				continue
			}
			return declared{doc: firstText(f.Doc, f.Comment), source: cut(f)}, true
		}
	}
	return declared{}, false
}

// receiverName is the name of the type that a method is declared for.
func receiverName(fd *ast.FuncDecl) string {
	if fd.Recv == nil || len(fd.Recv.List) == 0 {
		return ""
	}
	name := ""
	ast.Inspect(fd.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return name
}

// declarationAt returns the declaration in a file that an offset lies in.
func declarationAt(text string, offset int) string {
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if f == nil {
		return ""
	}
	within := func(n ast.Node) (string, bool) {
		from, to := fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset
		if from <= offset && offset < to && to <= len(text) {
			return text[from:to], true
		}
		return "", false
	}
	for _, decl := range f.Decls {
		whole, ok := within(decl)
		if !ok {
			continue
		}
		if gd, ok := decl.(*ast.GenDecl); ok && gd.Lparen.IsValid() {
			for _, spec := range gd.Specs {
				if s, ok := within(spec); ok {
					return gd.Tok.String() + " " + s
				}
			}
		}
		return whole
	}
	return ""
}
