package session

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/kernel/session/host"
	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// cells is the plugin with the cells of testdata/cells.
var cells string

// TestMain is the session process too: the tests start this binary again.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LAZYCELL_TEST_SESSION"); dir != "" {
		if err := host.Run(host.Config{Show: show, TempDir: dir}); err != nil {
			log.Fatal(err)
		}
		return
	}
	dir, err := os.MkdirTemp("", "lazycell-session-test-")
	if err != nil {
		log.Fatal(err)
	}
	cells = filepath.Join(dir, "cells.so")
	build := exec.Command("go", "build", "-buildmode=plugin", "-o", cells, "./testdata/cells")
	if out, err := build.CombinedOutput(); err != nil {
		log.Fatalf("build the cells: %v\n%s", err, out)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func show(_ context.Context, values []any) (data, metadata map[string]any, err error) {
	return map[string]any{"text/plain": fmt.Sprint(values...)}, nil, nil
}

// record is an Output that writes down what it gets, joining pieces of one stream.
type record struct {
	mu   sync.Mutex
	list []string
	last string
	comm func(*pipe.Comm)

	typed []string // answers to questions; "wait" is never given
}

func (r *record) add(kind, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if kind == r.last && (kind == "stdout" || kind == "stderr") {
		r.list[len(r.list)-1] += text
		return
	}
	r.last = kind
	r.list = append(r.list, kind+" "+text)
}

func (r *record) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.list
	r.list, r.last = nil, ""
	return list
}

func (r *record) Stream(name, text string) { r.add(name, text) }
func (r *record) Result(b *pipe.Bundle)    { r.add("result", string(b.Data["text/plain"])) }
func (r *record) Display(b *pipe.Bundle) {
	for mime, data := range b.Data {
		r.add(strings.TrimSpace(mime+" "+b.DisplayID), string(data))
	}
}

func (r *record) Comm(c *pipe.Comm) {
	if r.comm != nil {
		r.comm(c)
	}
}

func (r *record) ClearOutput(wait bool) { r.add("clear", fmt.Sprint(wait)) }

func (r *record) Input(ctx context.Context, question pipe.Input) (string, error) {
	r.add("input", fmt.Sprintf("%q %v", question.Prompt, question.Password))
	if len(r.typed) == 0 {
		return "", errors.New("nobody is there")
	}
	line := r.typed[0]
	if line == "wait" {
		<-ctx.Done()
		return "", ctx.Err()
	}
	r.typed = r.typed[1:]
	return line, nil
}

func start(t *testing.T, out Output) *Session {
	t.Helper()
	return startWith(t, out, filepath.Join(t.TempDir(), "of session"))
}

