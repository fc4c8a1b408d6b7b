package cell

import (
	"go/scanner"
	"go/token"
	"strings"
)

// span is a half-open range of byte offsets.
type span struct{ start, end int }

// lexeme is one token of the text.
type lexeme struct {
	offset int
	tok    token.Token
	lit    string
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

// unbalanced returns the first closing bracket that closes nothing.
func unbalanced(ls []lexeme) (lexeme, bool) {
	depth := 0
	for _, l := range ls {
		if depth += depthStep(l.tok); depth < 0 {
			return l, true
		}
	}
	return lexeme{}, false
}

// declSpans finds the declarations among the top-level statements: imports, functions with methods, and types with constants.
func declSpans(ls []lexeme, size int) (imports, funcs, others []span) {
	depth, atStart := 0, true
	for i := 0; i < len(ls); i++ {
		if atStart && depth == 0 && (ls[i].tok == token.IMPORT || ls[i].tok == token.TYPE || ls[i].tok == token.CONST || isFuncDecl(ls[i:])) {
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
			switch ls[i].tok {
			case token.IMPORT:
				imports = append(imports, sp)
			case token.FUNC:
				funcs = append(funcs, sp)
			default:
				others = append(others, sp)
			}
			i = end
			continue
		}
		depth += depthStep(ls[i].tok)
		atStart = depth == 0 && ls[i].tok == token.SEMICOLON
	}
	return imports, funcs, others
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

// outside returns the lexemes that lie in none of the spans.
func outside(ls []lexeme, spans []span) []lexeme {
	var out []lexeme
	for _, l := range ls {
		in := false
		for _, sp := range spans {
			in = in || l.offset >= sp.start && l.offset <= sp.end && sp.start < sp.end
		}
		if !in {
			out = append(out, l)
		}
	}
	return out
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
