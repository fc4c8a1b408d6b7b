package kernel

import (
	"encoding/json"

	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/wire"
)

// publish sends a message to all front-ends.
func (k *Kernel) publish(parent *wire.Message, msgType string, content any) {
	m, err := k.sockets.Session.New(parent, msgType, content)
	if err == nil {
		err = k.sockets.Publish(m)
	}
	if err != nil {
		k.options.Log.Printf("publish %s: %v", msgType, err)
	}
}

// reply answers a request on its channel.
func (k *Kernel) reply(ch wire.Channel, request *wire.Message, msgType string, content any) {
	m, err := k.sockets.Session.Reply(request, msgType, content)
	if err == nil {
		err = k.sockets.Send(ch, m)
	}
	if err != nil {
		k.options.Log.Printf("reply %s: %v", msgType, err)
	}
}

// request returns the execute_request that outputs belong to. What goroutines print after their cell has ended belongs
// to the cell that ran last.
func (k *Kernel) request() *wire.Message {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.parent
}

// Stream implements session.Output.
func (k *Kernel) Stream(name, text string) {
	k.put(k.request(), "stream", map[string]string{"name": name, "text": text})
}

// shown is the content of the messages that show something.
type shown struct {
	ExecutionCount *int                       `json:"execution_count,omitempty"`
	Data           map[string]json.RawMessage `json:"data"`
	Metadata       map[string]json.RawMessage `json:"metadata"`
	Transient      map[string]string          `json:"transient,omitempty"`
}

func newShown(b *pipe.Bundle) shown {
	s := shown{Data: b.Data, Metadata: b.Metadata}
	if s.Data == nil {
		s.Data = map[string]json.RawMessage{}
	}
	if s.Metadata == nil {
		s.Metadata = map[string]json.RawMessage{}
	}
	return s
}

// captured takes the result of an expression that is evaluated for a front-end.
type captured struct{ result shown }

// Result implements session.Output.
func (k *Kernel) Result(b *pipe.Bundle) {
	s := newShown(b)
	k.mu.Lock()
	parent, silent, stored, capture, count := k.parent, k.silent, k.stored, k.capture, k.count
	k.mu.Unlock()
	switch {
	case capture != nil:
		capture.result = s
	case !silent:
		s.ExecutionCount = &count
		if stored {
			k.history.result(count, s.Data)
		}
		k.put(parent, "execute_result", s)
	}
}

// Display implements session.Output.
func (k *Kernel) Display(b *pipe.Bundle) { k.displayFor(k.request(), b) }

// displayFor is Display under the cell of another request.
func (k *Kernel) displayFor(parent *wire.Message, b *pipe.Bundle) {
	if b.DisplayID == "" {
		k.put(parent, "display_data", newShown(b))
		return
	}
	k.mu.Lock()
	known := k.displays[b.DisplayID]
	k.displays[b.DisplayID] = len(b.Data) > 0
	alone := k.outputs == 1 && parent == k.parent
	k.mu.Unlock()
	s := newShown(b)
	s.Transient = map[string]string{"display_id": b.DisplayID}
	switch {
	case known && len(b.Data) == 0 && alone: // nothing is left of it
		k.publish(parent, "clear_output", map[string]bool{"wait": false})
		k.mu.Lock()
		k.outputs = 0
		k.mu.Unlock()
	case known && len(b.Data) == 0: // a front-end can't take away one of several outputs: it stays, empty
		s.Data = map[string]json.RawMessage{"text/plain": json.RawMessage(`""`), "text/html": json.RawMessage(`""`)}
		k.publish(parent, "update_display_data", s)
	case known:
		k.publish(parent, "update_display_data", s)
	case len(b.Data) > 0:
		k.put(parent, "display_data", s)
	}
}

// put publishes an output of a cell.
func (k *Kernel) put(parent *wire.Message, msgType string, content any) {
	k.mu.Lock()
	if parent == k.parent {
		k.outputs++
	}
	k.mu.Unlock()
	k.publish(parent, msgType, content)
}

// Comm implements session.Output.
func (k *Kernel) Comm(c *pipe.Comm) { k.comms.fromCell(c) }

// ClearOutput implements session.Output.
func (k *Kernel) ClearOutput(wait bool) {
	k.mu.Lock()
	k.outputs = 0
	k.mu.Unlock()
	k.publish(k.request(), "clear_output", map[string]bool{"wait": wait})
}

// textData is the Data of a message that shows plain text and perhaps Markdown.
func textData(plain, markdown string) map[string]json.RawMessage {
	data := map[string]json.RawMessage{}
	for mime, s := range map[string]string{"text/plain": plain, "text/markdown": markdown} {
		if raw, err := json.Marshal(s); err == nil && s != "" {
			data[mime] = raw
		}
	}
	return data
}
