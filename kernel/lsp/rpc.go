package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"sync"
)

// conn speaks JSON-RPC 2.0 in the framing of the language server protocol.
type conn struct {
	answer func(method string, params json.RawMessage) (any, bool) // answers the server's own requests; false: unknown

	writing sync.Mutex
	w       io.Writer

	mu      sync.Mutex
	last    int
	waiting map[int]chan *rpcMessage
	ended   chan struct{} // closed when nothing more will come
	err     error         // why
}

type rpcMessage struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// Error returns the server's message.
func (e *rpcError) Error() string { return e.Message }

const (
	methodNotFound = -32601
	// maxMessage is more than any answer needs; a longer one is no answer.
	maxMessage = 64 << 20
)

// newConn reads from r until it ends.
func newConn(r io.Reader, w io.Writer, answer func(string, json.RawMessage) (any, bool)) *conn {
	c := &conn{answer: answer, w: w, waiting: map[int]chan *rpcMessage{}, ended: make(chan struct{})}
	go c.read(bufio.NewReader(r))
	return c
}

func (c *conn) read(r *bufio.Reader) {
	var err error
	for err == nil {
		var m *rpcMessage
		if m, err = readMessage(r); err == nil {
			c.receive(m)
		}
	}
	c.mu.Lock()
	c.err = fmt.Errorf("read from gopls: %w", err)
	c.mu.Unlock()
	close(c.ended)
}

// readMessage reads a header and the JSON behind it.
func readMessage(r *bufio.Reader) (*rpcMessage, error) {
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil || n < 0 || n > maxMessage {
		return nil, fmt.Errorf("Content-Length: %q", header.Get("Content-Length"))
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	m := &rpcMessage{}
	if err := json.Unmarshal(body, m); err != nil {
		return nil, err
	}
	return m, nil
}

func (c *conn) receive(m *rpcMessage) {
	if m.Method != "" {
		if len(m.ID) == 0 {
			_, _ = c.answer(m.Method, m.Params)
			return
		}
		reply := &rpcMessage{ID: m.ID}
		result, ok := c.answer(m.Method, m.Params)
		if ok {
			raw, err := json.Marshal(result)
			ok, reply.Result = err == nil, raw
		}
		if !ok {
			reply.Error = &rpcError{methodNotFound, m.Method + " is not supported"}
		}
		go func() { _ = c.write(reply) }() // reading must go on, or neither side would
		return
	}
	var id int
	if json.Unmarshal(m.ID, &id) != nil {
		return
	}
	c.mu.Lock()
	ch := c.waiting[id]
	delete(c.waiting, id)
	c.mu.Unlock()
	if ch != nil {
		ch <- m
	}
}

func (c *conn) write(m *rpcMessage) error {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	_, err = fmt.Fprintf(c.w, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

// notify sends what needs no answer.
func (c *conn) notify(method string, params any) error {
	raw, err := json.Marshal(params)
	if err != nil {
		return err
	}
	return c.write(&rpcMessage{Method: method, Params: raw})
}

// call sends a request and reads the answer into result. When ctx ends first it takes the request back.
func (c *conn) call(ctx context.Context, method string, params, result any) error {
	raw, err := json.Marshal(params)
	if err != nil {
		return err
	}
	ch := make(chan *rpcMessage, 1)
	c.mu.Lock()
	c.last++
	id := c.last
	c.waiting[id] = ch
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.waiting, id)
		c.mu.Unlock()
	}()
	if err := c.write(&rpcMessage{ID: json.RawMessage(strconv.Itoa(id)), Method: method, Params: raw}); err != nil {
		return fmt.Errorf("ask gopls: %w", err)
	}
	select {
	case m := <-ch:
		if m.Error != nil {
			return fmt.Errorf("gopls: %s: %w", method, m.Error)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-ctx.Done():
		return errors.Join(ctx.Err(), c.notify("$/cancelRequest", map[string]int{"id": id}))
	case <-c.ended:
		return c.failure()
	}
}

func (c *conn) failure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}
