package lsp

import (
	"go/token"
	"slices"
)

// deferred reports whether a name ends at an offset which go or defer stands before, and which is not called yet: to the parser such
// a statement is nothing at all.
func deferred(tokens []lexeme, offset int) bool {
	i := len(tokens) - 1
	for i >= 0 && tokens[i].start >= offset {
		i--
	}
	if i+1 < len(tokens) && tokens[i+1].tok == token.LPAREN {
		return false
	}
	named := false
	for i >= 0 && (tokens[i].tok == token.IDENT || tokens[i].tok == token.PERIOD) {
		named = true
		i--
	}
	return named && i >= 0 && (tokens[i].tok == token.GO || tokens[i].tok == token.DEFER)
}

// calls returns what ends a text whose open braces are those of functions that go or defer stands before: they are called behind
// their end. It is empty where there are none.
func calls(tokens []lexeme) string {
	var open []bool // brackets; true: the body of such a function
	body := -1      // how many brackets are open where such a body will begin
	any := false
	for i, t := range tokens {
		switch t.tok {
		case token.FUNC:
			if i > 0 && (tokens[i-1].tok == token.GO || tokens[i-1].tok == token.DEFER) {
				body = len(open)
			}
		case token.LPAREN, token.LBRACK, token.LBRACE:
			called := t.tok == token.LBRACE && body == len(open)
			open = append(open, called)
			if called {
				body = -1
			}
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
	out := "\n"
	for _, called := range slices.Backward(open) {
		out += "}"
		if called {
			out += "()"
			any = true
		}
		out += "\n"
	}
	if !any {
		return ""
	}
	return out
}

// closers returns what closes the round and square brackets which are open at an offset and which nothing after it closes.
func closers(tokens []lexeme, offset int) string {
	var open []token.Token // at the offset
	var i int
	for ; i < len(tokens) && tokens[i].start < offset; i++ {
		open = step(open, tokens[i].tok)
	}
	after := append([]token.Token{}, open...)
	least := len(after)
	for ; i < len(tokens); i++ {
		after = step(after, tokens[i].tok)
		least = min(least, len(after))
	}
	// Those above least are closed later on.
	out := ""
	for k := min(least, len(open)) - 1; k >= 0; k-- {
		switch open[k] {
		case token.LPAREN:
			out += ")"
		case token.LBRACK:
			out += "]"
		default:
			return out // a brace: what follows may belong to its block
		}
	}
	return out
}

func step(open []token.Token, tok token.Token) []token.Token {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		return append(open, tok)
	case token.RPAREN, token.RBRACK, token.RBRACE:
		if len(open) > 0 {
			return open[:len(open)-1]
		}
	}
	return open
}
