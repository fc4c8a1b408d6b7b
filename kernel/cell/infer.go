package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// inferred declares a variable whose type has no name outside of the package it comes from, such as that of `x := pkg.New()`
// when New returns an unexported type. The compiler infers it from the function that the value comes from, which isn't called
// for that. It returns "" where the value comes from elsewhere.
func (em *emitter) inferred(v *types.Var) string {
	for _, st := range em.ch.steps {
		var names []ast.Expr
		var values []ast.Expr
		switch {
		case st.spec != nil:
			for _, n := range st.spec.Names {
				names = append(names, n)
			}
			values = st.spec.Values
		default:
			if a, ok := st.stmt.(*ast.AssignStmt); ok {
				names, values = a.Lhs, a.Rhs
			}
		}
		for i, n := range names {
			if id, ok := n.(*ast.Ident); !ok || em.ch.info.Defs[id] != v {
				continue
			}
			if len(values) == len(names) {
				return em.inferredFrom(v, values[i], 0)
			}
			if len(values) == 1 {
				return em.inferredFrom(v, values[0], i)
			}
		}
	}
	return ""
}

// inferredFrom declares v as what result number i of a call is.
func (em *emitter) inferredFrom(v *types.Var, x ast.Expr, i int) string {
	if name := em.variableNamed(x); name != "" {
		return fmt.Sprintf("func lc_zero_%s[T interface{}](*T) (zero T) { return }\nvar %s%s = lc_zero_%s(&%s)\n", v.Name(), exported, v.Name(), v.Name(), name)
	}
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return ""
	}
	f, sig := em.functionOf(call.Fun)
	if f == "" || sig.TypeParams().Len() > 0 {
		return ""
	}
	params := make([]string, 0, sig.Params().Len())
	if recv := sig.Recv(); recv != nil {
		text, err := em.typeText(recv.Type())
		if err != nil {
			return ""
		}
		params = append(params, text)
	}
	for k := range sig.Params().Len() {
		t := sig.Params().At(k).Type()
		dots := ""
		if s, ok := t.(*types.Slice); ok && sig.Variadic() && k == sig.Params().Len()-1 {
			t, dots = s.Elem(), "..."
		}
		text, err := em.typeText(t)
		if err != nil {
			return ""
		}
		params = append(params, dots+text)
	}
	var typeParams, results []string
	for k := range sig.Results().Len() {
		text, err := em.typeText(sig.Results().At(k).Type())
		if err != nil {
			text = fmt.Sprintf("T%d", k)
			typeParams = append(typeParams, text+" interface{}")
		}
		results = append(results, text)
	}
	if i >= len(results) || results[i] != fmt.Sprintf("T%d", i) {
		return ""
	}
	helper := "lc_zero_" + v.Name()
	return fmt.Sprintf("func %s[%s](func(%s) (%s)) (zero T%d) { return }\nvar %s%s = %s(%s)\n", helper, strings.Join(typeParams, ", "),
		strings.Join(params, ", "), strings.Join(results, ", "), i, exported, v.Name(), helper, f)
}

// variableNamed writes the package-level variable that x names; "" when x is something else.
func (em *emitter) variableNamed(x ast.Expr) string {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if sel, isSel := ast.Unparen(x).(*ast.SelectorExpr); isSel {
		id, ok = sel.Sel, em.ch.info.Selections[sel] == nil
	}
	if !ok {
		return ""
	}
	v, ok := em.ch.info.Uses[id].(*types.Var)
	switch {
	case !ok:
		return ""
	case em.ch.foreign[v] != nil:
		return em.qualified(em.ch.foreign[v])
	case !topLevel(v):
		return ""
	case v.Pkg() == em.ch.pkg.types:
		return exported + v.Name()
	}
	return em.imports.use(v.Pkg().Path()) + "." + v.Name()
}

// functionOf writes a function of an imported package, or a method of one of its types, as an expression that does nothing.
func (em *emitter) functionOf(fun ast.Expr) (string, *types.Signature) {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return "", nil
	}
	f, ok := em.ch.info.Uses[sel.Sel].(*types.Func)
	if !ok || f.Pkg() == nil || !f.Exported() || em.c.owner(f) != nil {
		return "", nil
	}
	sig := f.Signature()
	if sig.Recv() == nil {
		return em.imports.use(f.Pkg().Path()) + "." + f.Name(), sig
	}
	text, err := em.typeText(sig.Recv().Type())
	if err != nil {
		return "", nil
	}
	return "(" + text + ")." + f.Name(), sig
}
