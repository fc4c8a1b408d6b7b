package kernel

import (
	"context"
	"errors"
	"fmt"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/session"
)

// failure is a failed cell as the front-end shows it.
type failure struct {
	Name, Value string
	Traceback   []string
}

// Colours of a traceback.
const (
	red   = "\x1b[31m"
	cyan  = "\x1b[36m"
	plain = "\x1b[0m"

	redLine, plainLine = "\x1b[31;4m", "\x1b[39;24m" // underlined; other attributes stay as they are
)

// underlined marks what is wrong in a line of the user's.
func underlined(text string) string { return redLine + text + plainLine }

// at adds a place, and the user's line there.
func (f *failure) at(place, line string) {
	f.Traceback = append(f.Traceback, cyan+place+plain)
	if line != "" {
		f.Traceback = append(f.Traceback, "    "+line)
	}
}

// done puts what happened before where it happened.
func (f *failure) done() *failure {
	f.Traceback = append([]string{red + f.Name + plain + ": " + f.Value}, f.Traceback...)
	return f
}

// place names a line as the user sees it.
func place(number, line int, function string) string {
	s := fmt.Sprintf("Cell [%d], line %d", number, line)
	if function != "" {
		s += ", in " + function
	}
	return s
}

// lostNote follows the cause when a session is gone.
const lostNote = "Its values are lost. A new session has started: run the cells again that make what you need."

// interruptedName is the name of the failure of an interrupted cell.
const interruptedName = "Interrupted"

// interrupted is the failure of a cell that heeded an interrupt.
func interrupted() *failure {
	return &failure{Name: interruptedName, Value: "the cell was interrupted; values are kept"}
}

// leftBehind is the failure of an interrupted cell that waits for what can't come.
func leftBehind(waits string) *failure {
	return &failure{Name: interruptedName, Value: "the cell was interrupted while it waited (" + waits + "), which nothing could end; values are kept"}
}

// buildFailure tells why a cell could not be built: the user's faults, or what kept the kernel from building it.
func buildFailure(ctx context.Context, err error) *failure {
	var fault *cell.Error
	if errors.As(err, &fault) {
		return &failure{Name: fault.Name, Value: fault.Error(), Traceback: append([]string{red + fault.Name + plain}, fault.Traceback(underlined)...)}
	}
	return notReady(ctx, err)
}

// lostFailure tells that the session has died.
func lostFailure(err *session.LostError) *failure {
	f := &failure{Name: "SessionLost", Value: err.Error() + ". " + lostNote}
	if err.Interrupted {
		f.Name = interruptedName
	}
	return f
}
