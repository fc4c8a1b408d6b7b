package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

const (
	// startLimit is how long a new session may take until it answers.
	startLimit = 20 * time.Second
	// interruptLimit is how long a cell may take to end after an interrupt.
	interruptLimit = 2 * time.Second
	// hearLimit is how long a session may take until it has heard of an interrupt: the limit of its cell counts from then, so
	// that none is ended because the machine is too busy to let it run.
	hearLimit = 2 * time.Second
	// closeLimit is how long a session may take to end when told to.
	closeLimit = time.Second
)

// Output is where a session's outputs go. It is called by one goroutine at a time, in the order of the outputs.
type Output interface {
	// Stream is text printed on "stdout" or "stderr".
	Stream(name, text string)
	// Result is the value of a cell's last expression.
	Result(b *pipe.Bundle)
	// Display is something shown while the cell runs.
	Display(b *pipe.Bundle)
	// Comm is a message to a widget in the front-end.
	Comm(c *pipe.Comm)
	// ClearOutput takes away the outputs of the cell, or with wait when the next one comes.
	ClearOutput(wait bool)
	// Input asks the user for a line, which comes without its end, until ctx ends. Other outputs may come meanwhile, from
	// other goroutines.
	Input(ctx context.Context, question pipe.Input) (string, error)
}

// Options say how a session is started.
type Options struct {
	Command []string // the program that calls host.Run, with its arguments
	Dir     string
	Env     []string
}

// Session is a running session process.
type Session struct {
	out     Output
	cmd     *exec.Cmd
	conn    *pipe.Conn
	request *os.File
	stdout  *stream
	stderr  *stream
	serial  sync.Mutex        // Output's calls
	limits  map[string]*limit // of what is printed, by the name of the stream; serial is held
	ended   chan struct{}
	ready   chan struct{}
	heard   chan struct{} // an interrupt has come to the session

	mu      sync.Mutex
	nextID  int
	waiting map[int]chan *pipe.Event
	dir     string
	env     []string
	running context.Context // of the running cell, nil for none

	lost *LostError // set before ended is closed
}

// Start starts a session process. Output's methods are called until Close returns or the process has ended.
func Start(ctx context.Context, o Options, out Output) (*Session, error) {
	s := &Session{out: out, ended: make(chan struct{}), ready: make(chan struct{}), heard: make(chan struct{}, 1), waiting: map[int]chan *pipe.Event{}, limits: map[string]*limit{"stdout": {}, "stderr": {}}, dir: o.Dir, env: o.Env}
	s.beginOutput()
	if err := s.start(o); err != nil {
		return nil, fmt.Errorf("start the session process %s: %w", o.Command[0], err)
	}
	limit := time.NewTimer(startLimit)
	defer limit.Stop()
	select {
	case <-s.ready:
		return s, nil
	case <-s.ended:
		return nil, fmt.Errorf("start the session process %s: %w", o.Command[0], s.lost)
	case <-limit.C:
		s.Close()
		return nil, fmt.Errorf("start the session process %s: no answer within %v", o.Command[0], startLimit)
	case <-ctx.Done():
		s.Close()
		return nil, ctx.Err()
	}
}

// events deals with what the session says until its pipe ends.
func (s *Session) events() {
	for {
		e := new(pipe.Event)
		if err := s.conn.Receive(e); err != nil {
			return
		}
		s.flush()
		switch e.Op {
		case pipe.Ready:
			close(s.ready)
		case pipe.Done:
			s.endOutput()
			s.done(e)
		case pipe.Heard:
			select {
			case s.heard <- struct{}{}:
			default:
			}
		case pipe.Ask:
			if e.Input != nil {
				go s.input(e.ID, *e.Input)
			}
		default:
			s.show(e)
			_ = s.conn.Send(pipe.Request{Op: pipe.Ack, ID: e.ID})
		}
	}
}

// flush publishes all that was printed until now.
func (s *Session) flush() {
	s.stdout.drain()
	s.stderr.drain()
}

func (s *Session) show(e *pipe.Event) {
	s.serial.Lock()
	defer s.serial.Unlock()
	switch {
	case e.Op == pipe.Result && e.Bundle != nil:
		s.out.Result(e.Bundle)
	case e.Op == pipe.Display && e.Bundle != nil:
		s.out.Display(e.Bundle)
	case e.Op == pipe.Message && e.Comm != nil:
		s.out.Comm(e.Comm)
	case e.Op == pipe.Clear:
		s.out.ClearOutput(e.Wait)
	}
}

// input passes a question on to the user, and the answer back.
func (s *Session) input(id int, question pipe.Input) {
	s.mu.Lock()
	ctx := s.running
	s.mu.Unlock()
	if ctx == nil || ctx.Err() != nil {
		_ = s.conn.Send(pipe.Request{Op: pipe.Answer, ID: id, Refused: "input was asked for when no cell was running"})
		return
	}
	text, err := s.out.Input(ctx, question)
	if ctx.Err() != nil {
		return // the session has ended the wait itself
	}
	answer := pipe.Request{Op: pipe.Answer, ID: id, Value: text}
	if err != nil {
		answer.Refused = err.Error()
	}
	_ = s.conn.Send(answer)
}

func (s *Session) stream(name, text string) {
	s.serial.Lock()
	defer s.serial.Unlock()
	notice, shown := s.limits[name].pass(text, time.Now())
	s.say(name, notice, shown)
}

