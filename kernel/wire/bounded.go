package wire

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"net"
	"sync"
)

// Frame sizes a peer may send: in the handshake, and once it is through. A cell's source, comm buffers and files that
// widgets upload fit by far.
const (
	maxHandshakeFrame = 64 << 10
	maxFrame          = 1 << 30
	greetingSize      = 64
)

// bounded is a connection that looks at the header of every ZMTP frame before handing it on, so that a length nobody
// can mean is an error and not an allocation. Writes are collected until flush, so that a message is one packet.
type bounded struct {
	net.Conn
	in    *bufio.Reader
	left  uint64 // bytes of the greeting or the frame being read that are still to come
	limit uint64

	mu  sync.Mutex
	out *bufio.Writer
	buf bool // writes are collected
}

func newBounded(c net.Conn) *bounded {
	return &bounded{Conn: c, in: bufio.NewReaderSize(c, 32<<10), out: bufio.NewWriterSize(c, 64<<10), left: greetingSize, limit: maxHandshakeFrame}
}

// Read never crosses the end of a frame.
func (b *bounded) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if b.left == 0 {
		size, err := b.nextFrame()
		if err != nil {
			return 0, err
		}
		b.left = size
	}
	if uint64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.in.Read(p)
	b.left -= uint64(n)
	return n, err
}

// nextFrame returns the size of the next frame, header included.
func (b *bounded) nextFrame() (uint64, error) {
	head, err := b.in.Peek(2)
	if err != nil {
		return 0, err
	}
	const long = 2
	if head[0]&long == 0 {
		return 2 + uint64(head[1]), nil
	}
	if head, err = b.in.Peek(9); err != nil {
		return 0, err
	}
	size := binary.BigEndian.Uint64(head[1:])
	if size > b.limit {
		return 0, fmt.Errorf("a frame of %d bytes is announced, the limit is %d", size, b.limit)
	}
	return 9 + size, nil
}

// Write sends p, or keeps it for flush.
func (b *bounded) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	n, err := b.out.Write(p)
	if err == nil && !b.buf {
		err = b.out.Flush()
	}
	return n, err
}

// collect makes later writes wait for flush.
func (b *bounded) collect() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.buf = true
}

// flush sends what was written.
func (b *bounded) flush() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.out.Flush()
}
