package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// body writes the function that runs the cell's statements in their order.
func (em *emitter) body(inits []initFunc) string {
	var b strings.Builder
	b.WriteString("func lc_run() {\n\tlc_at := lc_rt.Begin(&lc_steps)\n\t_ = lc_at\n")
	b.WriteString(em.pointFunctions())
	last := token.NoPos // where the last statement of the cell itself started
	for i, st := range em.ch.steps {
		at := st.src.offset(st.start)
		for len(inits) > 0 && inits[0].offset < at {
			b.WriteString(inits[0].call())
			inits = inits[1:]
		}
		b.WriteString(lineDirective(st.src, at))
		if st.src == em.ch.src {
			if st.src.parsesFlags(last, st.start) {
				b.WriteString("lc_rt.ParseFlags(); ")
			}
			last = st.start
		}
		fmt.Fprintf(&b, "%s%s; lc_at.Step(%d)%s\n", em.forgetFlags(st), em.step(st), i+1, em.releases(st))
	}
	for _, f := range inits {
		b.WriteString(f.call())
	}
	if em.ch.declared["main"] {
		b.WriteString("\tmain()\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// step writes one top-level statement.
func (em *emitter) step(st step) string {
	s, e := st.src, em.edits[st.src]
	start, end := s.offset(st.start), s.offset(st.end)
	switch {
	case len(st.embed) > 0:
		em.rewrite(s, st.spec.Type)
		t := e.apply(s.text, s.offset(st.spec.Type.Pos()), s.offset(st.spec.Type.End()))
		return labels(st.label) + "_ = lc_rt.Zero[" + t + "]()" // the compiler fills the variable
	case st.spec != nil:
		return labels(st.label) + em.varSpec(s, st.spec)
	case st.list != nil:
		start = s.offset(st.list[0].Pos())
		em.result(s, st.list, start, end)
		for _, x := range st.list {
			em.rewrite(s, x)
			em.useUnused(s, x)
		}
		return labels(st.label) + e.apply(s.text, start, end)
	}
	switch stmt := st.stmt.(type) {
	case *ast.AssignStmt:
		if stmt.Tok == token.DEFINE {
			at := s.offset(stmt.TokPos)
			e.replace(at, at+len(":="), "=")
			for _, l := range stmt.Lhs {
				em.rewrite(s, l)
			}
			for _, r := range stmt.Rhs {
				em.rewrite(s, r)
				em.useUnused(s, r)
			}
			return e.apply(s.text, start, end)
		}
	case *ast.ExprStmt:
		if em.failsOnError(stmt.X) {
			e.insert(s.offset(stmt.Pos()), opening, "lc_rt.Check(")
			e.insert(s.offset(stmt.End()), closing, ")")
		}
	}
	em.rewrite(s, st.stmt)
	em.useUnused(s, st.stmt)
	return e.apply(s.text, start, end)
}

// labels writes the labels of a statement.
func labels(stmt ast.Stmt) string {
	l, ok := stmt.(*ast.LabeledStmt)
	if !ok {
		return ""
	}
	return l.Label.Name + ": " + labels(l.Stmt)
}

// varSpec writes the assignment that stands for `var a, b T = values`.
func (em *emitter) varSpec(s *source, spec *ast.ValueSpec) string {
	e := em.edits[s]
	em.rewrite(s, spec)
	em.useUnused(s, spec)
	blank := true
	for _, n := range spec.Names {
		blank = blank && n.Name == "_"
	}
	if blank {
		return "var " + e.apply(s.text, s.offset(spec.Pos()), s.offset(spec.End()))
	}
	first, last := s.offset(spec.Names[0].Pos()), s.offset(spec.Names[len(spec.Names)-1].End())
	names := e.apply(s.text, first, last)
	if len(spec.Values) > 0 {
		from, to := s.offset(spec.Values[0].Pos()), s.offset(spec.Values[len(spec.Values)-1].End())
		return names + " = " + e.apply(s.text, from, to)
	}
	zero := "lc_rt.Zero[" + e.apply(s.text, s.offset(spec.Type.Pos()), s.offset(spec.Type.End())) + "]()"
	return names + " = " + zero + strings.Repeat(", "+zero, len(spec.Names)-1)
}

// failsOnError reports whether a statement is a call whose last result is an error that should fail the cell.
func (em *emitter) failsOnError(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok || em.prints(call) {
		return false
	}
	results := resultTypes(em.ch.info.Types[x])
	return len(results) > 0 && types.Identical(results[len(results)-1], types.Universe.Lookup("error").Type())
}

// resultTypes are the types of the values that an expression has.
func resultTypes(tv types.TypeAndValue) []types.Type {
	if tv.Type == nil || tv.IsVoid() {
		return nil
	}
	tuple, ok := tv.Type.(*types.Tuple)
	if !ok {
		return []types.Type{tv.Type}
	}
	var out []types.Type
	for i := range tuple.Len() {
		out = append(out, tuple.At(i).Type())
	}
	return out
}

// prints reports whether a call is one of package fmt's print functions, whose results nobody looks at.
func (em *emitter) prints(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f, ok := em.ch.info.Uses[sel.Sel].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != "fmt" {
		return false
	}
	return strings.HasPrefix(f.Name(), "Print") || strings.HasPrefix(f.Name(), "Fprint")
}

// result notes the edits that show the cell's last expressions.
func (em *emitter) result(s *source, list []ast.Expr, start, end int) {
	e := em.edits[s]
	wrap := func(f string) {
		e.insert(start, opening, f+"(")
		e.insert(end, closing, ")")
	}
	if len(list) == 1 {
		if call, ok := ast.Unparen(list[0]).(*ast.CallExpr); ok {
			switch {
			case em.ch.info.Types[list[0]].IsVoid(), em.prints(call):
				return
			case em.failsOnError(list[0]) && s.quiet:
				wrap("lc_rt.Check")
				return
			case em.failsOnError(list[0]):
				wrap("lc_rt.ResultErr")
				return
			}
		}
	}
	if s.quiet {
		wrap("lc_rt.Drop")
	} else {
		wrap("lc_rt.Result")
	}
	for _, x := range list {
		if carriesError(em.ch.info.Types[x].Type) {
			e.insert(s.offset(x.Pos()), opening, "lc_rt.Carried(")
			e.insert(s.offset(x.End()), closing, ")")
		}
	}
}

// carriesError reports whether values of concrete type t know of an error that made them worthless, as arrays do.
func carriesError(t types.Type) bool {
	if t == nil || types.Identical(t, types.Universe.Lookup("error").Type()) {
		return false
	}
	if _, ok := t.(*types.Tuple); ok || types.IsInterface(t) {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, false, nil, "Err")
	f, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	sig := f.Signature()
	return sig.Params().Len() == 0 && sig.Results().Len() == 1 && types.Identical(sig.Results().At(0).Type(), types.Universe.Lookup("error").Type())
}
