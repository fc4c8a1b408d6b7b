// Package rt is what a compiled notebook cell needs at run time: a way to hand its result to the session, to fail with an
// error, and to reach the context that an interrupt cancels. Every cell plugin links it, so it imports next to nothing.
package rt

import (
	"context"
	"errors"
	"sync/atomic"
)

// Host is the session process as a cell sees it.
type Host interface {
	// Context returns the context of the running cell; an interrupt cancels it.
	Context() context.Context
	// Result shows the values of a cell's last expression.
	Result(values []any) error
}

// Cell is the value that each cell plugin exports under the symbol name "Cell".
type Cell struct {
	// Run executes the cell's statements; it may be called again to run the same cell again.
	Run func()
	// Steps counts the top-level statements that the current or last Run has completed.
	Steps *int
}

// Failure is the panic value with which a cell ends because of an error, as opposed to a programming mistake.
type Failure struct{ Err error }

// Error returns the text of the error that failed the cell.
func (f Failure) Error() string {
	if f.Err == nil {
		return "the cell failed without an error value"
	}
	return f.Err.Error()
}

// Unwrap returns the error that failed the cell.
func (f Failure) Unwrap() error { return f.Err }

// ErrNoHost is the failure of a cell that has a result but runs outside a session.
var ErrNoHost = errors.New("rt: a cell's result needs a session to show it: call rt.SetHost first")

// FlagHost is a Host that keeps the flags of its cells. They outlive a cell, and package flag allows no second definition.
type FlagHost interface {
	// ForgetFlag undoes the definition of a flag, if there is one.
	ForgetFlag(name string)
	// ParseFlags sets the flags from the program's arguments.
	ParseFlags() error
}

// ForgetFlag comes before a statement that defines a flag.
func ForgetFlag(name string) {
	if box := current.Load(); box != nil {
		if h, ok := box.Host.(FlagHost); ok {
			h.ForgetFlag(name)
		}
	}
}

// ParseFlags comes before the body of a program. A wrong argument fails the cell.
func ParseFlags() {
	box := current.Load()
	if box == nil {
		return
	}
	if h, ok := box.Host.(FlagHost); ok {
		if err := h.ParseFlags(); err != nil {
			panic(Failure{err})
		}
	}
}

type hostBox struct{ Host }

var current atomic.Pointer[hostBox]

// SetHost installs the session that receives results and provides the context. A nil host removes it.
func SetHost(h Host) {
	if h == nil {
		current.Store(nil)
		return
	}
	current.Store(&hostBox{h})
}

// Context returns the context of the running cell, or the background context outside a session.
func Context() context.Context {
	if box := current.Load(); box != nil {
		return box.Context()
	}
	return context.Background()
}

// Displayer is a Host that shows something besides the results of cells.
type Displayer interface {
	// Display shows data, by MIME type, below the running cell. What is shown under the same id again takes the place of what was; no data at all
	// takes it away.
	Display(data map[string]any, id string) error
}

// Display shows data, by MIME type, below the running cell, in the place of what was shown under the same id; no data at all takes that away. Outside a
// notebook it does nothing.
func Display(data map[string]any, id string) error {
	if box := current.Load(); box != nil {
		if d, ok := box.Host.(Displayer); ok {
			return d.Display(data, id)
		}
	}
	return nil
}

// Clearer is a Host that can take away what a cell has shown.
type Clearer interface {
	// ClearOutput takes away the outputs of the running cell; with wait, only when the next output comes.
	ClearOutput(wait bool) error
}

// ClearOutput takes away what the running cell has printed and shown so far. With wait the front-end does it when the
// next output comes, so that what changes in place doesn't flicker. Outside a notebook it does nothing.
func ClearOutput(wait bool) {
	box := current.Load()
	if box == nil {
		return
	}
	if c, ok := box.Host.(Clearer); ok {
		if err := c.ClearOutput(wait); err != nil {
			panic(Failure{err})
		}
	}
}

// Result shows vs as the result of the cell. Without values it does nothing.
func Result(vs ...any) {
	if len(vs) == 0 {
		return
	}
	box := current.Load()
	if box == nil {
		panic(Failure{ErrNoHost})
	}
	if err := box.Result(vs); err != nil {
		panic(Failure{err})
	}
}

// ResultErr is Result for a call whose last value is an error: a non-nil error fails the cell, a nil one is left out of
// the result.
func ResultErr(vs ...any) {
	Check(vs...)
	if len(vs) > 0 {
		Result(vs[:len(vs)-1]...)
	}
}

// Check fails the cell when the last of vs is a non-nil error. It takes the values of any call.
func Check(vs ...any) {
	if len(vs) == 0 {
		return
	}
	if err, ok := vs[len(vs)-1].(error); ok && err != nil {
		panic(Failure{err})
	}
}

// CheckCarried fails the cell when v carries an error.
func CheckCarried(v interface{ Err() error }) {
	if v == nil {
		return
	}
	if err := v.Err(); err != nil {
		panic(Failure{err})
	}
}

// Must returns v, or fails the cell when err is not nil.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(Failure{err})
	}
	return v
}
