package wire

import (
	"errors"
	"fmt"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"
)

// router is a ROUTER socket: a message received starts with the identity of its sender, and a message sent goes to the
// peer that its first frame names.
type router struct {
	*socket
	name    string
	receive func(frames [][]byte)

	mu    sync.Mutex
	peers map[string]*peer
}

// errNoPeer says that the addressee of a message is gone.
var errNoPeer = errors.New("no such peer is connected")

func newRouter(name string, l net.Listener, log func(string, ...any), receive func([][]byte)) *router {
	r := &router{name: name, receive: receive, peers: map[string]*peer{}}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.socket = newSocket(zmq4.Router, l, log, r.serve)
	return r
}

func (r *router) serve(p *peer) {
	if p.id == "" {
		p.id = "\x00" + newID()
	}
	r.mu.Lock()
	// A client that reconnects has the identity it had: what it sends and gets goes over the new connection.
	old := r.peers[p.id]
	r.peers[p.id] = p
	r.mu.Unlock()
	if old != nil {
		old.close()
	}
	defer func() {
		r.mu.Lock()
		if r.peers[p.id] == p {
			delete(r.peers, p.id)
		}
		r.mu.Unlock()
	}()
	for {
		frames, err := p.read()
		if err != nil {
			if errors.Is(err, ErrMalformed) {
				r.log("%s socket: connection closed: %v", r.name, err)
			}
			return
		}
		r.receive(append([][]byte{[]byte(p.id)}, frames...))
	}
}

// write sends frames to the peer that the first of them names.
func (r *router) write(frames [][]byte) error {
	if len(frames) == 0 {
		return fmt.Errorf("send on the %s socket: %w: no frames", r.name, ErrMalformed)
	}
	r.mu.Lock()
	p := r.peers[string(frames[0])]
	r.mu.Unlock()
	if p == nil {
		return fmt.Errorf("send on the %s socket: %w", r.name, errNoPeer)
	}
	if err := p.write(frames[1:]); err != nil {
		return fmt.Errorf("send on the %s socket: %w", r.name, err)
	}
	return nil
}
