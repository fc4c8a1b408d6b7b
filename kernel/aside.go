package kernel

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/lazycell/lazycell/kernel/cell"
)

// lastRun is what is known of the last cell.
type lastRun struct {
	unit                  *cell.Unit // nil when it could not be built
	started, built, ended time.Time
}

// String says how long the cell took.
func (l lastRun) String() string {
	if l.unit == nil {
		return ""
	}
	return fmt.Sprintf("built in %v, ran for %v\n", l.built.Sub(l.started).Round(time.Millisecond), l.ended.Sub(l.built).Round(10*time.Microsecond))
}

// aside runs code of a command's among the session's values. Nothing that it declares is visible to cells.
func (e *engine) aside(ctx context.Context, code string) *failure {
	s, err := e.ensure(ctx)
	if err != nil {
		return notReady(ctx, err)
	}
	unit, err := e.compiler.Compile(ctx, unnumbered, code)
	if err != nil {
		return buildFailure(ctx, err)
	}
	e.tell(unit.Notes)
	e.mu.Lock()
	e.running = true
	e.mu.Unlock()
	outcome, err := s.Run(ctx, unit.Plugin, unit.Number, "")
	e.mu.Lock()
	e.running = false
	if err != nil && e.session == s {
		e.session = nil
	}
	e.mu.Unlock()
	switch {
	case err != nil:
		return e.runFailure(err)
	case outcome.Fault != nil:
		return e.fault(outcome.Fault)
	}
	return nil
}

// failed is a failure as the error of a command.
func failed(f *failure) error {
	switch {
	case f == nil:
		return nil
	case f.Name == interruptedName:
		return context.Canceled
	}
	return errors.New(f.Value)
}
