package wire

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

// logBuffer is a log destination that a test can read while it is written.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// freePorts returns ports that nobody listens on.
func freePorts(t *testing.T, n int) []int {
	t.Helper()
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

func listen(t *testing.T) (*Sockets, *Connection, *logBuffer) {
	t.Helper()
	p := freePorts(t, 5)
	c := &Connection{
		Transport: "tcp", IP: "127.0.0.1", Key: "k", SignatureScheme: defaultScheme,
		ShellPort: p[0], ControlPort: p[1], IOPubPort: p[2], StdinPort: p[3], HeartbeatPort: p[4],
	}
	logs := &logBuffer{}
	s, err := Listen(c, log.New(logs, "", 0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, c, logs
}

func dial(t *testing.T, s zmq4.Socket, port int) zmq4.Socket {
	t.Helper()
	if err := s.Dial(fmt.Sprintf("tcp://127.0.0.1:%d", port)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func TestRequestAndReply(t *testing.T) {
	s, c, logs := listen(t)
	client := testSession(t, "k")
	stranger := testSession(t, "other")
	named := dial(t, zmq4.NewDealer(context.Background(), zmq4.WithID(zmq4.SocketIdentity("me"))), c.ShellPort)
	for i, sender := range []*Session{stranger, client} {
		m, err := sender.New(nil, fmt.Sprintf("request_%d", i), map[string]any{})
		if err != nil {
			t.Fatal(err)
		}
		frames, err := sender.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := named.Send(zmq4.NewMsgFrom(frames...)); err != nil {
			t.Fatal(err)
		}
	}
	m, ok := s.Receive(Shell)
	if !ok || m.Header.MsgType != "request_1" {
		t.Fatalf("got %+v, want the message with the right signature", m)
	}
	if !strings.Contains(logs.String(), "shell socket: message dropped: wrong signature") {
		t.Errorf("log %q does not tell of the dropped message", logs)
	}
	reply, err := s.Session.Reply(m, "answer", map[string]any{"n": 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(Shell, reply); err != nil {
		t.Fatal(err)
	}
	got, err := named.Recv()
	if err != nil {
		t.Fatal(err)
	}
	back, err := client.Decode(got.Frames)
	if err != nil || back.Header.MsgType != "answer" || back.ParentID() != m.Header.MsgID {
		t.Errorf("reply %+v, %v", back, err)
	}
	reply.Identities = [][]byte{[]byte("nobody")}
	if err := s.Send(Shell, reply); err == nil {
		t.Error("sending to nobody succeeded")
	}
}

func TestPublishBeforeSubscription(t *testing.T) {
	s, c, _ := listen(t)
	sub := dial(t, zmq4.NewSub(context.Background()), c.IOPubPort)
	eventually(t, "the subscriber is connected", func() bool {
		s.iopub.mu.Lock()
		defer s.iopub.mu.Unlock()
		return len(s.iopub.subs) == 1
	})
	const n = 200
	for i := range n {
		m, err := s.Session.New(nil, "stream", map[string]any{"n": i})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Publish(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := sub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		msg, err := sub.Recv()
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.Session.Decode(msg.Frames)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf(`{"n":%d}`, i); string(m.Content) != want {
			t.Fatalf("message %d is %s, want %s", i, m.Content, want)
		}
	}
}

func TestHeartbeat(t *testing.T) {
	_, c, _ := listen(t)
	req := dial(t, zmq4.NewReq(context.Background()), c.HeartbeatPort)
	for range 3 {
		if err := req.Send(zmq4.NewMsgString("ping")); err != nil {
			t.Fatal(err)
		}
		if msg, err := req.Recv(); err != nil || string(msg.Frames[0]) != "ping" {
			t.Fatalf("heartbeat gave %v, %v", msg, err)
		}
	}
}

// greeting is what a ZMTP 3.0 peer says first, with the NULL mechanism.
func greeting() []byte {
	g := make([]byte, greetingSize)
	g[0], g[9], g[10] = 0xff, 0x7f, 3
	copy(g[12:], "NULL")
	return g
}

// A peer that talks nonsense or nothing must not keep others from being served.
func TestHostilePeers(t *testing.T) {
	s, c, _ := listen(t)
	huge := binary.BigEndian.AppendUint64([]byte{6}, 1<<62)
	for name, say := range map[string][]byte{
		"silent":               nil,
		"http":                 []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + strings.Repeat("x", 100)),
		"huge handshake frame": append(greeting(), huge...),
		"cut property":         append(greeting(), 4, 7, 5, 'R', 'E', 'A', 'D', 'Y', 200),
		"cut value":            append(greeting(), 4, 8, 5, 'R', 'E', 'A', 'D', 'Y', 1, 'a'),
		"empty command":        append(greeting(), 4, 0),
		"huge message":         append(append(greeting(), ready("DEALER")...), binary.BigEndian.AppendUint64([]byte{2}, 1<<62)...),
		"no such socket type":  append(greeting(), ready("PUB")...),
		"message then garbage": append(append(greeting(), ready("DEALER")...), 0, 3, 'a', 'b', 'c', 7, 0xff),
	} {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", c.ShellPort))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		if _, err := conn.Write(say); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if strings.HasPrefix(name, "huge") {
			// The kernel ends such a connection at once.
			if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, conn); err != nil && strings.Contains(err.Error(), "timeout") {
				t.Errorf("%s: the connection stays open", name)
			}
		}
	}
	client := testSession(t, "k")
	dealer := dial(t, zmq4.NewDealer(context.Background()), c.ShellPort)
	m, err := client.New(nil, "hello", map[string]any{})
	if err != nil {
		t.Fatal(err)
	}
	frames, err := client.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := dealer.Send(zmq4.NewMsgFrom(frames...)); err != nil {
		t.Fatal(err)
	}
	if got, ok := s.Receive(Shell); !ok || got.Header.MsgType != "hello" {
		t.Errorf("got %+v, want the honest message", got)
	}
}

// ready is the READY command of a peer with the given socket type.
func ready(kind string) []byte {
	body := append([]byte{5}, "READY"...)
	body = append(body, 11)
	body = append(body, "Socket-Type"...)
	body = binary.BigEndian.AppendUint32(body, uint32(len(kind)))
	body = append(body, kind...)
	return append([]byte{4, byte(len(body))}, body...)
}

func TestTakeAllAndClose(t *testing.T) {
	b := newInbox()
	for _, kind := range []string{"execute_request", "kernel_info_request", "execute_request"} {
		b.put(&Message{Header: Header{MsgType: kind}})
	}
	if got := b.takeAll(func(m *Message) bool { return m.Header.MsgType == "execute_request" }); len(got) != 2 {
		t.Errorf("took %d messages, want 2", len(got))
	}
	if m, ok := b.take(); !ok || m.Header.MsgType != "kernel_info_request" {
		t.Errorf("left %+v, want the other message", m)
	}
	done := make(chan bool)
	go func() { _, ok := b.take(); done <- ok }()
	b.close()
	if <-done {
		t.Error("a closed inbox gave a message")
	}
}

func TestPortInUse(t *testing.T) {
	_, c, _ := listen(t)
	if _, err := Listen(c, log.New(io.Discard, "", 0)); err == nil || !strings.Contains(err.Error(), fmt.Sprint(c.ShellPort)) {
		t.Errorf("error %v, want one that names port %d", err, c.ShellPort)
	}
}
