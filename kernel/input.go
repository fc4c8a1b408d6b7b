package kernel

import (
	"context"
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/wire"
)

// inputs takes what users type into the boxes that cells have asked for.
type inputs struct {
	typed chan string // holds the last line that was not taken yet
}

func (in *inputs) init() { in.typed = make(chan string, 1) }

// handle takes a message of the stdin socket.
func (in *inputs) handle(_ wire.Channel, m *wire.Message) {
	if m.Header.MsgType != "input_reply" {
		return
	}
	var content struct{ Value string }
	decode(m, &content)
	in.forget()
	in.typed <- content.Value
}

// forget drops what nobody has asked for.
func (in *inputs) forget() {
	select {
	case <-in.typed:
	default:
	}
}

// The reasons for which there is no input.
var (
	errNoInput = errors.New("the cell reads standard input, but this front-end lets no cell ask for input (allow_stdin is off)")
	errEnding  = errors.New("the kernel is shutting down")
)

// Input implements session.Output.
func (k *Kernel) Input(ctx context.Context, question pipe.Input) (string, error) {
	k.mu.Lock()
	parent, allowed, hidden := k.parent, k.allowInput, k.hideInput
	k.mu.Unlock()
	if parent == nil || !allowed {
		return "", errNoInput
	}
	k.inputs.forget()
	m, err := k.sockets.Session.Reply(parent, "input_request", map[string]any{"prompt": question.Prompt, "password": question.Password || hidden})
	if err == nil {
		err = k.sockets.Send(wire.Stdin, m)
	}
	if err != nil {
		return "", fmt.Errorf("the front-end can't be asked for input: %w", err)
	}
	select {
	case line := <-k.inputs.typed:
		return line, nil
	case <-ctx.Done():
		return "", ctx.Err()
	case <-k.stop:
		return "", errEnding
	}
}

// HideInput makes the boxes of the running cell hide what is typed into them.
func (h commandHost) HideInput() {
	h.k.mu.Lock()
	defer h.k.mu.Unlock()
	h.k.hideInput = true
}

// Ask asks the user for a line on behalf of a command.
func (h commandHost) Ask(ctx context.Context, prompt string, password bool) (string, error) {
	return h.k.Input(ctx, pipe.Input{Prompt: prompt, Password: password})
}
