package cell

import (
	"go/ast"
	"go/types"
)

// sleep gives a call of time.Sleep to a function that an interrupt ends.
func (em *emitter) sleep(src *source, call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	id, ok := sel.X.(*ast.Ident)
	f, isFunc := em.ch.info.Uses[sel.Sel].(*types.Func)
	if !ok || !isFunc || f.FullName() != "time.Sleep" {
		return
	}
	if pn, ok := em.ch.info.Uses[id].(*types.PkgName); ok && imports(em.ch, pn.Name()) {
		em.sleeps[pn.Name()] = true
		em.edits[src].replace(src.offset(sel.Pos()), src.offset(sel.End()), "lc_rt.Sleep")
	}
}
