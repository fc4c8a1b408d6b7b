package kernel

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/magic"
	"github.com/lazycell/lazycell/kernel/wire"
)

// executeRequest is the content of an execute_request.
type executeRequest struct {
	Code            string            `json:"code"`
	Silent          bool              `json:"silent"`
	StoreHistory    bool              `json:"store_history"`
	UserExpressions map[string]string `json:"user_expressions"`
	StopOnError     bool              `json:"stop_on_error"`
	AllowStdin      bool              `json:"allow_stdin"`
}

// executeReply is the content of a reply to a cell that ran well.
type executeReply struct {
	Status          string         `json:"status"`
	ExecutionCount  int            `json:"execution_count"`
	UserExpressions map[string]any `json:"user_expressions"`
	Payload         []any          `json:"payload"`
}

// unnumbered is the number of what runs without having one in the notebook.
const unnumbered = 0

// execute runs a cell and answers its request.
func (k *Kernel) execute(ch wire.Channel, m *wire.Message) {
	req := executeRequest{StoreHistory: true, StopOnError: true}
	decode(m, &req)
	req.StoreHistory = req.StoreHistory && !req.Silent
	blank := strings.TrimSpace(req.Code) == ""

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	k.mu.Lock()
	if req.StoreHistory && !blank {
		k.count++
	}
	count := k.count
	k.outputs = 0
	k.parent, k.silent, k.stored, k.interrupt = m, req.Silent, req.StoreHistory, cancel
	k.allowInput, k.hideInput = req.AllowStdin, false
	k.mu.Unlock()
	defer func() {
		k.mu.Lock()
		k.interrupt = nil
		k.mu.Unlock()
	}()
	if req.StoreHistory && !blank {
		k.history.add(count, req.Code)
	}
	if !req.Silent {
		k.publish(m, "execute_input", map[string]any{"code": req.Code, "execution_count": count})
	}

	var fail *failure
	pages := []any{}
	if what, ok := asked(req.Code); ok {
		pages, fail = k.lookUp(what)
	} else if !blank {
		number := count
		if !req.StoreHistory {
			number = unnumbered
		}
		fail = k.runCell(ctx, number, req.Code, cellKey(m))
	}
	if fail == nil {
		k.reply(ch, m, "execute_reply", executeReply{"ok", count, k.expressions(ctx, req.UserExpressions), pages})
		return
	}
	content := errorContent{Name: fail.Name, Value: fail.Value, Traceback: fail.Traceback}
	k.publish(m, "error", content)
	content.Status, content.ExecutionCount = "error", count
	var queued []*wire.Message
	if req.StopOnError { // before the reply: who has got that may send the next cell
		queued = k.sockets.TakeAll(ch, func(m *wire.Message) bool { return m.Header.MsgType == "execute_request" })
	}
	k.reply(ch, m, "execute_reply", content)
	k.abort(ch, queued, count)
}

// abort refuses cells that were sent before one that failed had ended.
func (k *Kernel) abort(ch wire.Channel, cells []*wire.Message, count int) {
	for _, m := range cells {
		k.status.say(m, "busy")
		k.reply(ch, m, "execute_reply", map[string]any{"status": "aborted", "execution_count": count})
		k.status.say(m, "idle")
	}
}

// cellKey is what tells a cell from others when it runs again: its id in the notebook. Front-ends that send none, such as
// nbconvert, run each cell once.
func cellKey(m *wire.Message) string {
	if id, ok := m.Metadata["cellId"].(string); ok && id != "" {
		return id
	}
	return m.Header.MsgID
}

// runCell runs the commands of a cell and then its Go code.
func (k *Kernel) runCell(ctx context.Context, number int, source, key string) *failure {
	c, err := magic.Parse(source)
	if err == nil && len(c.Commands) > 0 {
		if fail := k.engine.ready(ctx); fail != nil {
			return fail
		}
		defer k.endCapture()
		err = c.Run(ctx, commandHost{k})
	}
	if err != nil {
		return commandFailure(number, err)
	}
	if c.Page && strings.TrimSpace(c.Go) != "" {
		return k.page(ctx, number, c, key)
	}
	var ran *cell.Unit
	if strings.TrimSpace(c.Go) != "" {
		fail := k.engine.run(ctx, number, source, c.Go, key, cell.ParseFlags(c.MainLine))
		k.engine.assist.Refresh()
		if c.Timed {
			k.tee.Stream("stdout", k.engine.last.String())
		}
		if fail != nil {
			return fail
		}
		ran = k.engine.last.unit
	}
	if c.Test != nil {
		return k.engine.test(ctx, ran, c.Test)
	}
	return nil
}

// endCapture closes the file of %capture, if there is one.
func (k *Kernel) endCapture() {
	if err := k.tee.end(); err != nil {
		k.Stream("stderr", "%capture: "+err.Error()+"\n")
	}
}

// commandFailure tells a fault in a command line.
func commandFailure(number int, err error) *failure {
	if errors.Is(err, context.Canceled) {
		return interrupted().done()
	}
	f := &failure{Name: "CommandError", Value: err.Error()}
	var at *magic.Error
	if errors.As(err, &at) {
		f.at(place(number, at.Line, ""), at.Text)
	}
	return f.done()
}

// expressions evaluates what a front-end wants to know beside the cell.
func (k *Kernel) expressions(ctx context.Context, wanted map[string]string) map[string]any {
	answers := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		source := wanted[name]
		c := &captured{}
		k.mu.Lock()
		k.capture = c
		k.mu.Unlock()
		fail := k.engine.run(ctx, unnumbered, source, source, "")
		k.mu.Lock()
		k.capture = nil
		k.mu.Unlock()
		if fail != nil {
			answers[name] = errorContent{Status: "error", Name: fail.Name, Value: fail.Value, Traceback: fail.Traceback}
			continue
		}
		answers[name] = map[string]any{"status": "ok", "data": orEmpty(c.result.Data), "metadata": orEmpty(c.result.Metadata)}
	}
	return answers
}

func orEmpty[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return M{}
	}
	return m
}
