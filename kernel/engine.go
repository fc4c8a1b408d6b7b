package kernel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/lsp"
	"github.com/lazycell/lazycell/kernel/session"
	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// engine builds cells and runs them in a session, and replaces the session when it has died.
type engine struct {
	options Options
	out     session.Output
	files   *buildDir

	following func() (code string, ok bool) // the cell that waits to be run next; nil for none
	assist    *lsp.Assistant

	starting sync.Mutex // held while compiler and session are made
	compiler *cell.Compiler

	mu      sync.Mutex
	session *session.Session
	running bool // a cell runs, and will tell if the session dies
	closed  bool
	args    []string
	dir     string
	env     []string
	sources map[int][]string // lines of the cells by their number
	latest  map[int]int      // number under which a plugin has run last, by the number it was built under
	next    *ahead           // the cell that is built while another runs; only the goroutine that runs cells uses it
	unsaid  string           // what is to be said before the next cell
	last    lastRun
	tracked []string

	pages pages
}

func newEngine(o Options, out session.Output) (*engine, error) {
	files, err := newBuildDir()
	if err != nil {
		return nil, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("find the current directory: %w", err), files.remove())
	}
	e := &engine{options: o, out: out, files: files, dir: dir, env: environ(files.moduleDir(), dir, o), sources: map[int][]string{}, latest: map[int]int{}}
	e.assist = newAssistant(e)
	return e, nil
}

// warmUp makes compiler and session before the first cell asks for them. What fails is told to that cell.
func (e *engine) warmUp() {
	if _, err := e.ensure(context.Background()); err != nil && !errors.Is(err, errClosed) {
		e.options.Log.Printf("prepare for cells: %v", err)
	}
}

// errClosed is the error of using an engine after its end.
var errClosed = errors.New("the kernel is shutting down")

// ensure returns the session, having made it and the compiler where they are missing, both at the same time.
func (e *engine) ensure(ctx context.Context) (*session.Session, error) {
	e.starting.Lock()
	defer e.starting.Unlock()
	made := make(chan error, 1)
	go func() { made <- e.ensureCompiler(ctx) }()
	s, err := e.ensureSession(ctx)
	if failed := <-made; failed != nil {
		return nil, failed
	}
	return s, err
}

func (e *engine) ensureCompiler(ctx context.Context) error {
	if e.compiler != nil {
		return nil
	}
	dir, err := e.files.makeModuleDir()
	if err != nil {
		return err
	}
	e.compiler, err = cell.New(ctx, cell.Config{Dir: dir, ModuleDir: e.options.ModuleDir, GoCmd: e.options.GoCmd, HostModules: e.options.HostModules, Session: e.options.Session("")[0]})
	return err
}

func (e *engine) ensureSession(ctx context.Context) (*session.Session, error) {
	e.mu.Lock()
	s, closed, dir, env, args := e.session, e.closed, e.dir, e.env, e.args
	e.mu.Unlock()
	if closed {
		return nil, errClosed
	}
	if s != nil {
		return s, nil
	}
	s, err := session.Start(ctx, session.Options{Command: e.options.Session(e.files.path), Dir: dir, Env: env}, e.out)
	if err != nil {
		return nil, err
	}
	if len(args) > 0 {
		if err := s.SetArgs(ctx, args); err != nil {
			s.Close()
			return nil, err
		}
	}
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		s.Close()
		return nil, errClosed
	}
	e.session = s
	e.mu.Unlock()
	go e.watch(s)
	return s, nil
}

// watch replaces a session that dies while no cell runs.
func (e *engine) watch(s *session.Session) {
	<-s.Ended()
	e.mu.Lock()
	told := e.session != s || e.running || e.closed
	if !told {
		e.session = nil
		e.unsaid = lostFailure(s.Lost()).Value + "\n"
	}
	e.mu.Unlock()
	if told {
		return
	}
	e.out.Stream("stderr", strings.Join(e.lost(s.Lost()).Traceback, "\n")+"\n")
	e.forget()
	e.warmUp()
}

// forget makes the compiler forget what was lost with a session.
func (e *engine) forget() {
	e.starting.Lock()
	defer e.starting.Unlock()
	if e.compiler != nil {
		if err := e.compiler.Reset(); err != nil {
			e.options.Log.Printf("forget the cells: %v", err)
		}
	}
}

// ready waits until commands can act on a session.
func (e *engine) ready(ctx context.Context) *failure {
	if _, err := e.ensure(ctx); err != nil {
		return notReady(ctx, err)
	}
	return nil
}

func notReady(ctx context.Context, err error) *failure {
	if ctx.Err() != nil {
		return interrupted().done()
	}
	return (&failure{Name: "KernelError", Value: err.Error()}).done()
}

