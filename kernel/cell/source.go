package cell

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// source is a cell's text taken apart: imports, functions, top-level statements (declarations among them) and, when the
// last of them is a list of expressions, that list. All positions lie in one FileSet; offset maps them to the text.
type source struct {
	fset    *token.FileSet
	text    string
	imports []*ast.ImportSpec
	funcs   []*ast.FuncDecl
	stmts   []ast.Stmt
	list    []ast.Expr // of a closing `a, b`
	quiet   bool       // a closing semicolon: the last value is not shown
}

// Each view of the text is parsed behind a prefix of the same length, so that one subtraction gives the user's offset.
const (
	bodyPrefix = "package p;func _(){"
	declPrefix = "package          p;"
	listPrefix = "                 f("
)

// offset returns where pos lies in the user's text.
func (s *source) offset(pos token.Pos) int {
	return s.fset.PositionFor(pos, false).Offset - len(bodyPrefix)
}

// span is a half-open range of byte offsets.
type span struct{ start, end int }

// lexeme is one token of the text.
type lexeme struct {
	offset int
	tok    token.Token
	lit    string
}

// parse takes a cell's text apart. It returns an *Error named SyntaxError where the text is not Go.
func parse(fset *token.FileSet, number int, text string) (*source, error) {
	s := &source{fset: fset, text: text}
	lexemes, err := scan(text)
	if err != nil {
		return nil, syntaxError(number, text, err, 0)
	}
	imports, funcs := declSpans(lexemes, len(text))
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
	if sp, list := s.closingList(lexemes, rest); list != nil {
		s.list = list
		rest = drop(rest, []span{sp})
	}
	body, err := s.parseFile(bodyPrefix + rest + "\n}")
	if err != nil {
		return nil, syntaxError(number, text, err, len(bodyPrefix))
	}
	if len(body.Decls) != 1 {
		at := s.offset(body.Decls[0].End()) - 1
		return nil, &Error{Name: "SyntaxError", Number: number, Diags: []Diag{diagAt(text, at, "unexpected }")}}
	}
	s.stmts = body.Decls[0].(*ast.FuncDecl).Body.List
	return s, nil
}

func (s *source) parseFile(text string) (*ast.File, error) {
	return parser.ParseFile(s.fset, "", text, parser.SkipObjectResolution|parser.ParseComments)
}

// scan returns the tokens of text, comments left out.
func scan(text string) ([]lexeme, error) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(text))
	var errs scanner.ErrorList
	var sc scanner.Scanner
	sc.Init(file, []byte(text), func(pos token.Position, msg string) { errs.Add(pos, msg) }, 0)
	var out []lexeme
	for {
		pos, tok, lit := sc.Scan()
		if tok == token.EOF {
			return out, errs.Err()
		}
		out = append(out, lexeme{file.Offset(pos), tok, lit})
	}
}

// depthStep says how a token changes the nesting depth.
func depthStep(tok token.Token) int {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		return 1
	case token.RPAREN, token.RBRACK, token.RBRACE:
		return -1
	}
	return 0
}

// declSpans finds the import declarations and the function and method declarations among the top-level statements.
func declSpans(ls []lexeme, size int) (imports, funcs []span) {
	depth, atStart := 0, true
	for i := 0; i < len(ls); i++ {
		if atStart && depth == 0 && (ls[i].tok == token.IMPORT || isFuncDecl(ls[i:])) {
			end := i
			for d := 0; end < len(ls); end++ {
				d += depthStep(ls[end].tok)
				if d == 0 && ls[end].tok == token.SEMICOLON {
					break
				}
			}
			sp := span{ls[i].offset, size}
			if end < len(ls) {
				sp.end = ls[end].offset
			}
			if ls[i].tok == token.IMPORT {
				imports = append(imports, sp)
			} else {
				funcs = append(funcs, sp)
			}
			i = end
			continue
		}
		depth += depthStep(ls[i].tok)
		atStart = depth == 0 && ls[i].tok == token.SEMICOLON
	}
	return imports, funcs
}

// isFuncDecl tells a function or method declaration from a function literal: a name follows, or a receiver and a name.
func isFuncDecl(ls []lexeme) bool {
	if len(ls) < 3 || ls[0].tok != token.FUNC {
		return false
	}
	if ls[1].tok == token.IDENT {
		return true
	}
	if ls[1].tok != token.LPAREN {
		return false
	}
	depth := 0
	for i := 1; i < len(ls)-2; i++ {
		depth += depthStep(ls[i].tok)
		if depth == 0 {
			return ls[i+1].tok == token.IDENT && ls[i+2].tok == token.LPAREN
		}
	}
	return false
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
	expr, err := parser.ParseExprFrom(s.fset, "", view, 0)
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

// keep blanks everything outside the spans, keeping line breaks, so that offsets and lines stay.
func keep(text string, spans []span) string {
	out := []byte(blank(text))
	for _, sp := range spans {
		copy(out[sp.start:sp.end], text[sp.start:sp.end])
	}
	return string(out)
}

// drop blanks the spans.
func drop(text string, spans []span) string {
	out := []byte(text)
	for _, sp := range spans {
		copy(out[sp.start:sp.end], blank(text[sp.start:sp.end]))
	}
	return string(out)
}

func blank(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return ' '
	}, asciiOnly(text))
}

// asciiOnly replaces the bytes of multi-byte characters one by one, so that blanking keeps the length.
func asciiOnly(text string) string {
	b := []byte(text)
	for i := range b {
		if b[i] >= 0x80 {
			b[i] = ' '
		}
	}
	return string(b)
}

func syntaxError(number int, text string, err error, prefix int) error {
	e := &Error{Name: "SyntaxError", Number: number}
	var list scanner.ErrorList
	if errors.As(err, &list) {
		list.Sort()
		lastLine := -1
		for _, se := range list {
			d := diagAt(text, se.Pos.Offset-prefix, se.Msg)
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
