package cell

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Diag is one fault in a cell's source. Line and Col count from 1; Col counts bytes, as Go's compiler does.
type Diag struct {
	Line, Col int
	Msg       string
	Text      string // the user's line

	src    *source
	offset int
	length int // in bytes; 0: that of the token there
}

// Error says why a cell could not be built. Name is "SyntaxError", "CompileError" or "BuildError" (the toolchain failed).
type Error struct {
	Name   string
	Number int
	Diags  []Diag
}

// Error returns the first fault in one line.
func (e *Error) Error() string {
	if len(e.Diags) == 0 {
		return e.Name
	}
	return e.where(e.Diags[0]) + e.Diags[0].Msg
}

func (e *Error) where(d Diag) string {
	if d.Line == 0 {
		return ""
	}
	return fmt.Sprintf("Cell [%d], line %d: ", e.Number, d.Line)
}

// Traceback returns the faults as lines for a front-end: place and message, the user's line, and carets under what is wrong
// there. mark, if there is one, dresses up what is wrong in the user's line.
func (e *Error) Traceback(mark func(text string) string) []string {
	var out []string
	for i, d := range e.Diags {
		if i == 10 {
			out = append(out, fmt.Sprintf("… and %d more", len(e.Diags)-i))
			break
		}
		out = append(out, e.where(d)+d.Msg)
		if d.Line == 0 || d.Text == "" {
			continue
		}
		start, end := d.span()
		line := d.Text
		if mark != nil && start < end {
			line = line[:start] + mark(line[start:end]) + line[end:]
		}
		out = append(out, "    "+line, "    "+underline(d.Text, start, end))
	}
	return out
}

// span is the stretch of the line that the fault lies in, as byte offsets; the start alone where the line has ended.
func (d Diag) span() (start, end int) {
	start = min(max(d.Col-1, 0), len(d.Text))
	for start > 0 && start < len(d.Text) && !utf8.RuneStart(d.Text[start]) {
		start--
	}
	end = min(start+d.length, len(d.Text))
	if d.length == 0 {
		end = min(start+tokenLength(d.Text[start:]), len(d.Text)) // the scanner writes a byte that is no character as one of three
	}
	end = start + len(strings.TrimRight(d.Text[start:end], " \t\r"))
	return start, end
}

// tokenLength is the length of the first token of a text; 0 when there is none.
func tokenLength(text string) int {
	if text == "" || strings.ContainsRune(" \t\r", rune(text[0])) {
		return 0
	}
	lexemes, _ := scan(text)
	if len(lexemes) == 0 || lexemes[0].offset > 0 {
		_, size := utf8.DecodeRuneInString(text)
		return size
	}
	if lit := lexemes[0].lit; lit != "" && lit != "\n" {
		return len(lit)
	}
	return len(lexemes[0].tok.String())
}

// underline returns carets below a stretch of a line. Both lines align where characters have the width that Unicode gives them: tabs are kept.
func underline(line string, start, end int) string {
	var b strings.Builder
	for i, part := range strings.Split(line[:start], "\t") {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(strings.Repeat(" ", uniseg.StringWidth(part)))
	}
	return b.String() + strings.Repeat("^", max(1, uniseg.StringWidth(line[start:end])))
}

// diagAt makes a Diag for a byte offset of text.
func diagAt(text string, offset int, msg string) Diag {
	offset = min(max(offset, 0), len(text))
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		end = start + i
	}
	return Diag{Line: strings.Count(text[:offset], "\n") + 1, Col: offset - start + 1, Msg: msg, Text: text[start:end]}
}

var compilerLine = regexp.MustCompile(`^Cell \[\d+\]:(\d+)(?::(\d+))?: (.*)$`)

// compilerDiag reads a line that Go's compiler printed.
func compilerDiag(src *source, line string) Diag {
	m := compilerLine.FindStringSubmatch(line)
	if m == nil {
		line = generated.ReplaceAllString(line, "in generated code: ")
		return Diag{Msg: mangled.ReplaceAllString(line, "")}
	}
	d := Diag{Msg: mangled.ReplaceAllString(m[3], "")}
	d.Line, _ = strconv.Atoi(m[1])
	d.Col, _ = strconv.Atoi(m[2])
	if lines := strings.Split(src.text, "\n"); d.Line > 0 && d.Line <= len(lines) {
		d.Text = lines[d.Line-1]
	}
	return d
}

// mangled matches what compiled names have more than the user's.
var mangled = regexp.MustCompile(`\b(lc_[cp]\d+\.)?(` + exported + `|Lcs\d+_[pv]_)`)

// generated matches places in what the user hasn't written.
var generated = regexp.MustCompile(`\S*/cell\.go:\d+:(\d+:)? `)
