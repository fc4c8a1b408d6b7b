package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/session/rt"
)

// Config says how the values of cells are shown.
type Config struct {
	// Show returns what a result of one or several values looks like, by MIME type.
	Show func(ctx context.Context, values []any) (data, metadata map[string]any, err error)
	// BeginCell is called before each cell with a key that stays the same when the cell runs again. May be nil.
	BeginCell func(key string)
	// TempDir is removed when the kernel has died without doing it. "" for none.
	TempDir string
}

// host serves one kernel.
type host struct {
	config Config
	conn   *pipe.Conn
	cells  map[string]*rt.Cell // loaded plugins by path
	env    []string            // what the kernel knows of the environment
	values *valuePipe
	stdin  *stdin
	locks  *deadlocks
	std    standard
	cell   atomic.Pointer[string] // the goroutine of the running or last cell

	mu     sync.Mutex
	ctx    context.Context // of the running cell
	cancel context.CancelFunc
	nextID int
	acks   map[int]chan struct{}
}

// Run serves the kernel that started this process, through the files it inherited, until the kernel goes away. It must
// be called once, early in main.
func Run(config Config) error {
	in, out := os.NewFile(pipe.RequestFD, "requests"), os.NewFile(pipe.EventFD, "events")
	for _, f := range []*os.File{in, out} {
		if info, err := f.Stat(); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
			return errors.New("the session's pipes are missing: it is the kernel that starts a session")
		}
	}
	h := &host{config: config, conn: pipe.NewConn(in, out), cells: map[string]*rt.Cell{}, env: os.Environ(), acks: map[int]chan struct{}{}}
	h.newContext()
	closeOnExec()
	endWithKernel(config.TempDir)
	lineBuffered()
	var err error
	if h.stdin, err = newStdin(func(e pipe.Event) error { return h.conn.Send(e) }); err != nil {
		return err
	}
	if h.std, err = copyStandard(); err != nil {
		return err
	}
	h.serveDisplays()
	keepFlags()
	rt.SetHost(h)
	jobs := make(chan pipe.Request, 16)
	go h.receive(jobs)
	h.locks = newDeadlocks(stderr{})
	if err := h.conn.Send(pipe.Event{Op: pipe.Ready}); err != nil {
		return err
	}
	var garbage collector
	for req := range jobs {
		done := h.handle(req)
		flushC()
		done.Op, done.ID = pipe.Done, req.ID
		done.Dir, _ = os.Getwd()
		if env := os.Environ(); !slices.Equal(env, h.env) {
			h.env, done.Env = env, env
		}
		if err := h.conn.Send(done); err != nil {
			return err
		}
		if req.Op == pipe.Run {
			h.std.reopen()
			h.stdin.reopen()
			garbage.collect()
		}
	}
	return nil
}

// receive takes requests off the pipe. What must not wait for the running cell is done here.
func (h *host) receive(jobs chan<- pipe.Request) {
	for {
		var req pipe.Request
		if err := h.conn.Receive(&req); err != nil {
			if !errors.Is(err, io.EOF) {
				fmt.Fprintln(os.Stderr, "lazycell session:", err)
			}
			end(h.config.TempDir)
		}
		switch req.Op {
		case pipe.Interrupt:
			h.interrupt()
			go func() { _ = h.conn.Send(pipe.Event{Op: pipe.Heard}) }() // what is read here must not wait for the kernel
		case pipe.Ack:
			h.acknowledge(req.ID)
		case pipe.Value:
			h.values.send(req.Comm)
		case pipe.Answer:
			h.stdin.answer(req.ID, req.Value, req.Refused)
		case pipe.Exit:
			end("")
		default:
			jobs <- req
		}
	}
}

func (h *host) handle(req pipe.Request) pipe.Event {
	var err error
	switch req.Op {
	case pipe.Run:
		return h.run(req)
	case pipe.Setenv:
		err = os.Setenv(req.Name, req.Value)
	case pipe.Chdir:
		err = os.Chdir(req.Value)
	case pipe.SetArgs:
		os.Args = append(os.Args[:1:1], req.Args...)
	default:
		err = fmt.Errorf("the session does not know the request %q", req.Op)
	}
	if err != nil {
		return pipe.Event{Fault: &pipe.Fault{Kind: pipe.Failed, Name: fmt.Sprintf("%T", err), Value: err.Error()}}
	}
	return pipe.Event{}
}

func (h *host) newContext() {
	h.mu.Lock()
	defer h.mu.Unlock()
	// Goroutines that outlive their cell go on with its context, so that it is cancelled by an interrupt only.
	h.ctx, h.cancel = context.WithCancel(context.Background())
}

func (h *host) interrupt() {
	h.mu.Lock()
	cancel := h.cancel
	h.mu.Unlock()
	cancel()
	h.stdin.interrupt()
}

// Context implements rt.Host.
func (h *host) Context() context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ctx
}

// InCell implements rt.CellHost.
func (h *host) InCell() bool {
	id := h.cell.Load()
	return id != nil && *id == currentGoroutine()
}

// Result implements rt.Host.
func (h *host) Result(values []any) error {
	data, metadata, err := h.config.Show(h.Context(), values)
	if err != nil {
		return err
	}
	return h.show(pipe.Result, data, metadata, "")
}

// Display implements rt.Displayer.
func (h *host) Display(data map[string]any, id string) error {
	return h.show(pipe.Display, data, nil, id)
}

// ClearOutput implements rt.Clearer.
func (h *host) ClearOutput(wait bool) error {
	flushC()
	return h.publish(pipe.Event{Op: pipe.Clear, Wait: wait})
}

// show sends what is to be shown and waits until the kernel has published it.
func (h *host) show(op string, data, metadata map[string]any, displayID string) error {
	b := &pipe.Bundle{DisplayID: displayID}
	var err error
	if b.Data, err = rawValues(data); err != nil {
		return err
	}
	if b.Metadata, err = rawValues(metadata); err != nil {
		return err
	}
	return h.publish(pipe.Event{Op: op, Bundle: b})
}

// publish sends an event and waits until the kernel has dealt with it.
func (h *host) publish(e pipe.Event) error {
	ack := make(chan struct{})
	h.mu.Lock()
	h.nextID++
	e.ID = h.nextID
	h.acks[e.ID] = ack
	h.mu.Unlock()
	if err := h.conn.Send(e); err != nil {
		h.acknowledge(e.ID)
		return err
	}
	<-ack
	return nil
}

func (h *host) acknowledge(id int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if ack, ok := h.acks[id]; ok {
		close(ack)
		delete(h.acks, id)
	}
}
