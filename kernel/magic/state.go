package magic

import "strings"

// state is how far Go's lexical structure is open at the start of a line: a line inside a raw string or a comment is
// never a command, whatever it starts with.
type state struct {
	raw, comment bool
	depth        int  // of brackets
	open         bool // the last token was an operator, so that the expression goes on
}

// startsCommand says whether a line is a command line.
func (s *state) startsCommand(line string) bool {
	if s.raw || s.comment {
		return false
	}
	if strings.HasPrefix(strings.TrimLeft(line, " \t"), "%") {
		return true // no Go line can start with the operator
	}
	// A Go line can start with a negation, within brackets or after an operator.
	return strings.HasPrefix(line, "!") && s.depth == 0 && !s.open
}

// line takes one line of Go into account.
func (s *state) line(text string) {
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		switch {
		case s.raw:
			s.raw = text[i] != '`'
			s.open = false
		case s.comment:
			if strings.HasPrefix(rest, "*/") {
				s.comment = false
				i++
			}
		case strings.HasPrefix(rest, "//"):
			return
		case strings.HasPrefix(rest, "/*"):
			s.comment = true
			i++
		case text[i] == '`':
			s.raw = true
		case text[i] == '"' || text[i] == '\'':
			i += quotedLength(rest) - 1
			s.open = false
		default:
			s.token(text[i])
		}
	}
}

func (s *state) token(ch byte) {
	switch ch {
	case ' ', '\t', '\r':
		return
	case '(', '[', '{':
		s.depth++
	case ')', ']', '}':
		s.depth = max(s.depth-1, 0)
	}
	s.open = strings.IndexByte("+-*/%&|^<>=!,.:", ch) >= 0
}

// quotedLength returns the length of the string or character literal that text starts with, at most to its end.
func quotedLength(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return i + 1
		}
	}
	return len(text)
}
