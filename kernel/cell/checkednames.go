package cell

import (
	"go/ast"
	"regexp"
	"strings"
)

// Names that only the checked program has. They hold a character that no message of Go's type checker uses, so that
// they can be taken out of messages again.
const (
	oldSuffix  = "ʼold" // the variable of an earlier cell that this cell hides from here on
	setSuffix  = "ʼset" // a value on its way to a variable that `:=` sets but does not declare
	resultName = "resultʼcell"
	runName    = "runʼcell"
)

// renameOld tells uses of a variable before the statement that declares it from those after: the former mean the
// variable of an earlier cell, as in `x := x + 1`.
func (p *program) renameOld(s *source, vars map[string]bool) {
	keys := map[*ast.Ident]bool{}
	for _, stmt := range s.stmts {
		ast.Inspect(stmt, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			switch lit.Type.(type) {
			case *ast.MapType, *ast.ArrayType:
				return true
			}
			for _, e := range lit.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					if id, ok := kv.Key.(*ast.Ident); ok {
						keys[id] = true
					}
				}
			}
			return true
		})
	}
	for _, id := range s.early {
		if vars[id.Name] && !keys[id] {
			p.oldNames[id.Name] = append(p.oldNames[id.Name], id)
			id.Name += oldSuffix
		}
	}
}

// restoreNames undoes renameOld, so that the tree spans its text again.
func (p *program) restoreNames() {
	for _, ids := range p.oldNames {
		for _, id := range ids {
			id.Name = strings.TrimSuffix(id.Name, oldSuffix)
		}
	}
}

// qualifiedMain matches names of cells as the type checker qualifies them, outside of quotes.
var qualifiedMain = regexp.MustCompile(`(^|[^"/\pL\d_])main\.(\pL|_)`)

// plain takes the names that only the checked program has out of a message.
func plain(msg string) string {
	if i := strings.IndexByte(msg, '\n'); i >= 0 {
		msg = msg[:i]
	}
	msg = strings.ReplaceAll(msg, "argument to "+resultName, "the cell's result")
	msg = strings.NewReplacer(oldSuffix, "", setSuffix, "").Replace(msg)
	return qualifiedMain.ReplaceAllString(msg, "$1$2")
}
