package cell

import (
	"go/ast"
	"go/types"
)

// conversion has memory reinterpreted where a conversion between struct types, or pointers to them, is one that Go would refuse: their
// unexported fields are of different cells, and the types no more than alike, in generic types, or but for tags.
func (em *emitter) conversion(src *source, call *ast.CallExpr) {
	to := em.ch.info.Types[call.Fun]
	if !to.IsType() || len(call.Args) != 1 {
		return
	}
	a, b := em.fieldsAt(to.Type), em.fieldsAt(em.ch.info.Types[call.Args[0]].Type)
	if a == nil || b == nil || a == b {
		return
	}
	em.edits[src].insert(src.offset(call.Fun.Pos()), opening, "lc_rt.Convert[")
	em.edits[src].insert(src.offset(call.Fun.End()), closing, "]")
}

// fieldsAt returns the cell whose unexported fields a struct has in compiled code; nil when t is no struct, and no pointer to one, or
// has no such fields.
func (em *emitter) fieldsAt(t types.Type) *cellPkg {
	if _, isParam := types.Unalias(t).(*types.TypeParam); isParam {
		return nil
	}
	st, name, _, _ := structOf(t)
	if st == nil {
		return nil
	}
	for i := range st.NumFields() {
		if f := st.Field(i); !f.Exported() && em.c.owner(f) != nil {
			if s := em.beyond(st, name, i); s != nil {
				return s.pkg
			}
			return em.c.owner(f)
		}
	}
	return nil
}
