package cell

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// Package flag refuses to define a flag twice, and a cell may run twice. So a statement that defines flags has the earlier
// ones of the same names forgotten first.

// forgetFlags writes what must come before a top-level statement that defines flags.
func (em *emitter) forgetFlags(st step) string {
	var b strings.Builder
	look := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.CallExpr:
				if name, ok := em.definedFlag(n); ok {
					fmt.Fprintf(&b, "lc_rt.ForgetFlag(%q); ", name)
				}
			}
			return true
		})
	}
	switch {
	case st.spec != nil:
		look(st.spec)
	case st.stmt != nil:
		look(st.stmt)
	default:
		for _, x := range st.list {
			look(x)
		}
	}
	return b.String()
}

// definedFlag returns the name of the flag that a call defines on the command line.
func (em *emitter) definedFlag(call *ast.CallExpr) (string, bool) {
	var id *ast.Ident
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		id = f.Sel
	case *ast.Ident:
		id = f
	default:
		return "", false
	}
	f, ok := em.ch.info.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != "flag" || f.Signature().Recv() != nil {
		return "", false
	}
	params := f.Signature().Params()
	for i := range min(params.Len(), len(call.Args)) {
		if params.At(i).Name() != "name" {
			continue
		}
		v := em.ch.info.Types[call.Args[i]].Value
		if f.Name() == "Set" || f.Name() == "Lookup" || v == nil || v.Kind() != constant.String {
			return "", false
		}
		return constant.StringVal(v), true
	}
	return "", false
}

// namedInit reports whether a function is one of GoNB's init functions with a name: func init_something().
func namedInit(fd *ast.FuncDecl) bool {
	return fd.Recv == nil && strings.HasPrefix(fd.Name.Name, "init_") && fd.Type.TypeParams == nil &&
		fd.Type.Params.NumFields() == 0 && fd.Type.Results.NumFields() == 0
}

// parsesFlags reports whether the program's arguments are to be parsed between two places of a cell.
func (s *source) parsesFlags(from, to token.Pos) bool {
	if s.mainLine == 0 || s.line(s.offset(to)) <= s.mainLine {
		return false
	}
	return !from.IsValid() || s.line(s.offset(from)) <= s.mainLine
}
