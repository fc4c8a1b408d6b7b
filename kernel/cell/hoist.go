package cell

import (
	"go/ast"
	"go/token"
	"sort"
)

// step is one top-level statement of a cell, or one variable specification.
type step struct {
	src   *source
	stmt  ast.Stmt       // nil for a variable specification and for a closing list
	label ast.Stmt       // the statement with its labels, when it has any
	spec  *ast.ValueSpec // `var` at top level
	list  []ast.Expr     // the cell's result
	names []*ast.Ident   // the variables it declares
	embed []string       // the directives that fill its variable with files
	start token.Pos
	end   token.Pos
}

// program is a cell as Go's type checker sees it: one file in which all that later cells can use is at package level,
// and the rest is the body of a function.
type program struct {
	file     *ast.File
	steps    []step
	decls    []hoistedDecl // constants and types
	declared map[string]bool
	vars     map[string]bool
	oldNames map[string][]*ast.Ident // uses of variables before the cell declares its own
	body     *ast.BlockStmt
	diags    []Diag
}

// hoistedDecl is a constant or type declaration that stood among the statements, or a function.
type hoistedDecl struct {
	src *source
	ast.Decl
}

// hoist arranges a cell, behind the declarations which earlier cells lend it, as one program.
func hoist(src *source, carried []*source) *program {
	p := &program{declared: map[string]bool{}, oldNames: map[string][]*ast.Ident{}, body: &ast.BlockStmt{Lbrace: token.NoPos}}
	p.file = &ast.File{Name: ast.NewIdent("main")}
	var imports []ast.Spec
	for _, s := range src.imports {
		imports = append(imports, s)
	}
	if len(imports) > 0 {
		p.file.Decls = append(p.file.Decls, &ast.GenDecl{Tok: token.IMPORT, Specs: imports, TokPos: imports[0].Pos()})
		p.file.Imports = src.imports
	}
	for _, s := range append(append([]*source{}, carried...), src) {
		vars := p.addStatements(s)
		for _, fd := range s.funcs {
			p.file.Decls = append(p.file.Decls, fd)
			p.decls = append(p.decls, hoistedDecl{s, fd})
			if fd.Recv == nil {
				p.declared[fd.Name.Name] = true
			}
		}
		p.renameOld(s, vars)
		p.vars = vars // the cell itself comes last
	}
	run := &ast.FuncDecl{Name: ast.NewIdent(runName), Type: &ast.FuncType{Params: &ast.FieldList{}}, Body: p.body}
	p.file.Decls = append(p.file.Decls, run)
	return p
}

// addStatements sorts the top-level statements of s into declarations and steps. It returns the variables they declare.
func (p *program) addStatements(s *source) map[string]bool {
	vars := map[string]bool{}
	last := lastRun(s.stmts)
	for i, stmt := range s.stmts {
		inner := stmt
		for {
			l, ok := inner.(*ast.LabeledStmt)
			if !ok {
				break
			}
			inner = l.Stmt
		}
		if gd, ok := declOf(inner); ok && gd.Tok != token.VAR {
			p.hoistDecl(s, gd)
			if inner != stmt {
				p.keep(step{src: s, stmt: stmt, start: stmt.Pos(), end: gd.Pos()}, unlabel(stmt, &ast.EmptyStmt{}))
			}
			continue
		}
		st := step{src: s, stmt: inner, start: stmt.Pos(), end: stmt.End()}
		if inner != stmt {
			st.label = stmt
			p.body.List = append(p.body.List, unlabel(stmt, &ast.EmptyStmt{}))
		}
		if gd, ok := declOf(inner); ok {
			p.addVars(st, gd, vars)
			continue
		}
		switch a := inner.(type) {
		case *ast.AssignStmt:
			if a.Tok == token.DEFINE {
				p.addDefine(st, a, vars)
				continue
			}
		case *ast.ExprStmt:
			if i == last && s.list == nil {
				st.list, st.stmt = []ast.Expr{a.X}, nil
				p.addResult(st)
				continue
			}
		}
		p.keep(st, inner)
	}
	if s.list != nil {
		p.addResult(step{src: s, list: s.list, start: s.list[0].Pos(), end: s.list[len(s.list)-1].End()})
	}
	return vars
}

// lastRun is the index of the last statement that is more than a declaration of types or constants.
func lastRun(stmts []ast.Stmt) int {
	for i := len(stmts) - 1; i >= 0; i-- {
		if gd, ok := declOf(stmts[i]); !ok || gd.Tok == token.VAR {
			return i
		}
	}
	return -1
}

func declOf(s ast.Stmt) (*ast.GenDecl, bool) {
	d, ok := s.(*ast.DeclStmt)
	if !ok {
		return nil, false
	}
	gd, ok := d.Decl.(*ast.GenDecl)
	return gd, ok
}

