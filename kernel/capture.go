package kernel

import (
	"encoding/json"
	"io"
	"sync"

	"github.com/lazycell/lazycell/kernel/session"
	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// tee is an output that a file can listen to: what %capture does.
type tee struct {
	session.Output
	mu  sync.Mutex
	to  io.WriteCloser // nil when nobody listens
	err error
}

// listen copies the texts of outputs to w from now on.
func (t *tee) listen(w io.WriteCloser) {
	_ = t.end()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.to = w
}

// end closes the file that listens, and says what went wrong.
func (t *tee) end() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.to == nil {
		return nil
	}
	err := t.err
	if cerr := t.to.Close(); err == nil {
		err = cerr
	}
	t.to, t.err = nil, nil
	return err
}

func (t *tee) write(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.to != nil && t.err == nil {
		_, t.err = io.WriteString(t.to, text)
	}
}

// Stream implements session.Output.
func (t *tee) Stream(name, text string) {
	t.write(text)
	t.Output.Stream(name, text)
}

// capturedTypes are the types of which %capture takes the first that a display has.
var capturedTypes = []string{"text/markdown", "text/html", "text/plain"}

func (t *tee) show(b *pipe.Bundle) {
	for _, mime := range capturedTypes {
		var text string
		if json.Unmarshal(b.Data[mime], &text) == nil && text != "" {
			t.write(text)
			return
		}
	}
}

// Display implements session.Output.
func (t *tee) Display(b *pipe.Bundle) {
	t.show(b)
	t.Output.Display(b)
}

// Result implements session.Output. Of a result its text is taken.
func (t *tee) Result(b *pipe.Bundle) {
	var text string
	if json.Unmarshal(b.Data["text/plain"], &text) == nil && text != "" {
		t.write(text + "\n")
	}
	t.Output.Result(b)
}

// Capture implements magic.Host.
func (h commandHost) Capture(w io.WriteCloser) { h.k.tee.listen(w) }
