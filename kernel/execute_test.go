package kernel

import (
	"testing"

	"github.com/lazycell/lazycell/kernel/wire"
)

func TestCellKey(t *testing.T) {
	message := func(id string, metadata map[string]any) *wire.Message {
		return &wire.Message{Header: wire.Header{MsgID: id}, Metadata: metadata}
	}
	cases := []struct {
		name string
		a, b *wire.Message
		same bool
	}{
		{"one cell twice", message("1", map[string]any{"cellId": "x"}), message("2", map[string]any{"cellId": "x"}), true},
		{"two cells", message("1", map[string]any{"cellId": "x"}), message("2", map[string]any{"cellId": "y"}), false},
		{"cells without ids", message("1", nil), message("2", map[string]any{"cellId": 5}), false},
	}
	for _, c := range cases {
		if a, b := cellKey(c.a), cellKey(c.b); (a == b) != c.same {
			t.Errorf("%s: keys %q and %q, want the same: %v", c.name, a, b, c.same)
		}
	}
}
