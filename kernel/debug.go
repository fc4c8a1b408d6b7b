package kernel

import (
	"encoding/json"

	"github.com/lazycell/lazycell/kernel/wire"
)

// declineDebug answers a debug_request: what it carries, and what its answer must be, is a message of the Debug Adapter
// Protocol. kernel_info says that there is no debugger, so that front-ends which look there never ask.
func (k *Kernel) declineDebug(m *wire.Message) any {
	var r struct {
		Seq     json.Number `json:"seq"`
		Command string      `json:"command"`
	}
	decode(m, &r)
	seq, _ := r.Seq.Int64()
	return map[string]any{
		"seq": seq, "type": "response", "request_seq": seq, "command": r.Command, "success": false,
		"message": "lazycell has no debugger",
	}
}
