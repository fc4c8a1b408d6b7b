package kernel

import (
	"context"
	"encoding/json"
	"os"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/wire"
)

// ahead is a cell that is built while the one before it runs. It is built as if that one completed all its statements, and
// thrown away when it doesn't.
type ahead struct {
	number    int
	code, dir string
	cancel    context.CancelFunc
	takeBack  func()
	done      chan struct{} // closed when unit and err are set
	unit      *cell.Unit
	err       error
}

// buildAhead begins to build the cell that follows the one of this unit, which is about to run, if there is one already.
func (e *engine) buildAhead(running *cell.Unit) {
	if e.following == nil || running.Number == unnumbered {
		return
	}
	code, ok := e.following()
	if !ok || len(e.compiler.LocalModules()) > 0 { // a cell may write what the next one imports
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	dir, _ := e.surroundings()
	a := &ahead{number: running.Number + 1, code: code, dir: dir, cancel: cancel, takeBack: e.compiler.Assume(running), done: make(chan struct{})}
	e.next = a
	go func() {
		defer close(a.done)
		a.unit, a.err = e.compiler.Compile(ctx, a.number, a.code, cell.Directory(a.dir))
	}()
}

// commit makes the names of a cell visible that has run: all of them, or those which its first steps statements have set.
func (e *engine) commit(u *cell.Unit, steps int) {
	switch {
	case e.next == nil:
		e.compiler.Commit(u, steps)
	case steps >= 0:
		e.dropAhead()
		e.compiler.Commit(u, steps)
	}
}

// dropAhead forgets the cell that was built too early.
func (e *engine) dropAhead() {
	if e.next == nil {
		return
	}
	e.next.cancel()
	<-e.next.done
	e.next.takeBack()
	e.next = nil
}

// build builds a cell, or waits for it if that has begun. plain says that nothing but the cell's text matters.
func (e *engine) build(ctx context.Context, number int, code, dir string, plain bool, options ...cell.Option) (*cell.Unit, error) {
	a := e.next
	e.next = nil
	if a != nil {
		defer a.cancel()
		if plain && a.number == number && a.code == code && a.dir == dir {
			select {
			case <-a.done:
				if a.err != nil || a.stands() {
					return a.unit, a.err
				}
			case <-ctx.Done():
			}
		}
		a.cancel()
		<-a.done
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return e.compiler.Compile(ctx, number, code, append(options, cell.Directory(dir))...)
}

// stands reports whether the built cell can be run: a session that died meanwhile has taken it along.
func (a *ahead) stands() bool {
	_, err := os.Stat(a.unit.Plugin)
	return err == nil
}

// following returns the code of the cell that waits behind the running one, if it may be built before that has ended: it has
// no commands, and nothing to read that the running one might write.
func (k *Kernel) following() (code string, ok bool) {
	m := k.sockets.Peek(wire.Shell)
	if m == nil || m.Header.MsgType != "execute_request" {
		return "", false
	}
	req := executeRequest{StoreHistory: true}
	if json.Unmarshal(m.Content, &req) != nil || req.Silent || !req.StoreHistory || strings.TrimSpace(req.Code) == "" {
		return "", false
	}
	return req.Code, plainGo(req.Code)
}

// plainGo reports whether a cell is Go code that depends on nothing but the names of earlier cells.
func plainGo(code string) bool {
	for line := range strings.Lines(code) {
		line = strings.TrimLeft(line, " \t")
		for _, start := range []string{"%", "!", "?", "import", "//go:", "//gonb:"} {
			if strings.HasPrefix(line, start) {
				return false
			}
		}
	}
	return !strings.HasSuffix(strings.TrimSpace(code), "?")
}
