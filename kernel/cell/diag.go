package cell

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Diag is one fault in a cell's source. Line and Col count from 1; Col counts bytes, as Go's compiler does.
type Diag struct {
	Line, Col int
	Msg       string
	Text      string // the user's line

	src    *source
	offset int
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

// Traceback returns the faults as lines for a front-end: place and message, the user's line, and a caret under the spot.
func (e *Error) Traceback() []string {
	var out []string
	for i, d := range e.Diags {
		if i == 10 {
			out = append(out, fmt.Sprintf("… and %d more", len(e.Diags)-i))
			break
		}
		out = append(out, e.where(d)+d.Msg)
		if d.Line > 0 && d.Text != "" {
			out = append(out, "    "+d.Text, "    "+caret(d.Text, d.Col))
		}
	}
	return out
}

// caret returns spaces and a caret below byte column col of line, keeping tabs so that both lines align.
func caret(line string, col int) string {
	col = min(max(col, 1), len(line)+1)
	var b strings.Builder
	for _, r := range line[:col-1] {
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String() + "^"
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
