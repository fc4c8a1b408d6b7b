package kernel

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/lazycell/lazycell/kernel/wire"
)

// answers holds what the requests other than execute_request are answered with: the content of the reply, "status" left
// out when it is "ok".
var answers = map[string]func(*Kernel, *wire.Message) any{
	"kernel_info_request": (*Kernel).kernelInfo,
	"is_complete_request": (*Kernel).isComplete,
	"complete_request":    (*Kernel).complete,
	"inspect_request":     (*Kernel).inspect,
	"history_request":     (*Kernel).answerHistory,
	"comm_info_request":   func(k *Kernel, m *wire.Message) any { return k.comms.info(m) },
	"interrupt_request":   (*Kernel).answerInterrupt,
	"connect_request":     (*Kernel).connect,
	"shutdown_request":    (*Kernel).answerShutdown,
	"debug_request":       (*Kernel).declineDebug,
}

// handle answers one request. A request that the kernel stumbles over doesn't end it.
func (k *Kernel) handle(ch wire.Channel, m *wire.Message) {
	if m.Header.MsgType == "shutdown_request" {
		defer k.shutDown() // when all has been said
	}
	defer k.status.begin(m)()
	replyType := strings.TrimSuffix(m.Header.MsgType, "_request") + "_reply"
	defer func() {
		if r := recover(); r != nil {
			k.options.Log.Printf("%s: panic: %v\n%s", m.Header.MsgType, r, debug.Stack())
			k.reply(ch, m, replyType, errorContent{"error", "KernelError", fmt.Sprint("the kernel could not answer: ", r), []string{}, 0})
		}
	}()
	if m.Header.MsgType == "execute_request" {
		k.execute(ch, m)
		return
	}
	answer, ok := answers[m.Header.MsgType]
	if !ok {
		k.options.Log.Printf("%s is not supported", m.Header.MsgType)
		if strings.HasSuffix(m.Header.MsgType, "_request") {
			k.reply(ch, m, replyType, errorContent{"error", "NotSupported", m.Header.MsgType + " is not supported by this kernel", []string{}, 0})
		}
		return
	}
	k.reply(ch, m, replyType, answer(k, m))
}

// decode reads the content of a request; what is missing or of another type keeps its value.
func decode(m *wire.Message, content any) { _ = json.Unmarshal(m.Content, content) }

// errorContent is the content of a reply, or of an error message, about a failure.
type errorContent struct {
	Status         string   `json:"status,omitempty"`
	Name           string   `json:"ename"`
	Value          string   `json:"evalue"`
	Traceback      []string `json:"traceback"`
	ExecutionCount int      `json:"execution_count,omitempty"`
}

type link struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

func (k *Kernel) kernelInfo(*wire.Message) any {
	version := "0"
	if words := strings.Fields(k.options.Version); len(words) > 1 {
		version = strings.TrimPrefix(words[1], "v")
	}
	return map[string]any{
		"status":                 "ok",
		"protocol_version":       wire.ProtocolVersion,
		"implementation":         "lazycell",
		"implementation_version": version,
		"banner":                 k.options.Version + "\nGo cells that share live values. %help shows the commands.",
		"debugger":               false,
		"supported_features":     []string{},
		"help_links":             []link{{"Go", "https://go.dev/doc/"}, {"Go packages", "https://pkg.go.dev"}},
		"language_info": map[string]any{
			"name":               "go",
			"version":            strings.TrimPrefix(runtime.Version(), "go"),
			"mimetype":           "text/x-go",
			"file_extension":     ".go",
			"pygments_lexer":     "go",
			"codemirror_mode":    "text/x-go",
			"nbconvert_exporter": "script",
		},
	}
}

func (k *Kernel) connect(*wire.Message) any {
	c := k.options.Connection
	return map[string]any{"status": "ok", "shell_port": c.ShellPort, "iopub_port": c.IOPubPort, "stdin_port": c.StdinPort,
		"hb_port": c.HeartbeatPort, "control_port": c.ControlPort}
}

func (k *Kernel) answerInterrupt(*wire.Message) any {
	k.Interrupt()
	return map[string]string{"status": "ok"}
}

func (k *Kernel) answerShutdown(m *wire.Message) any {
	var c struct{ Restart bool }
	decode(m, &c)
	k.Interrupt()
	if err := k.engine.close(); err != nil {
		k.options.Log.Printf("shut down: %v", err)
	}
	return map[string]any{"status": "ok", "restart": c.Restart}
}