// say publishes text, and what is to be said before it. s.serial is held.
func (s *Session) say(name, notice, text string) {
	if notice != "" {
		s.out.Stream("stderr", notice)
	}
	if text != "" {
		s.out.Stream(name, text)
	}
}

// beginOutput lets a new cell print as much as any.
func (s *Session) beginOutput() {
	s.serial.Lock()
	defer s.serial.Unlock()
	for _, l := range s.limits {
		l.reset(time.Now())
	}
}

// endOutput says what was left out of the cell's output.
func (s *Session) endOutput() {
	s.serial.Lock()
	defer s.serial.Unlock()
	for _, name := range []string{"stdout", "stderr"} {
		notice, tail := s.limits[name].rest()
		s.say(name, notice, tail)
	}
}

func (s *Session) done(e *pipe.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Dir != "" {
		s.dir = e.Dir
	}
	if e.Env != nil {
		s.env = e.Env
	}
	if w := s.waiting[e.ID]; w != nil {
		w <- e
		delete(s.waiting, e.ID)
	}
}

// ask sends a request and waits for its end. When ctx ends, the session is told to interrupt the request, and ended if
// that doesn't help.
func (s *Session) ask(ctx context.Context, req pipe.Request) (*pipe.Event, error) {
	answer := make(chan *pipe.Event, 1)
	s.mu.Lock()
	s.nextID++
	req.ID = s.nextID
	s.waiting[req.ID] = answer
	s.mu.Unlock()
	// A failing write means that the process has ended, which is told below.
	_ = s.conn.Send(req)
	select {
	case e := <-answer:
		return e, nil
	case <-s.ended:
		return s.lastWords(answer)
	case <-ctx.Done():
	}
	select {
	case <-s.heard: // of an earlier one
	default:
	}
	_ = s.conn.Send(pipe.Request{Op: pipe.Interrupt})
	heard := s.heard
	limit := time.NewTimer(hearLimit + interruptLimit)
	defer limit.Stop()
	for {
		select {
		case e := <-answer:
			return e, nil
		case <-s.ended:
			return s.lastWords(answer)
		case <-heard:
			heard = nil
			limit.Reset(interruptLimit)
		case <-limit.C:
			s.kill()
			return nil, &LostError{Interrupted: true}
		}
	}
}

// lastWords is the answer that came before the process ended, or how it ended.
func (s *Session) lastWords(answer <-chan *pipe.Event) (*pipe.Event, error) {
	select {
	case e := <-answer:
		return e, nil
	default:
		return nil, s.lost
	}
}

// Outcome is how a cell ended.
type Outcome struct {
	Steps int         // top-level statements that were completed
	Fault *pipe.Fault // nil when the cell ended well
}

// Run loads the plugin of a cell unless that has been done, and runs it. The error is a *LostError when the process has
// died, of itself or because the cell did not heed the end of ctx.
func (s *Session) Run(ctx context.Context, plugin string, number int, key string) (*Outcome, error) {
	s.beginOutput()
	running, end := context.WithCancel(ctx)
	defer end()
	s.mu.Lock()
	s.running = running
	s.mu.Unlock()
	e, err := s.ask(ctx, pipe.Request{Op: pipe.Run, Plugin: plugin, Cell: number, Key: key})
	if err != nil {
		return nil, err
	}
	return &Outcome{Steps: e.Steps, Fault: e.Fault}, nil
}

// Setenv sets an environment variable.
func (s *Session) Setenv(ctx context.Context, name, value string) error {
	return s.tell(ctx, pipe.Request{Op: pipe.Setenv, Name: name, Value: value})
}

// Chdir changes the current directory.
func (s *Session) Chdir(ctx context.Context, dir string) error {
	return s.tell(ctx, pipe.Request{Op: pipe.Chdir, Value: dir})
}

// SetArgs sets os.Args[1:].
func (s *Session) SetArgs(ctx context.Context, args []string) error {
	return s.tell(ctx, pipe.Request{Op: pipe.SetArgs, Args: args})
}

func (s *Session) tell(ctx context.Context, req pipe.Request) error {
	e, err := s.ask(ctx, req)
	if err == nil && e.Fault != nil {
		err = errors.New(e.Fault.Value)
	}
	return err
}

// SendValue passes on a value from a widget in the front-end.
func (s *Session) SendValue(address string, value json.RawMessage) error {
	return s.conn.Send(pipe.Request{Op: pipe.Value, Comm: &pipe.Comm{Address: address, Value: value}})
}

// Dir returns the current directory of the session.
func (s *Session) Dir() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dir
}

// Environ returns the environment of the session.
func (s *Session) Environ() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.env
}

// Ended is closed when the process has ended.
func (s *Session) Ended() <-chan struct{} { return s.ended }

// Lost says how the process died; it may be asked once Ended is closed.
func (s *Session) Lost() *LostError { return s.lost }

// Close ends the process and all that it has started, and waits for the end.
func (s *Session) Close() {
	_ = s.request.SetWriteDeadline(time.Now().Add(closeLimit))
	_ = s.conn.Send(pipe.Request{Op: pipe.Exit})
	_ = s.request.Close()
	limit := time.NewTimer(closeLimit)
	defer limit.Stop()
	select {
	case <-s.ended:
	case <-limit.C:
		s.kill()
	}
}

// kill is Close without asking first.
func (s *Session) kill() {
	killGroup(s.cmd.Process.Pid)
	<-s.ended
	_ = s.request.Close()
}
