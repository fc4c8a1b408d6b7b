package lsp

import (
	"go/scanner"
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cursor is a place in a cell that is being written.
type cursor struct {
	text   string // the cell, mended at the cursor so that it parses better
	offset int    // in both texts: what is added comes behind it
	start  int    // where the word begins that ends here
	member bool   // the word follows a dot
	quiet  bool   // in a comment, a string or a number, where nothing is to be completed
	path   bool   // in the path of an import
}

// prefix is the word to complete.
func (c *cursor) prefix() string { return c.text[c.start:c.offset] }

// placeholder stands for the name that is still missing after a dot.
const placeholder = "_"

// newCursor looks at the tokens around an offset of a cell's text.
func newCursor(text string, offset int) *cursor {
	c := &cursor{text: text, offset: offset, start: wordStart(text, offset)}
	before := strings.TrimRight(text[:c.start], " \t\r\n")
	c.member = strings.HasSuffix(before, ".") && !strings.HasSuffix(before, "..")
	if c.start < offset && unicode.IsDigit(firstRune(text[c.start:])) {
		c.quiet = true
	}
	tokens := tokensOf(text)
	for i, t := range tokens {
		if t.start < offset && offset < t.end || t.start < offset && offset == t.end && t.open {
			c.quiet = c.quiet || t.tok == token.COMMENT || t.tok == token.STRING || t.tok == token.CHAR
			c.path = t.tok == token.STRING && inImport(tokens[:i])
		}
		if c.member && t.end == len(before) && (t.tok == token.FLOAT || t.tok == token.COMMENT || t.tok == token.STRING) {
			c.quiet = true
		}
	}
	if c.quiet {
		return c
	}
	mend := ""
	if c.member && c.start == offset && offset == wordEnd(text, offset) { // or a name on the next line would be the member
		mend = placeholder
	}
	end := wordEnd(text, offset)
	if deferred(tokens, end) {
		mend += "()"
	}
	mend += closers(tokens, offset)
	c.text = text[:end] + mend + text[end:]
	c.text += calls(tokensOf(c.text))
	return c
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func letter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordStart returns where the identifier begins that ends at an offset.
func wordStart(text string, offset int) int {
	for offset > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:offset])
		if !letter(r) {
			break
		}
		offset -= n
	}
	return offset
}

// wordEnd returns where the identifier ends that an offset lies in or touches.
func wordEnd(text string, offset int) int {
	for offset < len(text) {
		r, n := utf8.DecodeRuneInString(text[offset:])
		if !letter(r) {
			break
		}
		offset += n
	}
	return offset
}

// lexeme is a token of a cell's text, comments included.
type lexeme struct {
	tok        token.Token
	start, end int
	open       bool // a comment to the line's end, or what is not terminated: its end belongs to it
}

func tokensOf(text string) []lexeme {
	file := token.NewFileSet().AddFile("", -1, len(text))
	var out []lexeme
	var s scanner.Scanner
	faulty := map[int]bool{}
	s.Init(file, []byte(text), func(p token.Position, _ string) { faulty[p.Offset] = true }, scanner.ScanComments)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return out
		}
		start := file.Offset(pos)
		l := lexeme{tok: tok, start: start, end: start + len(lit)}
		switch {
		case tok == token.SEMICOLON && lit == "\n":
			l.end = start
		case tok.IsOperator():
			l.end = start + len(tok.String())
		case tok == token.COMMENT:
			l.open = strings.HasPrefix(lit, "//") || faulty[start]
		case tok == token.STRING || tok == token.CHAR:
			l.open = faulty[start]
		}
		l.end = min(l.end, len(text))
		out = append(out, l)
	}
}

// inImport reports whether what follows the tokens is the path of an import.
func inImport(tokens []lexeme) bool {
	in, group := false, false
	for _, t := range tokens {
		switch t.tok {
		case token.IMPORT:
			in, group = true, false
		case token.LPAREN:
			group = in
		case token.RPAREN:
			in = false
		case token.SEMICOLON:
			in = in && group
		}
	}
	return in
}

// subject returns where the name lies that inspection at an offset is about: the one that the cursor touches, else the
// function whose arguments it is in.
func subject(text string, offset int) (start, end int, ok bool) {
	tokens := tokensOf(text)
	for _, t := range tokens {
		if t.tok == token.IDENT && t.start <= offset && offset <= t.end {
			return t.start, t.end, true
		}
		if t.tok == token.COMMENT && t.start < offset && (offset < t.end || t.open) {
			return 0, 0, false
		}
	}
	var calls []int // index of the token before each open bracket
	for i, t := range tokens {
		if t.start >= offset {
			break
		}
		switch t.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			calls = append(calls, i-1)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(calls) > 0 {
				calls = calls[:len(calls)-1]
			}
		}
	}
	for k := len(calls) - 1; k >= 0; k-- {
		i := calls[k]
		if i < 0 || tokens[i+1].tok == token.LBRACE {
			continue
		}
		if tokens[i].tok == token.RBRACK { // type arguments
			for depth := 0; i >= 0; i-- {
				if tokens[i].tok == token.RBRACK {
					depth++
				} else if tokens[i].tok == token.LBRACK {
					if depth--; depth == 0 {
						i--
						break
					}
				}
			}
		}
		if i >= 0 && tokens[i].tok == token.IDENT {
			return tokens[i].start, tokens[i].end, true
		}
	}
	return 0, 0, false
}
