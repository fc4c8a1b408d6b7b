package host

import (
	"io"
	"sync"
)

// rendezvous is a pipe whose writer waits until the reader asks for more, that is, until the reader has dealt with all
// it could make of what was written.
type rendezvous struct {
	mu      sync.Mutex
	change  *sync.Cond
	data    []byte
	waiting bool // the reader wants more
	closed  bool // the reader wants nothing any more
}

func newRendezvous() *rendezvous {
	r := &rendezvous{}
	r.change = sync.NewCond(&r.mu)
	return r
}

// Write implements io.Writer.
func (r *rendezvous) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.data = append(r.data, p...)
	r.waiting = false
	r.change.Broadcast()
	for !r.waiting && !r.closed {
		r.change.Wait()
	}
	if r.closed {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

// Read implements io.Reader.
func (r *rendezvous) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.data) == 0 {
		r.waiting = true
		r.change.Broadcast()
	}
	for len(r.data) == 0 {
		r.change.Wait()
	}
	n := copy(p, r.data)
	r.data = r.data[n:]
	return n, nil
}

// Close lets writers go, now and later.
func (r *rendezvous) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.change.Broadcast()
	return nil
}
