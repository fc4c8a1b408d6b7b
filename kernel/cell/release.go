package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A variable that a later cell hides would keep what it holds for as long as the session lives, and that can be a matrix of
// gigabytes. So the statement that sets the new variable empties the old one, unless a function, a closure or a pointer may
// still lead to it.

// findPins marks the uses of variables under root that may keep a pointer to them: taking the address, slicing an array, and
// calling a method with a pointer receiver.
func (em *emitter) findPins(root ast.Node) {
	pin := func(x ast.Expr) {
		if id := base(x); id != nil {
			em.pins[id] = true
		}
	}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				pin(n.X)
			}
		case *ast.SliceExpr:
			if t := em.ch.info.Types[n.X].Type; t != nil {
				if _, ok := t.Underlying().(*types.Array); ok {
					pin(n.X)
				}
			}
		case *ast.SelectorExpr:
			if sel := em.ch.info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal {
				sig, ok := sel.Obj().Type().(*types.Signature)
				if !ok || sig.Recv() == nil {
					break
				}
				if _, ptr := sig.Recv().Type().(*types.Pointer); ptr {
					if _, already := sel.Recv().Underlying().(*types.Pointer); !already {
						pin(n.X)
					}
				}
			}
		}
		return true
	})
}

// base returns the identifier of the variable that x is a part of; nil when there is none.
func base(x ast.Expr) *ast.Ident {
	for {
		switch e := x.(type) {
		case *ast.Ident:
			return e
		case *ast.ParenExpr:
			x = e.X
		case *ast.SelectorExpr:
			x = e.X
		case *ast.IndexExpr:
			x = e.X
		default:
			return nil
		}
	}
}

// releases writes what empties the variables that a statement's new ones hide.
func (em *emitter) releases(st step) string {
	text := ""
	for _, n := range st.names {
		old := em.c.visible[n.Name]
		if old == nil || old.pkg == nil || old.pkg == em.self || old.pinned || !heavy(old.obj) {
			continue
		}
		if use := em.used[old]; use.pinned {
			continue
		}
		text += "; lc_rt.Release(&" + em.qualified(old) + ")"
	}
	return text
}

// heavy reports whether obj is a variable that can hold memory outside of itself.
func heavy(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	if !ok {
		return false
	}
	_, basic := v.Type().Underlying().(*types.Basic)
	return !basic
}
