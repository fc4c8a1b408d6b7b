package pipe

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// maxMessage is the largest message that is taken: more than any picture or table, less than what fills the memory.
const maxMessage = 1 << 30

// Conn sends and receives messages. Send may be called by several goroutines, Receive by one.
type Conn struct {
	r io.Reader
	w io.Writer

	mu sync.Mutex
}

// NewConn returns a connection that reads messages from r and writes them to w.
func NewConn(r io.Reader, w io.Writer) *Conn { return &Conn{r: r, w: w} }

// Send writes a message.
func (c *Conn) Send(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode a message: %w", err)
	}
	if len(data) > maxMessage {
		return fmt.Errorf("a message of %d bytes is too large: the limit is %d", len(data), maxMessage)
	}
	frame := append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(data)), uint32(len(data))), data...)
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := c.w.Write(frame); err != nil {
		return fmt.Errorf("send a message: %w", err)
	}
	return nil
}

// Receive reads the next message into v. At the end of the connection the error is io.EOF.
func (c *Conn) Receive(v any) error {
	var head [4]byte
	if _, err := io.ReadFull(c.r, head[:]); err != nil {
		if err == io.EOF {
			return err
		}
		return fmt.Errorf("receive a message: %w", err)
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > maxMessage {
		return fmt.Errorf("receive a message: %d bytes are announced, the limit is %d", size, maxMessage)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(c.r, data); err != nil {
		return fmt.Errorf("receive a message of %d bytes: %w", size, err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("decode a message: %w", err)
	}
	return nil
}
