package session

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// LostError says how a session process died. Its values are lost.
type LostError struct {
	// Interrupted says that the kernel ended it because a cell did not heed an interrupt.
	Interrupted bool
	// Cause is how it ended otherwise: "exit status 3", "signal: killed", "panic in a goroutine: boom".
	Cause string
	// Frames are the places in cells where it happened, as far as Go told, innermost first.
	Frames []pipe.Frame
}

// Error returns the cause and says that values were lost.
func (e *LostError) Error() string {
	if e.Interrupted {
		return fmt.Sprintf("the cell did not stop within %v of the interrupt, so that its session had to be ended", interruptLimit)
	}
	return "the session process has ended: " + e.Cause
}

// overflowMark begins the report of a stack overflow.
const overflowMark = "runtime: goroutine stack exceeds "

// memoryMark begins the report of an allocation that failed.
const memoryMark = "runtime: out of memory: "

// crashMark matches the line with which Go's report of a crash begins.
var crashMark = regexp.MustCompile(`(?m)^(?:panic: |fatal error: |SIG[A-Z]+: |` + overflowMark + `|` + memoryMark + `|unexpected fault address |runtime/cgo: )`)

// crashStart returns where the report of a crash begins in text, or -1.
func crashStart(text []byte) int {
	at := crashMark.FindIndex(text)
	if at == nil {
		return -1
	}
	return at[0]
}

// lostError tells the end of a process by its state and by what Go said.
func lostError(state *os.ProcessState, crash string) *LostError {
	e := &LostError{Cause: "it is gone"}
	if state == nil {
		return e
	}
	e.Cause = state.String()
	status, _ := state.Sys().(syscall.WaitStatus)
	switch {
	case crash != "":
		e.Cause, e.Frames = crashCause(crash), crashFrames(crash)
	case status.Signaled() && status.Signal() == syscall.SIGKILL:
		e.Cause = "it was killed (signal 9), as the system does when memory runs out"
	case status.Exited() && status.ExitStatus() == 0:
		e.Cause = "exit status 0 (os.Exit)"
	case status.Exited():
		e.Cause += " (os.Exit, log.Fatal or the like)"
	}
	return e
}

// crashCause is the line that says what happened.
func crashCause(crash string) string {
	first, rest, _ := strings.Cut(crash, "\n")
	if strings.HasPrefix(first, overflowMark) {
		if m := fatalLine.FindString(rest); m != "" {
			return m + ":" + strings.TrimPrefix(first, "runtime:")
		}
	}
	if _, what, ok := strings.Cut(first, memoryMark); ok {
		what, _, _ = strings.Cut(what, " (")
		return "fatal error: out of memory: " + what
	}
	if value, ok := strings.CutPrefix(first, "panic: "); ok {
		return "a goroutine panicked: " + value
	}
	if strings.Contains(rest, "\nsignal arrived during cgo execution\n") {
		return first + " in C code"
	}
	return first
}

var (
	fatalLine     = regexp.MustCompile(`(?m)^fatal error: .*$`)
	goroutineLine = regexp.MustCompile(`(?m)^goroutine .*:$`)
	placeLine     = regexp.MustCompile(`^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$`)
)

// crashFrames finds the places in cells on the stack of the goroutine that crashed. It is the first in the report, or the second
// when it was in C code, or in the runtime: then the first is that of the thread itself.
func crashFrames(crash string) []pipe.Frame {
	for _, at := range goroutineLine.FindAllStringIndex(crash, 2) {
		stack, _, _ := strings.Cut(crash[at[1]:], "\n\n")
		if frames := stackFrames(stack); len(frames) > 0 {
			return frames
		}
	}
	return nil
}

func stackFrames(stack string) []pipe.Frame {
	var frames []pipe.Frame
	function := ""
	for line := range bytes.Lines([]byte(stack)) {
		text := strings.TrimRight(string(line), "\n")
		m := placeLine.FindStringSubmatch(text)
		if m == nil {
			function = text
			continue
		}
		cell, ok := pipe.CellOf(filepath.Base(m[1]))
		if !ok || len(frames) == 50 {
			continue
		}
		n, _ := strconv.Atoi(m[2])
		if name, ok := strings.CutPrefix(function, "created by "); ok {
			function, _, _ = strings.Cut(name, " in goroutine ")
		} else if i := strings.LastIndexByte(function, '('); i > 0 {
			function = function[:i]
		}
		frame := pipe.Frame{Cell: cell, Line: n, Func: pipe.UserFunc(function)}
		if len(frames) == 0 || frames[len(frames)-1] != frame {
			frames = append(frames, frame) // once for a recursion, and for a goroutine started where its code is
		}
	}
	return frames
}
