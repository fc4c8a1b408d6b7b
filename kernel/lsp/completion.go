package lsp

import (
	"sort"
	"strings"
	"unicode"
)

// Completion is what the word before a cursor may become.
type Completion struct {
	Matches    []Match
	Start, End int // byte offsets of what a match replaces
}

// Match is one way to go on.
type Match struct {
	Text   string
	Kind   string // "function", "method", "field", "var", "const", "type", "package", "keyword"
	Detail string // its type or signature
}

// hidden is the letter of which every name has one that only generated code uses.
const hidden = 'ʼ'

// matching keeps the matches that go on as prefix does, those that agree in case first, and each once.
func matching(all []Match, prefix string) []Match {
	seen := map[string]bool{}
	var out, folded []Match
	for _, m := range all {
		switch {
		case seen[m.Text] || m.Text == placeholder || strings.ContainsRune(m.Text, hidden):
		case strings.HasPrefix(m.Text, prefix):
			out = append(out, m)
			seen[m.Text] = true
		case hasPrefixFold(m.Text, prefix):
			folded = append(folded, m)
			seen[m.Text] = true
		}
	}
	return append(out, folded...)
}

func hasPrefixFold(s, prefix string) bool {
	rest := []rune(s)
	for _, r := range prefix {
		if len(rest) == 0 || unicode.ToLower(rest[0]) != unicode.ToLower(r) {
			return false
		}
		rest = rest[1:]
	}
	return true
}

func sorted(list []Match) []Match {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Text < list[j].Text })
	return list
}
