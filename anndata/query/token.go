package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a piece of a selection.
type token struct {
	text   string
	quoted bool
	at     int // byte in the selection
}

func (t token) is(text string) bool { return !t.quoted && t.text == text }

// operators are longest first.
var operators = []string{"==", "!=", "<=", ">=", "!~", "<", ">", "~", "=", "(", ")", "[", "]", ","}

// tokens takes a selection apart.
func tokens(text string) ([]token, error) {
	var out []token
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		if r == '"' || r == '\'' {
			value, end, err := quoted(text, i)
			if err != nil {
				return nil, err
			}
			out = append(out, token{value, true, i})
			i = end
			continue
		}
		if o := operatorAt(text[i:]); o != "" {
			out = append(out, token{o, false, i})
			i += len(o)
			continue
		}
		start := i
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if unicode.IsSpace(r) || r == '"' || r == '\'' || operatorAt(text[i:]) != "" {
				break
			}
			i += n
		}
		out = append(out, token{text[start:i], false, start})
	}
	return out, nil
}

func operatorAt(text string) string {
	for _, o := range operators {
		if strings.HasPrefix(text, o) {
			return o
		}
	}
	return ""
}

// quoted reads quoted text that begins at a place, and gives the place behind it.
func quoted(text string, at int) (string, int, error) {
	var b strings.Builder
	mark := text[at]
	for i := at + 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == mark:
			return b.String(), i + 1, nil
		case c == '\\' && i+1 < len(text) && strings.IndexByte(`\'"`, text[i+1]) >= 0:
			i++
			b.WriteByte(text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", 0, fmt.Errorf("the quote %c at character %d has no end", mark, utf8.RuneCountInString(text[:at])+1)
}
