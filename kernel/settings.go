package kernel

import (
	"context"
	"errors"
	"time"

	"github.com/lazycell/lazycell/kernel/session"
)

// settable is what commands set of a session.
type settable interface {
	Setenv(ctx context.Context, name, value string) error
	Chdir(ctx context.Context, dir string) error
	SetArgs(ctx context.Context, args []string) error
	Dir() string
}

var _ settable = (*session.Session)(nil)

// settingLimit is how long a setting may take: no cell runs, so that there is nothing to wait for.
const settingLimit = 5 * time.Second

// set changes the session, and remembers its directory and environment for the sessions that may follow.
func (e *engine) set(change func(context.Context, settable) error) error {
	s := e.current()
	if s == nil {
		return errors.New("there is no session: run the cell again")
	}
	ctx, cancel := context.WithTimeout(context.Background(), settingLimit)
	defer cancel()
	err := change(ctx, s)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.dir, e.env = s.Dir(), s.Environ()
	return err
}

// surroundings returns the current directory and the environment of cells.
func (e *engine) surroundings() (dir string, env []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.dir, e.env
}

func (e *engine) keepArgs(args []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.args = args
}

func (e *engine) keptArgs() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.args
}
