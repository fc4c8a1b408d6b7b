package cell

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// source is a cell's text taken apart: imports, functions, top-level statements (declarations among them) and, when the
// last of them is a list of expressions, that list. All positions lie in one FileSet; offset maps them to the text.
type source struct {
	fset    *token.FileSet
	number  int
	text    string
	names   map[string]bool // every identifier in the text
	imports []*ast.ImportSpec
	funcs   []*ast.FuncDecl
	stmts   []ast.Stmt
	early   []*ast.Ident // identifiers in statements that no statement before them declares
	list    []ast.Expr   // of a closing `a, b`
	quiet   bool         // a closing semicolon: the last value is not shown

	mainLine int       // the program's arguments are parsed before the first statement behind this line; 0: never
	native   []*symbol // what the part with C code declares
	dir      string    // the directory that embedded files lie in
}

// Each view of the text is parsed behind a prefix of the same length, so that one subtraction gives the user's offset.
const (
	bodyPrefix = "package p;func _(){"
	declPrefix = "package          p;"
	listPrefix = "                 f("
)

// offset returns where pos lies in the user's text.
func (s *source) offset(pos token.Pos) int {
	// A label at the very end labels an empty statement behind the text.
	return min(max(s.fset.PositionFor(pos, false).Offset-len(bodyPrefix), 0), len(s.text))
}

// parse takes a cell's text apart. It returns an *Error named SyntaxError where the text is not Go.
func parse(fset *token.FileSet, number int, text string) (*source, error) {
	s := &source{fset: fset, number: number, text: text, names: map[string]bool{}}
	lexemes, err := scan(text)
	if err != nil {
		return nil, syntaxError(number, text, err, 0)
	}
	if l, bad := unbalanced(lexemes); bad {
		return nil, &Error{Name: "SyntaxError", Number: number, Diags: []Diag{diagAt(text, l.offset, fmt.Sprintf("unexpected %s: nothing is open here", l.tok))}}
	}
	for _, l := range lexemes {
		if l.tok == token.IDENT {
			s.names[l.lit] = true
		}
	}
	text, lexemes = withoutPackageClause(text, lexemes)
	s.text = text
	imports, funcs, others := declSpans(lexemes, len(text))
	if n := len(lexemes); n > 0 {
		s.quiet = lexemes[n-1].tok == token.SEMICOLON && lexemes[n-1].lit == ";"
	}
	if f, err := s.parseFile(declPrefix + keep(text, imports)); err != nil {
		return nil, syntaxError(number, text, err, len(declPrefix))
	} else {
		s.imports = f.Imports
	}
	f, err := s.parseFile(declPrefix + keep(text, funcs))
	if err != nil {
		return nil, syntaxError(number, text, err, len(declPrefix))
	}
	for _, d := range f.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok {
			s.funcs = append(s.funcs, fd)
		}
	}
	rest := drop(text, append(append([]span{}, imports...), funcs...))
	if sp, list := s.closingList(outside(lexemes, append(append(append([]span{}, imports...), funcs...), others...)), rest); list != nil {
		s.list = list
		rest = drop(rest, []span{sp})
	}
	body, err := parser.ParseFile(s.fset, s.fileName(), bodyPrefix+rest+"\n}", 0)
	if err != nil {
		return nil, syntaxError(number, text, err, len(bodyPrefix))
	}
	if len(body.Decls) != 1 {
		at := s.offset(body.Decls[0].End()) - 1
		return nil, &Error{Name: "SyntaxError", Number: number, Diags: []Diag{diagAt(text, at, "unexpected }")}}
	}
	for _, stmt := range body.Decls[0].(*ast.FuncDecl).Body.List {
		if _, empty := stmt.(*ast.EmptyStmt); !empty {
			s.stmts = append(s.stmts, stmt)
		}
	}
	s.early = body.Unresolved
	return s, nil
}

// fileName names the text in positions, as Go's runtime will in stack traces.
func (s *source) fileName() string { return fmt.Sprintf("Cell [%d]", s.number) }

// line returns the line of a byte offset, from 1.
func (s *source) line(offset int) int { return strings.Count(s.text[:offset], "\n") + 1 }

func (s *source) parseFile(text string) (*ast.File, error) {
	return parser.ParseFile(s.fset, s.fileName(), text, parser.SkipObjectResolution)
}

// closingList recognises `a, b` as the last statement, which Go's grammar has no place for.
func (s *source) closingList(ls []lexeme, rest string) (span, []ast.Expr) {
	end := len(ls)
	for end > 0 && ls[end-1].tok == token.SEMICOLON {
		end--
	}
	start, depth, comma := end, 0, false
	for start > 0 {
		l := ls[start-1]
		if depth == 0 && l.tok == token.SEMICOLON {
			break
		}
		depth -= depthStep(l.tok)
		if depth == 0 {
			comma = comma || l.tok == token.COMMA
			if l.tok.IsKeyword() && !exprKeyword(l.tok) || l.tok == token.ASSIGN || l.tok == token.DEFINE || l.tok == token.COLON ||
				l.tok >= token.ADD_ASSIGN && l.tok <= token.AND_NOT_ASSIGN {
				return span{}, nil
			}
		}
		start--
	}
	if !comma || start == end {
		return span{}, nil
	}
	sp := span{ls[start].offset, len(rest)}
	if end < len(ls) {
		sp.end = ls[end].offset
	}
	view := listPrefix + keep(rest[:sp.end], []span{sp}) + ")"
	expr, err := parser.ParseExprFrom(s.fset, s.fileName(), view, 0)
	if err != nil {
		return span{}, nil
	}
	call, ok := expr.(*ast.CallExpr)
	if !ok || len(call.Args) < 2 || call.Ellipsis.IsValid() {
		return span{}, nil
	}
	return sp, call.Args
}

func exprKeyword(tok token.Token) bool {
	switch tok {
	case token.FUNC, token.MAP, token.CHAN, token.STRUCT, token.INTERFACE:
		return true
	}
	return false
}

// found is what the parser says of the token it met.
var found = regexp.MustCompile(`found ('[^']*'|newline)$`)

func syntaxError(number int, text string, err error, prefix int) error {
	e := &Error{Name: "SyntaxError", Number: number}
	var list scanner.ErrorList
	if errors.As(err, &list) {
		list.Sort()
		lastLine := -1
		for _, se := range list {
			msg := se.Msg
			if msg == "expected 1 expression" {
				msg = "a list of values can only be a cell's last line"
			}
			at := se.Pos.Offset - prefix
			if strings.TrimSpace(text[min(max(at, 0), len(text)):]) == "" {
				msg = found.ReplaceAllString(msg, "found the end of the cell") // what stands there is not the user's
			}
			d := diagAt(text, at, msg)
			if d.Line != lastLine {
				e.Diags = append(e.Diags, d)
			}
			lastLine = d.Line
		}
		return e
	}
	e.Diags = []Diag{{Msg: err.Error()}}
	return e
}
