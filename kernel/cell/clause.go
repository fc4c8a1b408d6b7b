package cell

import "go/token"

// withoutPackageClause blanks the clause that a cell starts with when it was written as a Go file: every cell is its own
// package, whatever name it gives itself.
func withoutPackageClause(text string, lexemes []lexeme) (string, []lexeme) {
	if len(lexemes) < 2 || lexemes[0].tok != token.PACKAGE || lexemes[1].tok != token.IDENT {
		return text, lexemes
	}
	end := lexemes[1].offset + len(lexemes[1].lit)
	text = drop(text, []span{{lexemes[0].offset, end}})
	lexemes = lexemes[2:]
	if len(lexemes) > 0 && lexemes[0].tok == token.SEMICOLON {
		lexemes = lexemes[1:]
	}
	return text, lexemes
}
