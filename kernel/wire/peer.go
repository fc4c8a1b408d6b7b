package wire

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/security/null"
)

// handshakeTime is how long a peer may take to say who it is.
const handshakeTime = 10 * time.Second

// peer is one ZeroMQ connection that has completed its handshake.
type peer struct {
	conn  *zmq4.Conn
	bytes *bounded
	id    string // the identity that the other side chose, or ""

	send sync.Mutex
}

// open completes the handshake of an accepted connection.
func open(c net.Conn, kind zmq4.SocketType) (p *peer, err error) {
	defer recovered(&err)
	b := newBounded(c)
	if err := c.SetDeadline(time.Now().Add(handshakeTime)); err != nil {
		return nil, fmt.Errorf("set the time limit of a handshake: %w", err)
	}
	conn, err := zmq4.Open(b, null.Security(), kind, nil, true, nil)
	if err != nil {
		return nil, err
	}
	if err := c.SetDeadline(time.Time{}); err != nil {
		return nil, fmt.Errorf("lift the time limit of a handshake: %w", err)
	}
	b.limit = maxFrame
	b.collect()
	return &peer{conn: conn, bytes: b, id: conn.Peer.Meta["Identity"]}, nil
}

// recovered turns a panic over bytes from outside into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", ErrMalformed, r)
	}
}

// read returns the next message. Commands are skipped: none is due, because go-zeromq announces ZMTP 3.0, which has no
// pings and sends subscriptions as messages.
func (p *peer) read() (frames [][]byte, err error) {
	defer recovered(&err)
	for {
		msg, err := p.conn.RecvMsg()
		if err != nil {
			return nil, err
		}
		if msg.Type == zmq4.CmdMsg {
			continue
		}
		return msg.Frames, nil
	}
}

// write sends one message.
func (p *peer) write(frames [][]byte) error {
	p.send.Lock()
	defer p.send.Unlock()
	if err := p.conn.SendMsg(zmq4.NewMsgFrom(frames...)); err != nil {
		return err
	}
	return p.bytes.flush()
}

func (p *peer) close() { _ = p.bytes.Close() }

// socket accepts connections of one kind and hands each, after its handshake, to serve in a goroutine of its own.
type socket struct {
	kind     zmq4.SocketType
	listener net.Listener
	log      func(format string, args ...any)
	serve    func(*peer)

	mu    sync.Mutex
	conns map[net.Conn]bool
	done  bool
	wg    sync.WaitGroup
}

func newSocket(kind zmq4.SocketType, l net.Listener, log func(string, ...any), serve func(*peer)) *socket {
	s := &socket{kind: kind, listener: l, log: log, serve: serve, conns: map[net.Conn]bool{}}
	s.wg.Add(1)
	go s.accept()
	return s
}

func (s *socket) accept() {
	defer s.wg.Done()
	for {
		c, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			// Out of file descriptors, or the peer gave up: neither is a reason to stop listening.
			s.log("%s socket: accept: %v", s.kind, err)
			time.Sleep(50 * time.Millisecond)
			continue
		}
		if !s.keep(c) {
			_ = c.Close()
			return
		}
		go s.handle(c)
	}
}

// keep registers a connection unless the socket is closed.
func (s *socket) keep(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return false
	}
	s.conns[c] = true
	s.wg.Add(1)
	return true
}

func (s *socket) handle(c net.Conn) {
	defer s.wg.Done()
	defer func() {
		_ = c.Close()
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
	}()
	p, err := open(c, s.kind)
	if err != nil {
		if !s.closed() {
			s.log("%s socket: connection refused: %v", s.kind, err)
		}
		return
	}
	s.serve(p)
}

func (s *socket) closed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done
}

// close ends the listener and every connection, and waits for their goroutines.
func (s *socket) close() {
	s.mu.Lock()
	s.done = true
	_ = s.listener.Close()
	for c := range s.conns {
		_ = c.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
}
