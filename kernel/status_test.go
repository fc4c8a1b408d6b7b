package kernel

import (
	"slices"
	"testing"

	"github.com/lazycell/lazycell/kernel/wire"
)

func TestStatuses(t *testing.T) {
	var said []string
	s := statuses{publish: func(parent *wire.Message, _ string, content any) {
		said = append(said, parent.Header.MsgID+" "+content.(map[string]string)["execution_state"])
	}}
	request := func(id, kind string) func() {
		return s.begin(&wire.Message{Header: wire.Header{MsgID: id, MsgType: kind}})
	}
	request("alone", "complete_request")()
	cell := request("cell", "execute_request")
	within := request("within", "inspect_request")
	within()
	across := request("across", "inspect_request")
	cell()
	across()
	want := []string{"alone busy", "alone idle", "cell busy", "within busy", "within idle", "cell busy", "across busy", "cell idle", "across idle"}
	if !slices.Equal(said, want) {
		t.Errorf("said %q, want %q", said, want)
	}
}
