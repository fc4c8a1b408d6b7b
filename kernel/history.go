package kernel

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/kernel/wire"
)

// history remembers the cells that have run: those of this session, and in its file those of all.
type history struct {
	file    *historyFile // nil for none
	failed  func(error)  // told once when the file can't be used
	mu      sync.Mutex
	session int // number of this session, 0 as long as nobody needs it
	entries []historyEntry
}

type historyEntry struct {
	session int
	number  int
	source  string
	output  string
}

// add notes a cell.
func (h *history) add(number int, source string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open()
	e := historyEntry{session: h.session, number: number, source: source}
	h.entries = append(h.entries, e)
	h.write(record{Session: e.session, Number: number, Source: &source})
}

// result notes the text of a cell's result.
func (h *history) result(number int, data map[string]json.RawMessage) {
	var text string
	if json.Unmarshal(data["text/plain"], &text) != nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.entries); n > 0 && h.entries[n-1].number == number {
		h.entries[n-1].output = text
		h.write(record{Session: h.session, Number: number, Output: text})
	}
}

// open gives this session its number. h.mu is held.
func (h *history) open() {
	if h.session != 0 {
		return
	}
	h.session = 1
	if h.file == nil {
		return
	}
	n, err := h.file.begin()
	if err != nil {
		h.giveUp(err)
		return
	}
	h.session = n
}

func (h *history) write(r record) {
	if h.file == nil {
		return
	}
	if err := h.file.add(r); err != nil {
		h.giveUp(err)
	}
}

// giveUp goes on without a file.
func (h *history) giveUp(err error) {
	h.file = nil
	if h.failed != nil {
		h.failed(err)
	}
}

// all returns what the file has of other sessions, and then this one's entries. h.mu is held.
func (h *history) all() []historyEntry {
	h.open()
	var entries []historyEntry
	if h.file != nil {
		old, err := h.file.read()
		if err != nil {
			h.giveUp(err)
		}
		entries = slices.DeleteFunc(old, func(e historyEntry) bool { return e.session == h.session })
	}
	return append(entries, h.entries...)
}

// historyRequest is the content of a history_request.
type historyRequest struct {
	Output  bool   `json:"output"`
	Access  string `json:"hist_access_type"`
	Session int    `json:"session"`
	Start   int    `json:"start"`
	Stop    *int   `json:"stop"`
	N       int    `json:"n"`
	Pattern string `json:"pattern"`
	Unique  bool   `json:"unique"`
}

func (h *history) find(r historyRequest) []historyEntry {
	h.mu.Lock()
	defer h.mu.Unlock()
	entries := h.all()
	var found []historyEntry
	switch r.Access {
	case "range":
		session := r.Session
		if session <= 0 {
			session += h.session // 0 is this session, -1 the one before it
		}
		for _, e := range entries {
			if e.session == session && e.number >= r.Start && (r.Stop == nil || e.number < *r.Stop) {
				found = append(found, e)
			}
		}
		return found
	case "search":
		last := map[string]int{} // where a source is for the last time
		for i, e := range entries {
			last[e.source] = i
		}
		for i, e := range entries {
			if (!r.Unique || last[e.source] == i) && (r.Pattern == "" || matches(r.Pattern, e.source)) {
				found = append(found, e)
			}
		}
	default: // "tail"
		found = entries
	}
	if r.N > 0 && len(found) > r.N {
		found = found[len(found)-r.N:]
	}
	return found
}

// matches compares a source with a pattern in which * stands for any text and ? for any character.
func matches(pattern, source string) bool {
	p, s := []rune(pattern), []rune(source)
	star, mark := -1, 0 // the last * and what it stood for so far
	i, j := 0, 0
	for j < len(s) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == s[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

func (k *Kernel) answerHistory(m *wire.Message) any {
	r := historyRequest{Access: "tail"}
	decode(m, &r)
	rows := [][3]any{}
	for _, e := range k.history.find(r) {
		row := [3]any{e.session, e.number, e.source}
		if r.Output {
			row[2] = [2]any{e.source, nullable(e.output)}
		}
		rows = append(rows, row)
	}
	return map[string]any{"status": "ok", "history": rows}
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}
