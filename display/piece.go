package display

import (
	"strings"
	"unicode/utf8"
)

// piece is the text of a value before it is broken into lines: a word, or items between brackets.
type piece struct {
	text        string // of a word; before the bracket otherwise
	open, close string
	items       []piece
	fill        bool // as many items a line as fit, rather than one
}

func word(s string) piece { return piece{text: s} }

// lead puts a text before the piece.
func (p *piece) lead(s string) { p.text = s + p.text }

// flat is the length of the piece on one line, or more than limit.
func (p piece) flat(limit int) int {
	if strings.Contains(p.text, "\n") {
		return limit + 1
	}
	n := utf8.RuneCountInString(p.text) + len(p.open) + len(p.close) + max(len(p.items)-1, 0)
	for _, item := range p.items {
		if n > limit {
			break
		}
		n += item.flat(limit - n)
	}
	return n
}

// write appends the piece at a column, breaking it into lines indented to where its bracket opened unless it fits the
// line. after is the length of what must follow on the last line; when negative, lines aren't broken.
func (p piece) write(b *strings.Builder, column, after int) {
	lines := strings.Split(p.text, "\n")
	b.WriteString(strings.Join(lines, "\n"+strings.Repeat(" ", column)))
	if p.open == "" {
		return
	}
	room := lineWidth - column - max(after, 0)
	whole := after < 0 || p.flat(room) <= room
	b.WriteString(p.open)
	start := column + utf8.RuneCountInString(lines[len(lines)-1]) + len(p.open)
	// Deep values would run out of line to the right: they go on near where they began.
	if start > lineWidth/2 {
		start = column + 1
	}
	at := start
	for i, item := range p.items {
		rest := 0
		switch {
		case after < 0:
			rest = -1
		case i == len(p.items)-1:
			rest = after + len(p.close)
		}
		if i > 0 {
			size := item.flat(lineWidth) + max(rest, 0)
			if whole || p.fill && at+1+size <= lineWidth {
				b.WriteByte(' ')
				at++
			} else {
				b.WriteString("\n" + strings.Repeat(" ", start))
				at = start
			}
		}
		item.write(b, at, rest)
		at += item.flat(lineWidth)
	}
	b.WriteString(p.close)
}
