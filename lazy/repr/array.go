package repr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	lineWidth = 75
	separator = ", "
	summary   = "..."
)

// implied are the types that values are read back as without being told.
var implied = []string{"bool", "int64", "float64", "complex128"}

// Array is NumPy's text for an array of this shape and type, of which only the elements at the positions of [Corners] are given, in
// C order: a slice of bool, of an integer or float type or of complex128. The name is what stands before the bracket: "array".
// When the elements are not as many as the corners, or no numbers, the text says so instead.
func Array(name string, shape []int, dtype string, corners any) string {
	head := name + "("
	words, ok := wordsOf(corners, len(shape) > 0)
	if !ok {
		return head + fmt.Sprintf("<elements of type %T>)", corners)
	}
	positions := Corners(shape)
	if want := count(positions); len(words) != want {
		return head + fmt.Sprintf("<%d elements where %d are printed, shape=%s>)", len(words), want, tuple(shape))
	}
	var body string
	switch empty := slices.Contains(shape, 0); {
	case empty && len(shape) > 1:
		body = "[], shape=" + tuple(shape)
	case empty:
		body = "[]"
	default:
		t := text{words: words, positions: positions, shape: shape, short: shortened(shape)}
		body = t.part(0, 0, strings.Repeat(" ", utf8.RuneCountInString(head)+1))
	}
	if len(words) > 0 && slices.Contains(implied, dtype) {
		return head + body + ")"
	}
	body = head + body + ","
	tail := "dtype=" + dtype + ")"
	last := utf8.RuneCountInString(body[strings.LastIndexByte(body, '\n')+1:])
	if last+1+len(tail) > lineWidth {
		return body + "\n" + strings.Repeat(" ", utf8.RuneCountInString(head)) + tail
	}
	return body + " " + tail
}

func count(positions [][]int) int {
	n := 1
	for _, p := range positions {
		n *= len(p)
	}
	return n
}

// tuple writes a shape as Python does.
func tuple(shape []int) string {
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = strconv.Itoa(n)
	}
	if len(parts) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// text is an array of which every element is a word already.
type text struct {
	words     []string
	positions [][]int
	shape     []int
	short     bool
}

// part writes the elements below the first axes: from is the first of them, indent what stands before a further line.
func (t *text) part(axis, from int, indent string) string {
	if axis == len(t.shape) {
		return t.words[from]
	}
	items := make([]string, 0, len(t.positions[axis])+1)
	step := count(t.positions[axis+1:])
	for i := range t.positions[axis] {
		if i == edge && t.short && t.shape[axis] > 2*edge {
			items = append(items, summary)
		}
		items = append(items, t.part(axis+1, from+i*step, indent+" "))
	}
	if below := len(t.shape) - axis - 1; below > 0 {
		return "[" + strings.Join(items, strings.TrimRight(separator, " ")+strings.Repeat("\n", below)+indent) + "]"
	}
	// A row keeps columns free for what closes it: a bracket per axis and the one of the whole text.
	return "[" + wrap(items, indent, lineWidth-1-len(t.shape)) + "]"
}

// wrap sets words in lines. The first starts after an indent that the caller has written.
func wrap(words []string, indent string, width int) string {
	var out strings.Builder
	start := utf8.RuneCountInString(indent)
	column := start
	for i, word := range words {
		n := utf8.RuneCountInString(word)
		if column > start && column+n > width {
			out.WriteString("\n" + indent)
			column = start
		} else if i > 0 {
			out.WriteString(separator[1:])
		}
		out.WriteString(word)
		if column += n; i < len(words)-1 {
			out.WriteString(separator[:1])
			column += len(separator)
		}
	}
	return out.String()
}
