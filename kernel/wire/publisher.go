package wire

import (
	"bytes"
	"net"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
)

const (
	// subscriberBytes is how much may wait for one subscriber before publishing waits for it.
	subscriberBytes = 64 << 20
	// subscriberPatience is how long publishing waits for a subscriber that takes nothing, before it is let go. ZeroMQ
	// clients then connect again by themselves.
	subscriberPatience = 10 * time.Second
)

// publisher is a PUB socket. A subscriber is served from its connection on: what is published before its subscription
// arrives is kept for it, so that nothing is lost at the start.
type publisher struct {
	*socket

	mu   sync.Mutex
	subs map[*subscriber]bool
}

func newPublisher(l net.Listener, log func(string, ...any)) *publisher {
	p := &publisher{subs: map[*subscriber]bool{}}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.socket = newSocket(zmq4.Pub, l, log, p.serve)
	return p
}

func (p *publisher) serve(pr *peer) {
	s := newSubscriber(pr)
	p.mu.Lock()
	p.subs[s] = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.subs, s)
		p.mu.Unlock()
		s.stop()
	}()
	go s.write()
	for {
		frames, err := pr.read()
		if err != nil {
			return
		}
		s.subscribe(frames)
	}
}

// publish sends frames to everyone who subscribed to a prefix of the first.
func (p *publisher) publish(frames [][]byte) {
	p.mu.Lock()
	subs := make([]*subscriber, 0, len(p.subs))
	for s := range p.subs {
		subs = append(subs, s)
	}
	p.mu.Unlock()
	for _, s := range subs {
		if !s.push(frames) {
			p.log("iopub socket: a subscriber took nothing for %v and was let go", subscriberPatience)
		}
	}
}

// drain waits until subscribers have got what was published, at most for the given time.
func (p *publisher) drain(limit time.Duration) {
	deadline := time.Now().Add(limit)
	for time.Now().Before(deadline) {
		busy := false
		p.mu.Lock()
		for s := range p.subs {
			busy = busy || s.pending()
		}
		p.mu.Unlock()
		if !busy {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// subscriber is one connection of a publisher with its queue.
type subscriber struct {
	peer *peer

	mu      sync.Mutex
	change  *sync.Cond
	topics  map[string]bool
	ready   bool // the first subscription has arrived
	queue   [][][]byte
	bytes   int
	writing bool
	stopped bool
}

func newSubscriber(p *peer) *subscriber {
	s := &subscriber{peer: p, topics: map[string]bool{}}
	s.change = sync.NewCond(&s.mu)
	return s
}

// subscribe takes a subscription (first byte 1) or its end (0).
func (s *subscriber) subscribe(frames [][]byte) {
	if len(frames) != 1 || len(frames[0]) == 0 || frames[0][0] > 1 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	topic := string(frames[0][1:])
	if frames[0][0] == 1 {
		s.topics[topic] = true
		s.ready = true
	} else {
		delete(s.topics, topic)
	}
	s.change.Broadcast()
}

// push queues a message and reports false when the subscriber had to be given up.
func (s *subscriber) push(frames [][]byte) bool {
	size := 0
	for _, f := range frames {
		size += len(f)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bytes > 0 && s.bytes+size > subscriberBytes && !s.makeRoom(size) {
		return false
	}
	if s.stopped {
		return true
	}
	s.queue = append(s.queue, frames)
	s.bytes += size
	s.change.Broadcast()
	return true
}

// makeRoom waits, with s.mu held, until size more bytes fit. A subscriber that makes no progress is closed.
func (s *subscriber) makeRoom(size int) bool {
	for s.bytes > 0 && s.bytes+size > subscriberBytes && !s.stopped {
		before := s.bytes
		stuck := false
		timer := time.AfterFunc(subscriberPatience, func() {
			s.mu.Lock()
			stuck = true
			s.change.Broadcast()
			s.mu.Unlock()
		})
		for s.bytes == before && !s.stopped && !stuck {
			s.change.Wait()
		}
		timer.Stop()
		if stuck && s.bytes == before {
			s.stopped = true
			s.peer.close()
			s.change.Broadcast()
			return false
		}
	}
	return true
}

// write sends what is queued until the connection ends.
func (s *subscriber) write() {
	for {
		frames, ok := s.next()
		if !ok {
			return
		}
		if err := s.peer.write(frames); err != nil {
			s.stop()
			return
		}
	}
}

func (s *subscriber) next() ([][]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writing = false
	for {
		for s.ready && len(s.queue) > 0 && !s.stopped {
			frames := s.queue[0]
			s.queue = s.queue[1:]
			for _, f := range frames {
				s.bytes -= len(f)
			}
			s.change.Broadcast()
			if s.wants(frames[0]) {
				s.writing = true
				return frames, true
			}
		}
		if s.stopped {
			return nil, false
		}
		s.change.Wait()
	}
}

func (s *subscriber) wants(topic []byte) bool {
	for t := range s.topics {
		if bytes.HasPrefix(topic, []byte(t)) {
			return true
		}
	}
	return false
}

func (s *subscriber) pending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready && !s.stopped && (len(s.queue) > 0 || s.writing)
}

func (s *subscriber) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	s.queue, s.bytes = nil, 0
	s.peer.close()
	s.change.Broadcast()
}
