package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"
)

// sortFaults keeps what the user has to mend. Variables and imports that nobody uses are noted instead. It returns the
// places of unused imports.
func (ch *checked) sortFaults(faults []types.Error) map[token.Pos]bool {
	notUsed := map[token.Pos]bool{}
	for _, f := range faults {
		switch {
		case strings.HasPrefix(f.Msg, "\t"):
		case f.Soft && strings.Contains(f.Msg, "declared and not used"):
			ch.unused[f.Pos] = true
		case f.Soft && strings.Contains(f.Msg, "imported") && strings.Contains(f.Msg, "not used"):
			notUsed[f.Pos] = true
		case strings.HasPrefix(f.Msg, "initialization cycle"):
			// A cell's variables are set in the order of its statements, not in that of their dependencies.
		case ch.isVoidResult(f):
		case strings.HasPrefix(f.Msg, "implicit assignment to unexported field"):
			ch.checkElement(f)
		default:
			src := ch.sourceAt(f.Pos)
			if src == nil {
				ch.diags = append(ch.diags, Diag{Msg: plain(f.Msg)})
				continue
			}
			ch.faultBetween(src, f.Pos, endOf(f), plain(f.Msg))
		}
	}
	return notUsed
}

// endOf is where the code ends that a fault is about. The type checker keeps it in a field for tools, which is not exported.
func endOf(f types.Error) token.Pos {
	if end := reflect.ValueOf(f).FieldByName("go116end"); end.IsValid() && end.CanInt() {
		return token.Pos(end.Int())
	}
	return token.NoPos
}

// isVoidResult recognises the complaint that the cell's last call has no value to show.
func (ch *checked) isVoidResult(f types.Error) bool {
	if !strings.HasSuffix(f.Msg, "(no value) used as value") || len(ch.steps) == 0 {
		return false
	}
	list := ch.steps[len(ch.steps)-1].list
	if len(list) != 1 {
		return false
	}
	_, call := ast.Unparen(list[0]).(*ast.CallExpr)
	return call && f.Pos == list[0].Pos()
}

// checkElement looks at an element of an unkeyed literal that sets an unexported field. The type checker refuses it when the
// type is an earlier cell's, and goes on without looking whether the value fits.
func (ch *checked) checkElement(f types.Error) {
	src := ch.sourceAt(f.Pos)
	if src == nil {
		return
	}
	ast.Inspect(ch.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		st, _, _, _ := structOf(ch.info.Types[lit].Type)
		if st == nil {
			return true
		}
		for i, e := range lit.Elts {
			if e.Pos() != f.Pos || i >= st.NumFields() {
				continue
			}
			field, v := st.Field(i), ch.info.Types[e]
			if field.Pkg() == nil || field.Pkg().Path() != cellPath {
				ch.faultBetween(src, e.Pos(), e.End(), plain(f.Msg))
			} else if v.Type != nil && !types.AssignableTo(v.Type, field.Type()) {
				name := func(t types.Type) string { return types.TypeString(t, (*types.Package).Name) }
				what := "value of type " + name(v.Type)
				if b, ok := v.Type.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
					what = b.Name() + " constant"
				}
				msg := fmt.Sprintf("cannot use %s (%s) as %s value in struct literal", types.ExprString(e), what, name(field.Type()))
				ch.faultBetween(src, e.Pos(), e.End(), plain(msg))
			}
		}
		return true
	})
}

// sourceAt returns the source that a position lies in, nil when it lies in none.
func (ch *checked) sourceAt(pos token.Pos) *source {
	if !pos.IsValid() {
		return nil
	}
	name := ch.src.fset.PositionFor(pos, false).Filename
	for _, s := range ch.all {
		if s.fileName() == name {
			return s
		}
	}
	return nil
}
