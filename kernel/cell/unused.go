package cell

import (
	"go/ast"
)

// useUnused notes edits that use the local variables which nobody uses, so that the compiler accepts them.
func (em *emitter) useUnused(src *source, root ast.Node) {
	if len(em.ch.unused) == 0 {
		return
	}
	var stack []ast.Node
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if id, ok := n.(*ast.Ident); ok && em.ch.unused[id.Pos()] {
			em.useLocal(src, id, stack[:len(stack)-1])
		}
		return true
	})
}

// useLocal uses the variable declared by id, whose parents are given outermost first.
func (em *emitter) useLocal(src *source, id *ast.Ident, parents []ast.Node) {
	var stmt ast.Node // the statement that declares it, or what of it is behind
	use := "_ = " + id.Name
	for i := len(parents) - 1; i >= 0; i-- {
		switch n := parents[i].(type) {
		case *ast.AssignStmt, *ast.DeclStmt:
			stmt = n
		case *ast.LabeledStmt:
			if stmt != nil {
				stmt = n
			}
		case *ast.BlockStmt:
			em.edits[src].insert(src.offset(stmt.End()), after, "; "+use)
			return
		case *ast.CommClause:
			if n.Comm == stmt {
				em.edits[src].insert(src.offset(n.Colon)+1, after, " "+use+";")
			} else {
				em.edits[src].insert(src.offset(stmt.End()), after, "; "+use)
			}
			return
		case *ast.CaseClause:
			em.edits[src].insert(src.offset(stmt.End()), after, "; "+use)
			return
		case *ast.IfStmt:
			em.useIn(src, n.Body, use)
			return
		case *ast.ForStmt:
			em.useIn(src, n.Body, use)
			return
		case *ast.RangeStmt:
			em.useIn(src, n.Body, use)
			return
		case *ast.SwitchStmt:
			em.useInClause(src, n.Body, use)
			return
		case *ast.TypeSwitchStmt:
			if a, ok := n.Assign.(*ast.AssignStmt); ok && a == stmt {
				em.edits[src].replace(src.offset(a.Pos()), src.offset(a.TokPos)+len(":="), "")
			} else {
				em.useInClause(src, n.Body, use)
			}
			return
		}
	}
}

func (em *emitter) useIn(src *source, body *ast.BlockStmt, use string) {
	em.edits[src].insert(src.offset(body.Lbrace)+1, after, " "+use+";")
}

// useInClause uses a variable in the first clause of a switch. Without clauses the statement gets one.
func (em *emitter) useInClause(src *source, body *ast.BlockStmt, use string) {
	at, text := body.Lbrace, " default: "+use+";"
	if len(body.List) > 0 {
		if cc, ok := body.List[0].(*ast.CaseClause); ok {
			at, text = cc.Colon, " "+use+";"
		}
	}
	em.edits[src].insert(src.offset(at)+1, after, text)
}
