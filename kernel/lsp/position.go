package lsp

import (
	"strings"
	"unicode/utf8"
)

// position is a place as the protocol tells it: both count from 0, characters in UTF-16 units.
type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// positionOf returns the position of a byte offset.
func positionOf(text string, offset int) position {
	before := text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	units := 0
	for _, r := range before[start:] {
		units += utf16Len(r)
	}
	return position{strings.Count(before, "\n"), units}
}

// offsetOf returns the byte offset of a position; positions beyond a line or the text are cut to its end.
func offsetOf(text string, p position) int {
	at := 0
	for range p.Line {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i + 1
	}
	units := 0
	for at < len(text) && units < p.Character {
		r, n := utf8.DecodeRuneInString(text[at:])
		if r == '\n' {
			break
		}
		units += utf16Len(r)
		at += n
	}
	return at
}

func utf16Len(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}
