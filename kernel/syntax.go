package kernel

import (
	"go/scanner"
	"go/token"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/magic"
	"github.com/lazycell/lazycell/kernel/wire"
)

// isComplete answers a console that wants to know whether Enter runs the cell or starts another line.
func (k *Kernel) isComplete(m *wire.Message) any {
	var r struct{ Code string }
	decode(m, &r)
	status, indent := completeness(r.Code)
	if status != "incomplete" {
		return map[string]string{"status": status}
	}
	return map[string]string{"status": status, "indent": indent}
}

// completeness returns "complete", "incomplete" or "invalid", and how the next line of an incomplete cell is indented.
func completeness(source string) (status, indent string) {
	if strings.HasSuffix(strings.TrimRight(source, " \t\n"), `\`) {
		if first, _, _ := strings.Cut(strings.TrimLeft(source, " \t\n"), "\n"); strings.HasPrefix(first, "!") || strings.HasPrefix(first, "%") {
			return "incomplete", ""
		}
	}
	if _, ok := asked(source); ok {
		return "complete", ""
	}
	c, err := magic.Parse(source)
	if err != nil {
		return "invalid", ""
	}
	if strings.TrimSpace(c.Go) == "" {
		return "complete", ""
	}
	o := scan(c.Go)
	switch {
	case o.closed:
		return "invalid", ""
	case o.unterminated:
		return "incomplete", ""
	case o.depth > 0 || o.operator:
		return "incomplete", strings.Repeat("\t", o.depth)
	case cell.CheckSyntax(c.Go) != nil:
		return "invalid", ""
	}
	return "complete", ""
}

// openness is what a source leaves open at its end.
type openness struct {
	depth        int  // brackets
	unterminated bool // a raw string or a comment
	operator     bool // something must follow the last token
	closed       bool // a bracket closes that was not opened
}

func scan(source string) openness {
	var o openness
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, []byte(source), func(_ token.Position, msg string) {
		o.unterminated = o.unterminated || msg == "raw string literal not terminated" || msg == "comment not terminated"
	}, 0)
	for {
		_, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return o
		case token.LPAREN, token.LBRACK, token.LBRACE:
			o.depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			o.depth--
			o.closed = o.closed || o.depth < 0
		}
		if tok != token.SEMICOLON || lit != "\n" {
			// ++ and -- end a statement, and so may whatever is no operator.
			o.operator = tok.IsOperator() && !closes(tok)
		}
	}
}

func closes(tok token.Token) bool {
	switch tok {
	case token.RPAREN, token.RBRACK, token.RBRACE, token.INC, token.DEC, token.SEMICOLON:
		return true
	}
	return false
}