func startWith(t *testing.T, out Output, temp string) *Session {
	t.Helper()
	s, err := Start(context.Background(), Options{
		Command: []string{os.Args[0]}, Dir: t.TempDir(),
		Env: append(os.Environ(), "LAZYCELL_TEST_SESSION="+temp),
	}, out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// run runs the cell of the given name.
func run(t *testing.T, ctx context.Context, s *Session, name string) (*Outcome, error) {
	t.Helper()
	if err := s.SetArgs(context.Background(), []string{name}); err != nil {
		t.Fatal(err)
	}
	return s.Run(ctx, cells, 1, name)
}

func TestCells(t *testing.T) {
	out := &record{}
	s := start(t, out)
	order := []string{}
	for i := range 50 {
		order = append(order, fmt.Sprint("stdout a", i), fmt.Sprintf(`text/html "b%d"`, i), fmt.Sprint("stdout c", i))
	}
	for i := len(order) - 3; i > 0; i -= 3 {
		// Between two displays stand the end of one turn and the beginning of the next.
		order[i-1] += strings.TrimPrefix(order[i], "stdout ")
		order = append(order[:i], order[i+1:]...)
	}
	order = append(order, `result "end"`)
	cases := []struct {
		name  string
		want  []string
		fault *pipe.Fault
	}{
		{"print", []string{"stdout hello\n"}, nil},
		{"c", []string{"stdout from C, no newline"}, nil},
		{"half rune", []string{"stdout café\n"}, nil},
		{"count", []string{"result \"1\""}, nil},
		{"count", []string{"result \"2\""}, nil},
		{"results", []string{`result "1a"`}, nil},
		{"clear", []string{"stdout before\n", "clear true", "stdout after\n"}, nil},
		{"order", order, nil},
		{"displays", []string{
			`text/markdown "*m*"`, `text/html id "1"`, `text/html id "2"`,
			`image/png "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAADklEQVR4nGJiAAQAAP//AAYAA/rQWa4AAAAASUVORK5CYII="`,
		}, nil},
		{"said panic", []string{"stderr panic: not really\n"}, nil},
		{"fails", nil, &pipe.Fault{Kind: pipe.Failed, Name: "error", Value: "load: boom"}},
		{"panics", nil, &pipe.Fault{Kind: pipe.Panicked, Name: "panic", Value: "runtime error: index out of range [2] with length 0"}},
		{"places", nil, &pipe.Fault{
			Kind: pipe.Panicked, Name: "panic", Value: "runtime error: integer divide by zero",
			Frames: []pipe.Frame{{Cell: 7, Line: 2, Func: "innerOf"}, {Cell: 7, Line: 6, Func: "outerOf"}, {Cell: 7, Line: 8, Func: "outerOf"}},
		}},
		{"panic nil", nil, &pipe.Fault{Kind: pipe.Panicked, Name: "panic", Value: "panic called with nil argument"}},
		{"angry", nil, &pipe.Fault{Kind: pipe.Panicked, Name: "panic", Value: "main.angry (its text can't be had: it panics)"}},
		{"goexit", nil, &pipe.Fault{Kind: pipe.Panicked, Name: "panic", Value: "runtime.Goexit ended the cell"}},
		{"count", []string{"result \"3\""}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o, err := run(t, t.Context(), s, c.name)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.fault, o.Fault); d != "" {
				t.Errorf("fault (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.want, out.take()); d != "" {
				t.Errorf("output (-want +got):\n%s", d)
			}
			if steps := o.Steps; (steps == 1) != (c.fault == nil) {
				t.Errorf("%d steps completed", steps)
			}
		})
	}
}

func TestInput(t *testing.T) {
	const refused = "nobody is there"
	cases := []struct {
		name  string
		typed []string
		want  []string
		fault *pipe.Fault
	}{
		{"scan", []string{"7 x"}, []string{`input "" false`, `result "7x"`}, nil},
		{"scan twice", []string{"1", "", "2"}, []string{`input "" false`, `input "" false`, `input "" false`, `result "1 2"`}, nil},
		{"stdin", []string{"a line"}, []string{`input "" false`, "result \"a line\\n\""}, nil},
		{"many lines", []string{"a", "b", "end"}, []string{"stdout say: ", `input "" false`, "stdout got a\nsay: ", `input "" false`, "stdout got b\nsay: ", `input "" false`, `result "end"`}, nil},
		{"request", []string{"secret"}, []string{`input "Who?" true`, "result \"secret\\n\""}, nil},
		{"requests", []string{"first", "second"}, []string{`input "1" false`, `input "2" false`, "result \"first\\nsecond\\n\""}, nil},
		{"request only", []string{"for nobody"}, []string{`input "Who?" true`}, nil},
		{"stdin", []string{"for this cell"}, []string{`input "" false`, "result \"for this cell\\n\""}, nil},
		{"c stdin", []string{"of C"}, []string{`input "" false`, `result "of C"`}, nil},
		{"child stdin", []string{"of a child"}, []string{`input "" false`, `result "of a child"`}, nil},
		{"long line", []string{strings.Repeat("x", 300_000)}, []string{`input "" false`, `result "300001"`}, nil},
		{"stdin", nil, []string{`input "" false`}, &pipe.Fault{Kind: pipe.Failed, Name: "error", Value: "EOF: " + refused}},
		{"reads twice", nil, []string{`input "" false`, `result "EOF EOF"`, "stderr " + refused + "\n"}, nil},
		{"stdin", []string{"again"}, []string{`input "" false`, "result \"again\\n\""}, nil},
		{"print", nil, []string{"stdout hello\n"}, nil},
	}
	out := &record{}
	s := start(t, out)
	for _, c := range cases {
		out.typed = c.typed
		o, err := run(t, t.Context(), s, c.name)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if d := cmp.Diff(c.fault, o.Fault); d != "" {
			t.Errorf("%s: fault (-want +got):\n%s", c.name, d)
		}
		if d := cmp.Diff(c.want, out.take()); d != "" {
			t.Errorf("%s: output (-want +got):\n%s", c.name, d)
		}
	}
}

// Nobody is asked when no cell runs, and the next cell isn't told that there is no input.
func TestInputBetweenCells(t *testing.T) {
	out := &record{typed: []string{"mine"}}
	s := start(t, out)
	for _, name := range []string{"request later", "stdin"} {
		if _, err := run(t, t.Context(), s, name); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	if d := cmp.Diff([]string{`input "" false`, "result \"mine\\n\""}, out.take()); d != "" {
		t.Errorf("output (-want +got):\n%s", d)
	}
}

func TestInterruptOfInput(t *testing.T) {
	out := &record{}
	s := start(t, out)
	for _, name := range []string{"stdin", "request", "c stdin", "child stdin"} {
		out.typed = []string{"wait"}
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		begin := time.Now()
		o, err := run(t, ctx, s, name)
		cancel()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if o.Fault == nil || o.Fault.Kind != pipe.Interrupted {
			t.Errorf("%s: fault %+v, want an interrupt", name, o.Fault)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("%s: the wait ended after %v", name, took)
		}
		out.take()
	}
	out.typed = []string{"still here"}
	if _, err := run(t, t.Context(), s, "stdin"); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{`input "" false`, "result \"still here\\n\""}, out.take()); d != "" {
		t.Errorf("after the interrupts (-want +got):\n%s", d)
	}
}

func TestBothStreams(t *testing.T) {
	out := &record{}
	s := start(t, out)
	if _, err := run(t, t.Context(), s, "both"); err != nil {
		t.Fatal(err)
	}
	got := out.take()
	if len(got) == 2 && strings.HasPrefix(got[0], "stderr") {
		got[0], got[1] = got[1], got[0]
	}
	if want := []string{"stdout out\n", "stderr err\n"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDeaths(t *testing.T) {
	cases := []struct {
		name  string
		cause string
		out   []string
		cells []int // of the frames
	}{
		{"exit 0", "exit status 0 (os.Exit)", nil, nil},
		{"exit 3", "exit status 3 (os.Exit, log.Fatal or the like)", []string{"stdout last words"}, nil},
		{"fatal", "exit status 1 (os.Exit, log.Fatal or the like)", []string{"no way on\n"}, nil},
		{"goroutine", "a goroutine panicked: away", nil, nil},
		{"places elsewhere", "a goroutine panicked: runtime error: integer divide by zero", nil, []int{7, 7, 7}},
		{"overflow", "fatal error: stack overflow: goroutine stack exceeds 1000000000-byte limit", nil, nil},
		{"segfault", "SIGSEGV: segmentation violation in C code", nil, nil},
		{"map race", "fatal error: concurrent map writes", nil, nil},
		{"out of memory", "fatal error: out of memory: cannot allocate 8589934592-byte block", nil, nil},
		{"killed", "it was killed (signal 9), as the system does when memory runs out", nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out := &record{}
			s := start(t, out)
			_, err := run(t, t.Context(), s, c.name)
			var lost *LostError
			if !errors.As(err, &lost) {
				t.Fatalf("error %v, want a LostError", err)
			}
			if lost.Cause != c.cause {
				t.Errorf("cause %q, want %q", lost.Cause, c.cause)
			}
			var in []int
			for _, f := range lost.Frames {
				in = append(in, f.Cell)
			}
			if !reflect.DeepEqual(in, c.cells) {
				t.Errorf("places %v, want in cells %v", lost.Frames, c.cells)
			}
			got := out.take()
			if len(got) > 0 && len(got[0]) > 200 {
				got[0] = got[0][:200]
			}
			if len(got) != len(c.out) || len(got) == 1 && !strings.HasSuffix(got[0], c.out[0]) {
				t.Errorf("output %q, want %q", got, c.out)
			}
		})
	}
}

func TestDeathBetweenCells(t *testing.T) {
	s := start(t, &record{})
	if _, err := run(t, t.Context(), s, "later"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Ended():
	case <-time.After(10 * time.Second):
		t.Fatal("the end of the session was not noticed")
	}
	if want := "exit status 4 (os.Exit, log.Fatal or the like)"; s.Lost().Cause != want {
		t.Errorf("cause %q, want %q", s.Lost().Cause, want)
	}
	var lost *LostError
	if _, err := s.Run(t.Context(), cells, 1, ""); !errors.As(err, &lost) {
		t.Errorf("running in a dead session: %v, want a LostError", err)
	}
}

func TestInterrupt(t *testing.T) {
	s := start(t, &record{})
	for _, c := range []struct {
		name string
		kind pipe.FaultKind
	}{{"interrupted", pipe.Interrupted}, {"finishes", ""}, {"interrupted", pipe.Interrupted}} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		o, err := run(t, ctx, s, c.name)
		cancel()
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if o.Fault == nil && c.kind != "" || o.Fault != nil && o.Fault.Kind != c.kind {
			t.Errorf("%s: fault %+v, want %q", c.name, o.Fault, c.kind)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := run(t, ctx, s, "deaf")
	var lost *LostError
	if !errors.As(err, &lost) || !lost.Interrupted {
		t.Fatalf("error %v, want a LostError by interrupt", err)
	}
	if took := time.Since(begin); took < interruptLimit || took > interruptLimit+2*time.Second {
		t.Errorf("the cell was ended after %v, want about %v", took, interruptLimit)
	}
	if alive(s.cmd.Process.Pid) {
		t.Error("the process is still there")
	}
}

func TestDeadlock(t *testing.T) {
	out := &record{}
	s := start(t, out)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	o, err := run(t, ctx, s, "deadlock")
	if err != nil || o.Fault == nil || o.Fault.Kind != pipe.LeftBehind || len(o.Fault.Frames) == 0 {
		t.Fatalf("outcome %+v, error %v, want a cell that is left behind", o, err)
	}
	want := "stderr The cell waits, and so do all other goroutines (a deadlock, unless a timer wakes one). Interrupt it to go on.\n" +
		"  Cell [7], line 13: chan receive (nil chan)\n"
	if d := cmp.Diff([]string{want}, out.take()); d != "" {
		t.Errorf("output (-want +got):\n%s", d)
	}
	// What was left alone doesn't make other cells look stuck, nor their interrupts.
	for _, c := range []struct {
		name string
		kind pipe.FaultKind
	}{{"interrupted", pipe.Interrupted}, {"finishes", ""}} {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		o, err := run(t, ctx, s, c.name)
		cancel()
		if err != nil || c.kind != "" && (o.Fault == nil || o.Fault.Kind != c.kind) || c.kind == "" && o.Fault != nil {
			t.Errorf("%s after a deadlock: %+v, %v", c.name, o, err)
		}
	}
	if got := out.take(); got != nil {
		t.Errorf("%q was told of other cells", got)
	}
}

func TestFlood(t *testing.T) {
	out := &record{}
	s := start(t, out)
	if _, err := run(t, t.Context(), s, "flood"); err != nil {
		t.Fatal(err)
	}
	got := out.take()
	if len(got) != 1 || len(got[0]) != len("stdout ")+10000*1024 {
		t.Errorf("%d outputs, want 1 of 10000 lines", len(got))
	}
}

// A gigabyte is read as fast as it comes, but what is passed on is bounded.
func TestDeluge(t *testing.T) {
	out := &record{}
	s := start(t, out)
	for _, name := range []string{"deluge", "print"} {
		begin := time.Now()
		if _, err := run(t, t.Context(), s, name); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		got := out.take()
		if name == "print" {
			if d := cmp.Diff([]string{"stdout hello\n"}, got); d != "" {
				t.Errorf("the next cell (-want +got):\n%s", d)
			}
			continue
		}
		size := len(strings.Join(got, ""))
		if size < burst || size > 2*burst {
			t.Errorf("%d bytes were passed on, want about %d", size, burst)
		}
		if text := strings.Join(got, ""); !strings.Contains(text, "MB of output left out") || !strings.HasSuffix(text, "the end\n") {
			t.Errorf("no notice, or not the end: …%q", text[max(0, len(text)-200):])
		}
	}
}

func TestSettings(t *testing.T) {
	out := &record{}
	s := start(t, out)
	dir := t.TempDir()
	if err := errors.Join(s.Chdir(t.Context(), dir), s.Setenv(t.Context(), "LAZYCELL_TEST", "by kernel")); err != nil {
		t.Fatal(err)
	}
	if err := s.Chdir(t.Context(), filepath.Join(dir, "missing")); err == nil {
		t.Error("no error for a directory that is not there")
	}
	if s.Dir() != dir {
		t.Errorf("directory %q, want %q", s.Dir(), dir)
	}
	if _, err := run(t, t.Context(), s, "settings"); err != nil {
		t.Fatal(err)
	}
	if got, want := out.take(), []string{fmt.Sprintf("result %q", dir+"by kernelsettings")}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := run(t, t.Context(), s, "sets"); err != nil {
		t.Fatal(err)
	}
	if s.Dir() != "/" || !strings.Contains(strings.Join(s.Environ(), "\n"), "LAZYCELL_TEST=by cell") {
		t.Errorf("the kernel has not heard of the cell's directory or environment: %q", s.Dir())
	}
}

func TestValueFromFrontEnd(t *testing.T) {
	out := &record{}
	s := start(t, out)
	out.comm = func(c *pipe.Comm) {
		if c.Address == "/there" && c.Request {
			go s.SendValue("/there", []byte("42"))
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := run(t, ctx, s, "value"); err != nil {
		t.Fatal(err)
	}
	if got, want := out.take(), []string{`result "42"`}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMemoryIsGivenBack(t *testing.T) {
	out := &record{}
	s := start(t, out)
	for _, name := range []string{"garbage", "forget", "heap"} {
		if _, err := run(t, t.Context(), s, name); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := out.take(), []string{`result "true true"`}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCloseEndsChildren(t *testing.T) {
	out := &record{}
	s := start(t, out)
	if _, err := run(t, t.Context(), s, "child"); err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscanf(strings.Join(out.take(), ""), `result "%d"`, &pid); err != nil || !alive(pid) {
		t.Fatalf("no child process: %v", err)
	}
	s.Close()
	for _, p := range []int{pid, s.cmd.Process.Pid} {
		if alive(p) {
			t.Errorf("process %d outlives its session", p)
		}
	}
}

func TestFilesAreRemovedOnlyForADeadKernel(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*Session)
		left bool
	}{
		"close":           {(*Session).Close, true},
		"kill":            {(*Session).kill, true},
		"the kernel dies": {func(s *Session) { _ = s.request.Close(); <-s.ended }, false},
	} {
		t.Run(name, func(t *testing.T) {
			temp := t.TempDir()
			c.end(startWith(t, &record{}, temp))
			if _, err := os.Stat(temp); (err == nil) != c.left {
				t.Errorf("the directory is left: %v, want %v", err == nil, c.left)
			}
		})
	}
}

// alive says whether a process runs. A zombie that nobody waits for yet doesn't.
func alive(pid int) bool {
	for range 50 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil && syscall.Kill(pid, 0) != nil {
			return false
		}
		if _, state, ok := strings.Cut(string(stat), ") "); ok && strings.HasPrefix(state, "Z") {
			return false
		}
		time.Sleep(20 * time.Millisecond)
	}
	return true
}

func TestStartFailures(t *testing.T) {
	for name, command := range map[string][]string{
		"no such program": {filepath.Join(t.TempDir(), "missing")},
		"not a session":   {"/bin/sh", "-c", "echo went wrong >&2; exit 7"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Start(t.Context(), Options{Command: command}, &record{})
			if err == nil || !strings.Contains(err.Error(), command[0]) {
				t.Errorf("error %v, want one that names %s", err, command[0])
			}
		})
	}
}

func TestLoadFailure(t *testing.T) {
	s := start(t, &record{})
	o, err := s.Run(t.Context(), filepath.Join(t.TempDir(), "missing.so"), 1, "")
	if err != nil {
		t.Fatal(err)
	}
	if o.Fault == nil || o.Fault.Kind != pipe.NotLoaded || !strings.Contains(o.Fault.Value, "missing.so") {
		t.Errorf("fault %+v, want one about the missing file", o.Fault)
	}
}
