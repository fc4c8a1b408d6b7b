//go:build unix

package session

import (
	"bytes"
	"os"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"
)

const (
	// streamDelay is how long text is collected before it is sent on, so that a thousand lines are not a thousand messages.
	streamDelay = 15 * time.Millisecond
	// streamChunk is how much is sent on without waiting.
	streamChunk = 64 << 10
	// crashDelay is how long what looks like the last words of a process is kept back. Go's report of a crash is no output
	// of the cell.
	crashDelay = 400 * time.Millisecond
	// overflowDelay is the same for a stack overflow, whose millions of frames Go counts before it ends the process.
	overflowDelay = 10 * time.Second
	// crashLimit is how much of it is kept.
	crashLimit = 1 << 20
)

// stream reads what the session prints and sends it on in pieces.
type stream struct {
	name       string
	file       *os.File
	fd         int // of file, which File.Fd would make block
	emit       func(name, text string)
	watchCrash bool // Go's report of a crash may come

	mu      sync.Mutex
	pending []byte
	crash   int // where in pending the report of a crash seems to begin, -1 for nowhere
	timer   *time.Timer
	closed  bool
	buf     [streamChunk]byte
}

func newStream(name string, file *os.File, emit func(name, text string)) *stream {
	s := &stream{name: name, file: file, emit: emit, crash: -1}
	if conn, err := file.SyscallConn(); err == nil {
		_ = conn.Control(func(fd uintptr) { s.fd = int(fd) })
	}
	return s
}

// read reads until the other end is closed.
func (s *stream) read() {
	conn, err := s.file.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Read(func(uintptr) bool {
		for {
			s.mu.Lock()
			n, again := s.take()
			s.mu.Unlock() // between reads, so that drain gets its turn
			if n == 0 {
				return !again
			}
		}
	})
}

// take reads once, with s.mu held. Without data, again says whether there may be more later.
func (s *stream) take() (n int, again bool) {
	if s.closed {
		return 0, false
	}
	n, err := syscall.Read(s.fd, s.buf[:])
	for err == syscall.EINTR {
		n, err = syscall.Read(s.fd, s.buf[:])
	}
	if n <= 0 {
		return 0, err == syscall.EAGAIN
	}
	s.add(s.buf[:n])
	return n, true
}

// add takes text that was read.
func (s *stream) add(text []byte) {
	s.pending = append(s.pending, text...)
	if s.watchCrash && s.crash < 0 {
		s.crash = crashStart(s.pending)
	}
	limit, delay := streamChunk, streamDelay
	if s.crash >= 0 {
		limit, delay = crashLimit, crashDelay
		if bytes.HasPrefix(s.pending[s.crash:], []byte(overflowMark)) {
			delay = overflowDelay
		}
	}
	if len(s.pending) >= limit {
		s.send(false)
	} else if s.timer == nil {
		s.timer = time.AfterFunc(delay, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.send(false)
		})
	} else if s.crash >= 0 {
		s.timer.Reset(delay)
	}
}

// send sends on what is pending, with s.mu held. A character that is not complete yet waits for its rest unless it is the last.
func (s *stream) send(last bool) {
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
	s.crash = -1
	text := s.pending
	if !last {
		text = text[:complete(text)]
	}
	if len(text) == 0 {
		return
	}
	s.emit(s.name, string(text))
	s.pending = append(s.pending[:0], s.pending[len(text):]...)
}

// complete returns the length of text without a character at its end that is cut off.
func complete(text []byte) int {
	for i := len(text) - 1; i >= 0 && i >= len(text)-utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				return i
			}
			break
		}
	}
	return len(text)
}

// pipeSize is at most what a pipe holds, so that a drain reads all that was written before it began.
const pipeSize = 1 << 20

// drain sends on all that was printed before it was called.
func (s *stream) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.takeAll()
	s.send(false)
}

func (s *stream) takeAll() {
	if s.closed {
		return
	}
	for size := 0; size < pipeSize; {
		n, _ := s.take()
		if n == 0 {
			return
		}
		size += n
	}
}

// close sends on the rest and ends the stream. It returns the report of a crash, if there was one.
func (s *stream) close() (crash string) {
	s.mu.Lock()
	s.takeAll()
	if s.crash >= 0 {
		crash = string(s.pending[s.crash:])
		s.pending = s.pending[:s.crash]
	}
	s.send(true)
	s.closed = true
	s.mu.Unlock()
	_ = s.file.Close()
	return crash
}
