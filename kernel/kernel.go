package kernel

import (
	"context"
	"errors"
	"log"
	"os"
	"sync"
	"time"

	"github.com/lazycell/lazycell/kernel/wire"
)

// Options say what a kernel is made of.
type Options struct {
	Connection *wire.Connection
	Session    func(tempDir string) []string // the command line of the session process
	ModuleDir  string                        // the source of the lazycell module, for cells to import
	GoCmd      string                        // the go command
	// HostModules are the modules of which the session process has packages, nil when that isn't known: a cell can have no
	// other version of them.
	HostModules []string
	History     string // the file that keeps the cells of all sessions, "" for none
	Version     string // a line about this kernel: its name, its version and more
	Log         *log.Logger
}

// Kernel serves the front-ends of one notebook.
type Kernel struct {
	options Options
	sockets *wire.Sockets
	engine  *engine
	tee     *tee // what comes of cells and commands
	history history
	status  statuses
	comms   comms
	inputs  inputs
	stop    chan struct{} // closed when the kernel is to end
	once    sync.Once

	mu         sync.Mutex
	count      int                // of executed cells
	parent     *wire.Message      // the execute_request whose outputs are being published
	silent     bool               // its results are not shown
	stored     bool               // it is part of the history
	allowInput bool               // its front-end takes questions to the user
	hideInput  bool               // what the user types is not shown
	capture    *captured          // takes the result in place of the front-end
	interrupt  context.CancelFunc // ends the running cell
	displays   map[string]bool    // display ids in use
	outputs    int                // of parent, since they were cleared last
}

// New opens the sockets of a kernel. Until Run is called, requests wait.
func New(o Options) (*Kernel, error) {
	if o.Log == nil {
		o.Log = log.New(os.Stderr, "lazycell: ", log.LstdFlags)
	}
	sockets, err := wire.Listen(o.Connection, o.Log)
	if err != nil {
		return nil, err
	}
	k := &Kernel{options: o, sockets: sockets, stop: make(chan struct{}), displays: map[string]bool{}}
	k.status.publish = k.publish
	k.tee = &tee{Output: k}
	if k.engine, err = newEngine(o, k.tee); err != nil {
		sockets.Close()
		return nil, err
	}
	k.history.file = newHistoryFile(o.History)
	k.history.failed = func(err error) { o.Log.Printf("cells are remembered until this kernel ends only: %v", err) }
	k.engine.following = k.following
	k.comms.init(k)
	k.inputs.init()
	return k, nil
}

// Run answers requests until a front-end or the end of ctx shuts the kernel down. When it returns, the session process is
// gone and so are all its files.
func (k *Kernel) Run(ctx context.Context) error {
	k.publish(nil, "status", map[string]string{"execution_state": "starting"})
	go k.engine.warmUp()
	loops := map[wire.Channel]func(wire.Channel, *wire.Message){
		wire.Shell: k.handle, wire.Control: k.handle, wire.Assist: k.handle, wire.Comm: k.comms.handle, wire.Stdin: k.inputs.handle,
	}
	var wg sync.WaitGroup
	for ch, handle := range loops {
		wg.Go(func() {
			for {
				m, ok := k.sockets.Receive(ch)
				if !ok {
					return
				}
				handle(ch, m)
			}
		})
	}
	select {
	case <-ctx.Done():
	case <-k.stop:
	}
	k.Interrupt()
	err := k.engine.close()
	k.sockets.Close()
	ended := make(chan struct{})
	go func() {
		wg.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(shutdownLimit):
		err = errors.Join(err, errors.New("a request did not end with the kernel"))
	}
	return err
}

// shutdownLimit is how long running requests may take to notice the end.
const shutdownLimit = 3 * time.Second

// Interrupt ends the running cell, if any.
func (k *Kernel) Interrupt() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.interrupt != nil {
		k.interrupt()
	}
}

// shutDown lets Run return.
func (k *Kernel) shutDown() { k.once.Do(func() { close(k.stop) }) }