// unlabel copies the labels of stmt onto another statement.
func unlabel(stmt, onto ast.Stmt) ast.Stmt {
	l, ok := stmt.(*ast.LabeledStmt)
	if !ok {
		return onto
	}
	return &ast.LabeledStmt{Label: l.Label, Colon: l.Colon, Stmt: unlabel(l.Stmt, onto)}
}

func (p *program) keep(st step, stmt ast.Stmt) {
	if st.label != nil { // the labels must stay on what they label: `continue` and `break` want the loop
		p.body.List[len(p.body.List)-1] = st.label
	} else {
		p.body.List = append(p.body.List, stmt)
	}
	p.steps = append(p.steps, st)
}

func (p *program) hoistDecl(s *source, gd *ast.GenDecl) {
	p.file.Decls = append(p.file.Decls, gd)
	p.decls = append(p.decls, hoistedDecl{s, gd})
	for _, spec := range gd.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			p.declared[spec.Name.Name] = true
		case *ast.ValueSpec:
			for _, n := range spec.Names {
				p.declared[n.Name] = true
			}
		}
	}
}

func (p *program) addVars(st step, gd *ast.GenDecl, vars map[string]bool) {
	for _, spec := range gd.Specs {
		vs, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		one := step{src: st.src, spec: vs, label: st.label, start: vs.Pos(), end: vs.End()}
		st.label = nil
		for _, n := range vs.Names {
			if n.Name != "_" {
				one.names = append(one.names, n)
				vars[n.Name], p.declared[n.Name] = true, true
			}
		}
		if len(one.names) == 1 && len(vs.Values) == 0 {
			one.embed, _ = st.src.embedText(vs.Pos())
		}
		p.file.Decls = append(p.file.Decls, &ast.GenDecl{Tok: token.VAR, TokPos: vs.Pos(), Specs: []ast.Spec{vs}})
		p.steps = append(p.steps, one)
	}
}

// addDefine turns `a, b := values` into a declaration of the variables that are new. Those which the cell has declared
// before are assigned to.
func (p *program) addDefine(st step, a *ast.AssignStmt, vars map[string]bool) {
	spec := &ast.ValueSpec{Values: a.Rhs}
	var left, right []ast.Expr
	for _, e := range a.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			p.fault(st.src, e.Pos(), "non-name on left side of :=")
			return
		}
		switch {
		case id.Name == "_":
		case vars[id.Name]:
			set := &ast.Ident{NamePos: id.NamePos, Name: id.Name + setSuffix}
			spec.Names = append(spec.Names, set)
			left, right = append(left, id), append(right, &ast.Ident{NamePos: id.NamePos, Name: set.Name})
			continue
		default:
			st.names = append(st.names, id)
			vars[id.Name], p.declared[id.Name] = true, true
		}
		spec.Names = append(spec.Names, id)
	}
	if len(st.names) == 0 {
		p.fault(st.src, a.TokPos, "no new variables on left side of :=")
		return
	}
	p.file.Decls = append(p.file.Decls, &ast.GenDecl{Tok: token.VAR, TokPos: a.Pos(), Specs: []ast.Spec{spec}})
	if len(left) > 0 {
		p.body.List = append(p.body.List, &ast.AssignStmt{Lhs: left, TokPos: a.TokPos, Tok: token.ASSIGN, Rhs: right})
	}
	p.steps = append(p.steps, st)
}

func (p *program) addResult(st step) {
	first, last := st.list[0], st.list[len(st.list)-1]
	call := &ast.CallExpr{Fun: &ast.Ident{NamePos: first.Pos(), Name: resultName}, Lparen: first.Pos(), Args: st.list, Rparen: last.End()}
	p.body.List = append(p.body.List, &ast.ExprStmt{X: call})
	p.steps = append(p.steps, st)
}

func (p *program) fault(s *source, pos token.Pos, msg string) {
	p.faultBetween(s, pos, token.NoPos, msg)
}

// faultBetween is fault for a stretch of the text. Without an end it is that of the token at its start.
func (p *program) faultBetween(s *source, pos, end token.Pos, msg string) {
	d := diagAt(s.text, s.offset(pos), msg)
	d.src, d.offset = s, s.offset(pos)
	if end > pos {
		d.length = s.offset(end) - d.offset
	}
	p.diags = append(p.diags, d)
}

// inOrder sorts faults by place and drops repetitions.
func inOrder(diags []Diag) []Diag {
	sort.SliceStable(diags, func(i, j int) bool {
		a, b := diags[i], diags[j]
		if a.Line == 0 || b.Line == 0 {
			return a.Line != 0 && b.Line == 0
		}
		return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col
	})
	var out []Diag
	for _, d := range diags {
		if n := len(out); n > 0 && d.Line > 0 && out[n-1].Line == d.Line && (out[n-1].Col == d.Col || out[n-1].Msg == d.Msg) {
			continue
		}
		out = append(out, d)
	}
	return out
}
