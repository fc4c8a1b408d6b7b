package host

import (
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	_ "unsafe" // for go:linkname

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// gonbEncoder is where gonbui writes to. Its pipe alone would do, but then what a cell displays and what it prints would
// arrive in any order. Writing to the session instead makes gonbui wait until a display is published. Were the variable
// gone in a later version of gonbui, displays would come through the pipe.
//
//go:linkname gonbEncoder github.com/janpfeifer/gonb/gonbui.gonbEncoder
var gonbEncoder *gob.Encoder

func init() {
	// What GoNB's own kernel understands besides the types that the protocol registers.
	gob.Register(map[string]any{})
	gob.Register([]any{})
}

// serveDisplays answers GoNB's display protocol: in this process for gonbui, and through the pipes of GONB_PIPE and
// GONB_PIPE_BACK for whatever else speaks it.
func (h *host) serveDisplays() {
	h.values = &valuePipe{out: gob.NewEncoder(os.NewFile(pipe.ValueWriteFD, "values"))}
	go h.decodeDisplays(os.NewFile(pipe.DisplayReadFD, "displays"))
	gonbui.IsNotebook = true
	if err := gonbui.Open(); err != nil {
		fmt.Fprintln(os.Stderr, "lazycell session: gonbui will not work:", err)
		return
	}
	meet := newRendezvous()
	go h.decodeDisplays(meet)
	gonbEncoder = gob.NewEncoder(meet)
}

// decodeDisplays handles displays until it meets something else, which nobody can make sense of what follows after.
func (h *host) decodeDisplays(in io.ReadCloser) {
	defer in.Close()
	decoder := gob.NewDecoder(in)
	for {
		var data protocol.DisplayData
		if err := decoder.Decode(&data); err != nil {
			fmt.Fprintln(os.Stderr, "gonbui: displays end here:", err)
			return
		}
		if err := h.display(&data); err != nil {
			fmt.Fprintln(os.Stderr, "gonbui:", err)
		}
	}
}

// display shows data, or passes on the message to the front-end that it holds.
func (h *host) display(data *protocol.DisplayData) error {
	if v, ok := data.Data[protocol.MIMECommValue].(protocol.CommValue); ok {
		if v.Address == protocol.GonbuiSyncAddress {
			h.values.put(&protocol.CommValue{Address: protocol.GonbuiSyncAckAddress, Value: v.Value})
			return nil
		}
		value, err := json.Marshal(v.Value)
		if err != nil {
			return fmt.Errorf("encode the value for %s: %w", v.Address, err)
		}
		return h.publish(pipe.Event{Op: pipe.Message, Comm: &pipe.Comm{Address: v.Address, Value: value, Request: v.Request}})
	}
	if s, ok := data.Data[protocol.MIMECommSubscribe].(protocol.CommSubscription); ok {
		return h.publish(pipe.Event{Op: pipe.Message, Comm: &pipe.Comm{Address: s.Address, Subscribe: !s.Unsubscribe, Unsubscribe: s.Unsubscribe}})
	}
	if q, ok := data.Data[protocol.MIMEJupyterInput].(protocol.InputRequest); ok {
		h.stdin.ask(pipe.Input{Prompt: q.Prompt, Password: q.Password})
		return nil
	}
	shown := make(map[string]any, len(data.Data))
	for mime, v := range data.Data {
		shown[string(mime)] = v
	}
	return h.show(pipe.Display, shown, data.Metadata, data.DisplayID)
}

// valuePipe carries values from the front-end to gonbui.
type valuePipe struct {
	mu  sync.Mutex
	out *gob.Encoder
}

func (p *valuePipe) put(v *protocol.CommValue) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.out.Encode(v); err != nil {
		fmt.Fprintln(os.Stderr, "gonbui:", err)
	}
}

// send passes on a value in one of the types that gonbui takes.
func (p *valuePipe) send(c *pipe.Comm) {
	var v any
	if c == nil || json.Unmarshal(c.Value, &v) != nil {
		return
	}
	p.put(&protocol.CommValue{Address: c.Address, Value: commValue(v)})
}

// commValue gives lists and maps from JSON the element type that all their elements share.
func commValue(v any) any {
	switch v := v.(type) {
	case []any:
		if s, ok := same[string](v); ok {
			return s
		}
		if s, ok := same[float64](v); ok {
			return s
		}
	case map[string]any:
		if m, ok := sameMap[string](v); ok {
			return m
		}
		if m, ok := sameMap[float64](v); ok {
			return m
		}
	}
	return v
}

func same[T any](values []any) ([]T, bool) {
	out := make([]T, len(values))
	for i, v := range values {
		t, ok := v.(T)
		if !ok {
			return nil, false
		}
		out[i] = t
	}
	return out, true
}

func sameMap[T any](values map[string]any) (map[string]T, bool) {
	out := make(map[string]T, len(values))
	for k, v := range values {
		t, ok := v.(T)
		if !ok {
			return nil, false
		}
		out[k] = t
	}
	return out, true
}
