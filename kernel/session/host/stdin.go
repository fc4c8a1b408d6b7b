//go:build unix

package host

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// stdin is the standard input of cells: a pipe into which goes what the user types. The user is asked when a cell says so
// (gonbui.RequestInput), and when somebody is found waiting at the empty pipe.
type stdin struct {
	send func(pipe.Event) error
	sees bool // this system tells who waits at the pipe

	mu      sync.Mutex
	w       *os.File     // the end that is written to; nil when readers get the end of input
	running bool         // a cell runs
	asked   int          // ID of the question that the user is to answer, 0 for none
	nextID  int          //
	queue   []pipe.Input // what is to be asked after that
	used    bool         // something was asked since the cell began
	refused string       // why there is no input for this cell; "" when there is
	ended   bool         // an interrupt has ended it
}

// The times between two looks at who waits for input: short at first, so that a question appears at once.
const (
	firstLook = 5 * time.Millisecond
	slowLook  = 40 * time.Millisecond
)

// newStdin puts the pipe in the place of what this process has inherited.
func newStdin(send func(pipe.Event) error) (*stdin, error) {
	s := &stdin{send: send, sees: seesReaders()}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s, s.renew(s.sees)
}

// renew gives all who read now the end of input, and those who read later a new pipe, which is at its end too unless it is
// open. s.mu is held.
func (s *stdin) renew(open bool) error {
	if s.w != nil {
		_ = s.w.Close()
		s.w = nil
	}
	var fds [2]int
	syscall.ForkLock.RLock()
	err := syscall.Pipe(fds[:])
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return fmt.Errorf("make standard input: %w", err)
	}
	if err = replace(0, fds[0]); err != nil {
		err = fmt.Errorf("make standard input: %w", err)
	}
	_ = syscall.Close(fds[0])
	if err != nil || !open {
		_ = syscall.Close(fds[1])
		return err
	}
	// Without blocking, so that closing the file ends a write that nobody reads.
	if err := syscall.SetNonblock(fds[1], true); err != nil {
		_ = syscall.Close(fds[1])
		return fmt.Errorf("make standard input: %w", err)
	}
	s.w = os.NewFile(uintptr(fds[1]), "stdin")
	return nil
}

// ask has the user asked, after those questions that came before.
func (s *stdin) ask(question pipe.Input) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, question)
	s.next()
}

// next sends the next question if none is open. s.mu is held.
func (s *stdin) next() {
	if s.asked != 0 || len(s.queue) == 0 || s.refused != "" || s.ended {
		return
	}
	if s.w == nil {
		if err := s.renew(true); err != nil {
			fmt.Fprintln(os.Stderr, "lazycell session:", err)
			return
		}
	}
	s.nextID++
	s.asked, s.used = s.nextID, true
	question := s.queue[0]
	s.queue = s.queue[1:]
	_ = s.send(pipe.Event{Op: pipe.Ask, ID: s.asked, Input: &question}) // a kernel that is gone ends this process
}

// answer takes what the user has typed, or why there is nothing.
func (s *stdin) answer(id int, text, refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id != s.asked || id == 0 {
		return
	}
	if refused != "" {
		s.asked, s.refused, s.queue = 0, refused, nil
		s.endOfInput()
		return
	}
	w := s.w
	go func() {
		_, _ = io.WriteString(w, text+"\n") // it fails when the cell has ended without reading
		s.mu.Lock()
		defer s.mu.Unlock()
		if id != s.asked {
			return // the cell has ended
		}
		s.asked = 0
		if !s.sees && len(s.queue) == 0 {
			_ = s.w.Close() // nobody would see that somebody waits for more
			s.w = nil
		}
		s.next()
	}()
}

// endOfInput is what readers get now. s.mu is held.
func (s *stdin) endOfInput() {
	if err := s.renew(s.sees); err != nil {
		fmt.Fprintln(os.Stderr, "lazycell session:", err)
	}
}

// interrupt ends the wait for input.
func (s *stdin) interrupt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running || s.asked == 0 && !s.sees {
		return
	}
	if s.asked != 0 || readerWaits() {
		s.asked, s.queue, s.ended = 0, nil, true
		s.endOfInput()
	}
}

// during calls f, which runs a cell, and sees to its input. It returns why the cell got the end of input, if it did:
// refused says what to tell the user, and ended that it was an interrupt.
func (s *stdin) during(f func()) (refused string, ended bool) {
	s.mu.Lock()
	s.running, s.refused = true, ""
	s.mu.Unlock()
	stop := make(chan struct{})
	var watching sync.WaitGroup
	if s.sees {
		watching.Go(func() { s.watch(stop) })
	}
	f()
	close(stop)
	watching.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	refused, ended = s.refused, s.ended
	if s.used {
		s.endOfInput() // what was not read is not for the next cell
	}
	s.running, s.asked, s.queue, s.used, s.refused, s.ended = false, 0, nil, false, "", false
	return refused, ended
}

// watch looks for somebody who waits at the empty pipe.
func (s *stdin) watch(stop <-chan struct{}) {
	pause := firstLook
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-stop:
			return
		case <-timer.C:
		}
		if s.look() {
			pause = firstLook
		} else {
			pause = min(pause*5/4, slowLook)
		}
		timer.Reset(pause)
	}
}

// look asks the user if somebody waits for input that nobody was asked for, and reports whether that was so.
func (s *stdin) look() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked != 0 || !readerWaits() {
		return false
	}
	if s.refused != "" || s.ended {
		s.endOfInput()
		return true
	}
	s.queue = append(s.queue, pipe.Input{})
	s.next()
	return true
}

// withInput completes what is told of a cell's failure by what happened to its input.
func withInput(fault *pipe.Fault, err error, refused string, ended bool) *pipe.Fault {
	switch atEnd := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF); {
	case fault != nil && ended:
		fault.Kind = pipe.Interrupted
	case refused == "":
	case fault != nil && atEnd:
		fault.Value += ": " + refused
	default:
		fmt.Fprintln(os.Stderr, refused)
	}
	return fault
}