// run builds and runs the Go code of a cell; source is all of the cell.
func (e *engine) run(ctx context.Context, number int, source, code, key string, options ...cell.Option) *failure {
	s, err := e.ensure(ctx)
	if err != nil {
		return notReady(ctx, err)
	}
	e.mu.Lock()
	e.sources[number] = strings.Split(source, "\n")
	unsaid := e.unsaid
	e.unsaid = ""
	e.mu.Unlock()
	if unsaid != "" {
		e.out.Stream("stderr", unsaid)
	}
	e.last = lastRun{started: time.Now()}
	defer func() { e.last.ended = time.Now() }()
	dir, _ := e.surroundings()
	unit, err := e.build(ctx, number, code, dir, code == source, options...)
	e.last.unit, e.last.built = unit, time.Now()
	if err != nil {
		return buildFailure(ctx, err)
	}
	e.tell(unit.Notes)
	if unit.Plugin == "" {
		e.compiler.Commit(unit, -1)
		return nil
	}
	e.mu.Lock()
	e.running = true
	e.latest[unit.Source] = unit.Number
	e.mu.Unlock()
	e.buildAhead(unit)
	outcome, err := s.Run(ctx, unit.Plugin, unit.Number, key)
	e.mu.Lock()
	e.running = false
	if err != nil && e.session == s {
		e.session = nil
	}
	e.dir, e.env = s.Dir(), s.Environ()
	e.mu.Unlock()
	if err != nil {
		e.dropAhead()
		return e.runFailure(err)
	}
	switch fault := outcome.Fault; {
	case fault == nil:
		e.commit(unit, -1)
		return nil
	case fault.Kind == pipe.NotLoaded:
		e.dropAhead()
		if unit.Thin && fault.Name == pipe.LoadError {
			// It was linked to what the session doesn't have.
			e.options.Log.Printf("link cells with all that they import: %s", fault.Value)
			e.compiler.LinkWhole()
			return e.run(ctx, number, source, code, key, options...)
		}
		return e.fault(fault)
	default:
		e.commit(unit, outcome.Steps)
		return e.fault(fault)
	}
}

// runFailure tells the death of the session under a cell, and has a new one started.
func (e *engine) runFailure(err error) *failure {
	var lost *session.LostError
	if !errors.As(err, &lost) {
		lost = &session.LostError{Cause: err.Error()}
	}
	e.forget()
	go e.warmUp()
	return e.lost(lost)
}

// lost tells the death of a session.
func (e *engine) lost(err *session.LostError) *failure {
	f := lostFailure(err)
	e.places(f, err.Frames)
	return f.done()
}

// fault tells an error or panic of a cell.
func (e *engine) fault(fault *pipe.Fault) *failure {
	f := &failure{Name: fault.Name, Value: fault.Value}
	switch fault.Kind {
	case pipe.Interrupted:
		f = interrupted()
	case pipe.LeftBehind:
		f = leftBehind(fault.Value)
	}
	e.places(f, fault.Frames)
	return f.done()
}

// places adds where it happened, with the user's lines.
func (e *engine) places(f *failure, frames []pipe.Frame) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, frame := range frames {
		if frame.Cell == unnumbered {
			continue // a command's own code
		}
		number := frame.Cell
		if n, ok := e.latest[number]; ok {
			number = n
		}
		lines, line := e.sources[number], ""
		if frame.Line >= 1 && frame.Line <= len(lines) {
			line = strings.TrimRight(lines[frame.Line-1], " \t\r")
		}
		f.at(place(number, frame.Line, frame.Func), line)
	}
}

// reset starts anew with a session that knows nothing.
func (e *engine) reset(ctx context.Context) error {
	e.mu.Lock()
	s := e.session
	e.session = nil
	e.mu.Unlock()
	if s != nil {
		s.Close()
	}
	e.forget()
	_, err := e.ensure(ctx)
	return err
}

// current returns the session, or nil.
func (e *engine) current() *session.Session {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.session
}

// close ends the session and removes all files.
func (e *engine) close() error {
	e.mu.Lock()
	closed, s := e.closed, e.session
	e.closed = true
	e.mu.Unlock()
	if closed {
		return nil
	}
	assistEnded := make(chan struct{})
	go func() {
		defer close(assistEnded)
		e.assist.Close()
	}()
	if s != nil {
		s.Close()
	}
	<-assistEnded
	return errors.Join(e.pages.remove(), e.files.remove())
}

// tell shows under the cell what the user should know about how it was built.
func (e *engine) tell(notes []string) {
	for _, note := range notes {
		e.out.Stream("stderr", note+"\n")
	}
}
