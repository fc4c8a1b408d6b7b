package cell

import (
	"sort"
	"strings"
)

// editClass orders edits that start at the same place.
type editClass int

const (
	closing editClass = iota // ends what was opened before: the last one added comes first
	after                    // follows a statement
	opening                  // begins something: the first one added comes first
	replace                  // stands for a stretch of the text
)

type edit struct {
	start, end int
	class      editClass
	text       string
}

// edits are changes to a text that are applied together, so that all places are those of the text as it was.
type edits struct {
	list   []edit
	sorted bool
	place  func(offset int) string // a directive that says where in the user's text what follows it stands; nil for none
}

func (e *edits) insert(at int, class editClass, text string) {
	e.list, e.sorted = append(e.list, edit{at, at, class, text}), false
}

func (e *edits) replace(start, end int, text string) {
	e.list, e.sorted = append(e.list, edit{start, end, replace, text}), false
}

func (e *edits) sort() {
	if e.sorted {
		return
	}
	seq := make([]int, len(e.list))
	for i := range seq {
		seq[i] = i
	}
	sort.Slice(seq, func(i, j int) bool {
		a, b := e.list[seq[i]], e.list[seq[j]]
		switch {
		case a.start != b.start:
			return a.start < b.start
		case a.class != b.class:
			return a.class < b.class
		case a.class == closing:
			return seq[i] > seq[j]
		}
		return seq[i] < seq[j]
	})
	list := make([]edit, len(seq))
	for i, s := range seq {
		list[i] = e.list[s]
	}
	e.list, e.sorted = list, true
}

// apply returns text[start:end] with the edits made. What is inserted exactly at end belongs to it when it closes or
// follows something, and what is inserted at start when it opens something.
func (e *edits) apply(text string, start, end int) string {
	e.sort()
	var b strings.Builder
	at := start
	first := sort.Search(len(e.list), func(i int) bool { return e.list[i].start >= start })
	for _, ed := range e.list[first:] {
		if ed.start > end || ed.start == end && ed.class > after {
			break
		}
		if ed.start == start && ed.class <= after || ed.start < at {
			continue
		}
		b.WriteString(text[at:ed.start])
		b.WriteString(ed.text)
		at = ed.end
		if e.place != nil && strings.Count(text[ed.start:ed.end], "\n") != strings.Count(ed.text, "\n") {
			b.WriteString(e.place(at))
		}
	}
	if at < end {
		b.WriteString(text[at:end])
	}
	return b.String()
}
