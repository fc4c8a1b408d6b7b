package wire

import (
	"fmt"
	"log"
	"net"
	"time"

	"github.com/go-zeromq/zmq4"
)

// Channel names one of the sockets that requests arrive on.
type Channel string

// The channels of a kernel that carry requests and their replies.
const (
	Shell   Channel = "shell"
	Control Channel = "control"
	Stdin   Channel = "stdin"
)

// Comm and Assist are no sockets: they hold what arrives on the shell socket and must not wait there for the cell that runs.
const (
	// Comm holds the messages between widgets and cells: the very cell may wait for them.
	Comm Channel = "comm"
	// Assist holds the requests to complete and to inspect: users type on while a cell runs.
	Assist Channel = "assist"
)

// apart says which messages of the shell socket have an inbox of their own.
var apart = map[string]Channel{
	"comm_open": Comm, "comm_msg": Comm, "comm_close": Comm, "complete_request": Assist, "inspect_request": Assist,
}

// Sockets are the five sockets of a kernel.
type Sockets struct {
	Session *Session // makes and signs the messages to send

	routers   map[Channel]*router
	inbox     map[Channel]*inbox
	iopub     *publisher
	heartbeat *socket
	log       *log.Logger
}

// Listen opens the sockets of a connection. Messages that are malformed or badly signed are dropped with a line in the
// log.
func Listen(c *Connection, logger *log.Logger) (*Sockets, error) {
	signer, err := NewSigner(c.SignatureScheme, c.Key)
	if err != nil {
		return nil, err
	}
	s := &Sockets{Session: NewSession(signer), routers: map[Channel]*router{}, inbox: map[Channel]*inbox{}, log: logger}
	s.inbox[Comm], s.inbox[Assist] = newInbox(), newInbox()
	for _, ch := range []struct {
		name Channel
		port int
	}{{Shell, c.ShellPort}, {Control, c.ControlPort}, {Stdin, c.StdinPort}} {
		l, err := c.listen(ch.port)
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("open the %s socket: %w", ch.name, err)
		}
		box := newInbox()
		s.inbox[ch.name] = box
		s.routers[ch.name] = newRouter(string(ch.name), l, logger.Printf, s.receiver(ch.name, box))
	}
	l, err := c.listen(c.IOPubPort)
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("open the iopub socket: %w", err)
	}
	s.iopub = newPublisher(l, logger.Printf)
	var hb net.Listener
	if hb, err = c.listen(c.HeartbeatPort); err != nil {
		s.Close()
		return nil, fmt.Errorf("open the heartbeat socket: %w", err)
	}
	s.heartbeat = newSocket(zmq4.Rep, hb, logger.Printf, echo)
	return s, nil
}

// receiver decodes what arrives on a channel and puts it into the channel's inbox, or into one apart.
func (s *Sockets) receiver(ch Channel, box *inbox) func([][]byte) {
	own := map[Channel]*inbox{Comm: s.inbox[Comm], Assist: s.inbox[Assist]}
	return func(frames [][]byte) {
		m, err := s.Session.Decode(frames)
		if err != nil {
			s.log.Printf("%s socket: message dropped: %v", ch, err)
			return
		}
		if to, ok := apart[m.Header.MsgType]; ok {
			own[to].put(m)
		} else {
			box.put(m)
		}
	}
}

// echo is the heartbeat: whatever comes goes back.
func echo(p *peer) {
	for {
		frames, err := p.read()
		if err != nil || p.write(frames) != nil {
			return
		}
	}
}

// Receive returns the next message of a channel, or false when the sockets are closed.
func (s *Sockets) Receive(ch Channel) (*Message, bool) { return s.inbox[ch].take() }

// Peek returns the message of a channel that Receive would return next, or nil when none has arrived.
func (s *Sockets) Peek(ch Channel) *Message { return s.inbox[ch].first() }

// TakeAll removes and returns the messages of a channel that have arrived and satisfy match, without waiting.
func (s *Sockets) TakeAll(ch Channel, match func(*Message) bool) []*Message {
	return s.inbox[ch].takeAll(match)
}

// Send sends a message on a channel to the peer that its identities name; what belongs to Comm or Assist goes over the shell
// socket.
func (s *Sockets) Send(ch Channel, m *Message) error {
	if s.routers[ch] == nil {
		ch = Shell
	}
	frames, err := s.Session.Encode(m)
	if err != nil {
		return err
	}
	return s.routers[ch].write(frames)
}

// Publish sends a message to all subscribers, under its type as topic.
func (s *Sockets) Publish(m *Message) error {
	m.Identities = [][]byte{[]byte("kernel." + s.Session.ID + "." + m.Header.MsgType)}
	frames, err := s.Session.Encode(m)
	if err != nil {
		return err
	}
	s.iopub.publish(frames)
	return nil
}

// Close gives subscribers a moment to get what was published and closes all sockets.
func (s *Sockets) Close() {
	if s.iopub != nil {
		s.iopub.drain(time.Second)
	}
	for _, b := range s.inbox {
		b.close()
	}
	for _, r := range s.routers {
		r.close()
	}
	if s.iopub != nil {
		s.iopub.close()
	}
	if s.heartbeat != nil {
		s.heartbeat.close()
	}
}
