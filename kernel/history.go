package kernel

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/kernel/wire"
)

// history remembers the cells that have run.
type history struct {
	mu      sync.Mutex
	entries []historyEntry
}

type historyEntry struct {
	number int
	source string
	output string
}

// historySession is the number that front-ends get for the present session: no other one is kept.
const historySession = 1

func (h *history) add(number int, source string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.entries = append(h.entries, historyEntry{number: number, source: source})
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
	}
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
	var found []historyEntry
	switch r.Access {
	case "range":
		if r.Session != 0 && r.Session != historySession {
			return nil
		}
		for _, e := range h.entries {
			if e.number >= r.Start && (r.Stop == nil || e.number < *r.Stop) {
				found = append(found, e)
			}
		}
		return found
	case "search":
		for _, e := range h.entries {
			if r.Unique {
				found = slices.DeleteFunc(found, func(f historyEntry) bool { return f.source == e.source })
			}
			if r.Pattern == "" || matches(r.Pattern, e.source) {
				found = append(found, e)
			}
		}
	default: // "tail"
		found = slices.Clone(h.entries)
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
		row := [3]any{historySession, e.number, e.source}
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
