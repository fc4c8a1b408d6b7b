package kernel

import (
	"sync"

	"github.com/lazycell/lazycell/kernel/wire"
)

// statuses tells front-ends what the kernel is at: busy before and idle after every request, as the protocol asks. Some take the
// last word for the state of the kernel, so that after a request which was answered while a cell runs the cell is said to be at
// work again.
type statuses struct {
	publish func(parent *wire.Message, msgType string, content any)

	mu      sync.Mutex
	running *wire.Message // the execute_request that is being answered
}

// begin says that a request is being answered; the caller calls what it returns when that has been done.
func (s *statuses) begin(m *wire.Message) (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.say(m, "busy")
	if m.Header.MsgType == "execute_request" {
		s.running = m
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.running == m {
			s.running = nil
		}
		s.say(m, "idle")
		if s.running != nil {
			s.say(s.running, "busy")
		}
	}
}

func (s *statuses) say(parent *wire.Message, state string) {
	s.publish(parent, "status", map[string]string{"execution_state": state})
}
