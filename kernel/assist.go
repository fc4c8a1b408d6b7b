package kernel

import (
	"strings"
	"unicode/utf8"

	"github.com/lazycell/lazycell/kernel/magic"
	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/wire"
)

// cursorRequest is the content of a complete_request or an inspect_request.
type cursorRequest struct {
	Code      string `json:"code"`
	CursorPos *int   `json:"cursor_pos"` // in characters, nil for the end
}

// offset returns the cursor in bytes.
func (r *cursorRequest) offset() int {
	if r.CursorPos == nil {
		return len(r.Code)
	}
	n := 0
	for at := range r.Code {
		if n == *r.CursorPos {
			return at
		}
		n++
	}
	return len(r.Code)
}

// commandAt returns the command name that the cursor touches, and where it starts.
func (r *cursorRequest) commandAt() (name string, start int, ok bool) {
	cursor := r.offset()
	start = strings.LastIndexByte(r.Code[:cursor], '\n') + 1
	line, _, _ := strings.Cut(r.Code[start:], "\n")
	name, _, _ = strings.Cut(line, " ")
	if !strings.HasPrefix(name, "%") || cursor > start+len(name) {
		return "", 0, false
	}
	return name, start, true
}

func (k *Kernel) complete(m *wire.Message) any {
	var r cursorRequest
	decode(m, &r)
	cursor := utf8.RuneCountInString(r.Code[:r.offset()])
	matches, from, to := []string{}, cursor, cursor
	if name, start, ok := r.commandAt(); ok {
		typed := r.Code[start:r.offset()]
		for _, n := range magic.Names() {
			if strings.HasPrefix(n, typed) {
				matches = append(matches, n)
			}
		}
		from = utf8.RuneCountInString(r.Code[:start])
		to = from + utf8.RuneCountInString(name)
	}
	return map[string]any{"status": "ok", "matches": matches, "cursor_start": from, "cursor_end": to, "metadata": map[string]any{}}
}

func (k *Kernel) inspect(m *wire.Message) any {
	var r cursorRequest
	decode(m, &r)
	found := shown{}
	name, _, ok := r.commandAt()
	if ok {
		var help string
		if help, ok = magic.Help(name); ok {
			found = newShown(&pipe.Bundle{Data: textData(strings.ReplaceAll(help, "`", ""), help)})
		}
	}
	return map[string]any{"status": "ok", "found": ok, "data": orEmpty(found.Data), "metadata": map[string]any{}}
}
