package wire

import "sync"

// inbox holds the messages of a channel that have arrived and were not taken yet.
type inbox struct {
	mu     sync.Mutex
	change *sync.Cond
	queue  []*Message
	closed bool
}

func newInbox() *inbox {
	b := &inbox{}
	b.change = sync.NewCond(&b.mu)
	return b
}

func (b *inbox) put(m *Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.queue = append(b.queue, m)
		b.change.Signal()
	}
}

// take waits for a message; false says that the inbox is closed.
func (b *inbox) take() (*Message, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.queue) == 0 && !b.closed {
		b.change.Wait()
	}
	if b.closed {
		return nil, false
	}
	m := b.queue[0]
	b.queue = b.queue[1:]
	return m, true
}

// first returns the message that take would return, or nil.
func (b *inbox) first() *Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		return nil
	}
	return b.queue[0]
}

// takeAll takes what satisfies match and leaves the rest in its order.
func (b *inbox) takeAll(match func(*Message) bool) []*Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	var taken, left []*Message
	for _, m := range b.queue {
		if match(m) {
			taken = append(taken, m)
		} else {
			left = append(left, m)
		}
	}
	b.queue = left
	return taken
}

func (b *inbox) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.queue = nil
	b.change.Broadcast()
}
