package kernel

import (
	"encoding/json"
	"strings"

	"github.com/lazycell/lazycell/kernel/wire"
)

// page is what a front-end shows beside the notebook.
type page struct {
	Source string                     `json:"source"`
	Data   map[string]json.RawMessage `json:"data"`
	Start  int                        `json:"start"`
}

// asked returns what a cell that is a question in the manner of IPython asks about: "%env?" or "?%env".
func asked(source string) (what string, ok bool) {
	s := strings.TrimSpace(source)
	before := strings.TrimLeft(s, "?")
	what = strings.TrimSpace(strings.TrimRight(before, "?"))
	if what == s || what == "" || strings.ContainsAny(what, "?\n \t") {
		return "", false
	}
	return what, true
}

// lookUp answers a question by what inspection finds.
func (k *Kernel) lookUp(what string) ([]any, *failure) {
	content, err := json.Marshal(map[string]any{"code": what, "cursor_pos": len([]rune(what)), "detail_level": 0})
	if err == nil {
		var raw []byte
		if raw, err = json.Marshal(k.inspect(&wire.Message{Content: content})); err == nil {
			var found struct {
				Found bool
				Data  map[string]json.RawMessage
			}
			if err = json.Unmarshal(raw, &found); err == nil && found.Found {
				return []any{page{"page", found.Data, 0}}, nil
			}
		}
	}
	f := &failure{Name: "NotFound", Value: "nothing is known about " + what}
	if err != nil {
		f.Value += ": " + err.Error()
	}
	return nil, f.done()
}
