package host

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/session/rt"
)

// fault describes what recover returned; it must be called by the deferred function.
func (h *host) fault(r any) *pipe.Fault {
	f := &pipe.Fault{Kind: pipe.Panicked, Name: "panic", Frames: frames()}
	if failure, ok := r.(rt.Failure); ok {
		f.Kind, f.Name = pipe.Failed, errorName(failure.Err)
		if errors.Is(failure.Err, context.Canceled) && h.Context().Err() != nil {
			f.Kind = pipe.Interrupted
		}
	}
	f.Value = text(r)
	return f
}

// errorName is the type of an error, unless it is one of those that say nothing but their text.
func errorName(err error) string {
	switch name := fmt.Sprintf("%T", err); name {
	case "<nil>", "*errors.errorString", "*errors.joinError", "*fmt.wrapError", "*fmt.wrapErrors":
		return "error"
	default:
		return name
	}
}

// text is what a panic value says, also when saying it panics.
func text(v any) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprintf("%T (its text can't be had: it panics)", v)
		}
	}()
	switch v := v.(type) {
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	case string, bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, uintptr, float32, float64, complex64, complex128:
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("%T(%+v)", v, v)
}

// maxFrames is how many places of a deep recursion are told.
const maxFrames = 50

// frames returns where on the current stack code of cells runs, innermost first.
func frames() []pipe.Frame {
	pcs := make([]uintptr, 4096)
	stack := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	var found []pipe.Frame
	for {
		frame, more := stack.Next()
		if cell, ok := pipe.CellOf(filepath.Base(frame.File)); ok && len(found) < maxFrames {
			f := pipe.Frame{Cell: cell, Line: frame.Line, Func: pipe.UserFunc(frame.Function)}
			if len(found) == 0 || found[len(found)-1] != f { // a recursion is told once
				found = append(found, f)
			}
		}
		if !more {
			return found
		}
	}
}
