package lsp

import (
	"sort"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
)

// view is a cell as a Go file for gopls. Stretches of the cell stand in it as they are, in another order.
type view struct {
	text   string
	pieces []piece
}

// piece is a stretch of the cell's text in the view's.
type piece struct{ cell, view, size int }

// newView writes the view of a cell: its imports, the session's names, what the cell declares at package level, and its statements as
// the body of a function. Its own variables stand at package level too, for its functions to see.
func newView(l *cell.Look, k *kept) *view {
	session := describeSession(l, k)
	v := &view{}
	var b strings.Builder
	take := func(from, to int) {
		v.pieces = append(v.pieces, piece{from, b.Len(), to - from})
		b.WriteString(l.Text[from:to])
	}
	b.WriteString("package main\n\n")
	takeAll := func(kind cell.PartKind) {
		for _, p := range l.Parts {
			if p.Kind == kind {
				take(p.Start, p.End)
				b.WriteString("\n")
			}
		}
	}
	takeAll(cell.ImportPart)
	b.WriteString(session)
	takeAll(cell.DeclPart)
	takeAll(cell.FuncPart)
	b.WriteString("\nfunc ʼshow(...any)\n\nfunc _() {\n")
	at, list := 0, false
	for _, p := range l.Parts {
		take(at, p.Start)
		b.WriteString(" ") // the end of one piece is not the start of the next
		at = p.End
		if p.Kind == cell.ClosingList {
			list = true
			b.WriteString("ʼshow(")
			take(p.Start, p.End)
			b.WriteString(")")
		}
	}
	if rest := l.Text[at:]; !list || strings.TrimSpace(rest) != "" {
		take(at, len(l.Text))
	} else {
		b.WriteString("\n")
	}
	b.WriteString("\n" + strings.Repeat("}\n", 1+max(unclosed(l.Text), 0)))
	v.text = b.String()
	return v
}

// unclosed is how many braces a text leaves open.
func unclosed(text string) int {
	n := 0
	for _, t := range tokensOf(text) {
		switch text[t.start:t.end] {
		case "{":
			n++
		case "}":
			n--
		}
	}
	return n
}

// toView returns where an offset of the cell lies in the view. Where two pieces meet, the one that ends there has it.
func (v *view) toView(offset int) (int, bool) {
	best, ok := 0, false
	for _, p := range v.pieces {
		if p.cell <= offset && offset <= p.cell+p.size && (!ok || p.cell < offset) {
			best, ok = p.view+offset-p.cell, true
			if p.cell < offset {
				break
			}
		}
	}
	return best, ok
}

// toCell is the reverse of toView.
func (v *view) toCell(offset int) (int, bool) {
	i := sort.Search(len(v.pieces), func(i int) bool { return v.pieces[i].view > offset }) - 1
	if i < 0 || offset > v.pieces[i].view+v.pieces[i].size {
		return 0, false
	}
	return v.pieces[i].cell + offset - v.pieces[i].view, true
}
