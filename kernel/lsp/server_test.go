//go:build unix

package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/lazycell/lazycell/kernel/cell"
)

// ownGopls is an Assistant whose gopls no other test uses.
func ownGopls(t *testing.T) *Assistant {
	t.Helper()
	withGopls(t) // says what to do where it is missing, and fills gopls' cache
	c := session(t)
	a := New(Config{Dir: filepath.Join(t.TempDir(), "with a space"), ModuleDir: moduleDir, Compiler: func(context.Context) *cell.Compiler { return c }, Log: log.New(io.Discard, "", 0)})
	t.Cleanup(a.Close)
	return a
}

func offersNorm(t *testing.T, a *Assistant) {
	t.Helper()
	if got := a.Complete(t.Context(), "point.Nor", 9); len(got.Matches) != 1 || got.Matches[0].Text != "Norm" || got.Start != 6 {
		t.Errorf("completion: %+v", got)
	}
}

func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

// TestGoplsDies checks that another gopls takes the place of one that has died, and that none is left in the end.
func TestGoplsDies(t *testing.T) {
	a := ownGopls(t)
	offersNorm(t, a) // while it starts
	first := waitForGopls(t, a).cmd.Process.Pid
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	offersNorm(t, a)
	second := waitForGopls(t, a)
	for deadline := time.Now().Add(10 * time.Second); second.cmd.Process.Pid == first && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		second = waitForGopls(t, a)
	}
	pid := second.cmd.Process.Pid
	if pid == first {
		t.Fatal("gopls was not started again")
	}
	offersNorm(t, a)
	a.Close()
	if alive(first) || alive(pid) {
		t.Error("a gopls is left")
	}
	offersNorm(t, a)
}

// TestGoplsHangs checks that a gopls which doesn't answer holds up neither the answer nor the end.
func TestGoplsHangs(t *testing.T) {
	a := ownGopls(t)
	pid := waitForGopls(t, a).cmd.Process.Pid
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	big := "point.Nor\n/*" + strings.Repeat("more than a pipe holds ", 10000) + "*/"
	start := time.Now()
	if got := a.Complete(t.Context(), big, 9); len(got.Matches) != 1 || got.Matches[0].Text != "Norm" {
		t.Errorf("completion: %+v", got)
	}
	if took := time.Since(start); took > answerLimit+300*time.Millisecond {
		t.Errorf("the answer took %v", took)
	}
	start = time.Now()
	a.Close()
	if took := time.Since(start); took > exitLimit+time.Second {
		t.Errorf("the end took %v", took)
	}
	if alive(pid) {
		t.Error("gopls is left")
	}
}

// TestGoplsUnfit checks that answers come where what is called gopls is something else, and that it isn't tried for ever.
func TestGoplsUnfit(t *testing.T) {
	for name, script := range map[string]string{
		"ends at once":    "#!/bin/sh\nexit 1\n",
		"talks nonsense":  "#!/bin/sh\necho 'Content-Length: 5'\necho\necho nonsense\n",
		"says nothing":    "#!/bin/sh\nexec sleep 60\n",
		"closes its ears": "#!/bin/sh\nexec 0<&-\nexec sleep 60\n",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "gopls")
			if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv(goplsVariable, path)
			c := session(t)
			a := New(Config{Dir: t.TempDir(), ModuleDir: moduleDir, Compiler: func(context.Context) *cell.Compiler { return c }, Log: log.New(io.Discard, "", 0)})
			for range 20 {
				offersNorm(t, a)
				time.Sleep(5 * time.Millisecond)
			}
			a.gopls.mu.Lock()
			starts := len(a.gopls.starts)
			a.gopls.mu.Unlock()
			if starts == 0 || starts > maxStarts {
				t.Errorf("it was started %d times", starts)
			}
			start := time.Now()
			a.Close()
			if took := time.Since(start); took > exitLimit+time.Second {
				t.Errorf("the end took %v", took)
			}
		})
	}
}

// TestNoCompiler checks that an Assistant answers while there is no session yet.
func TestNoCompiler(t *testing.T) {
	a := New(Config{Dir: t.TempDir(), ModuleDir: moduleDir, Compiler: func(context.Context) *cell.Compiler { return nil }})
	defer a.Close()
	if got := a.Complete(t.Context(), "fmt.P", 5); len(got.Matches) != 0 || got.Start != 4 || got.End != 5 {
		t.Errorf("completion: %+v", got)
	}
	if h, ok := a.Inspect(t.Context(), "fmt.Println", 5, false); ok {
		t.Errorf("help: %+v", h)
	}
}

func TestReadMessage(t *testing.T) {
	cases := []struct{ text, method, fault string }{
		{"Content-Length: 15\r\n\r\n{\"method\":\"ok\"}", "ok", ""},
		{"Content-Type: x\r\ncontent-length: 15\r\n\r\n{\"method\":\"ok\"}", "ok", ""},
		{"Content-Length: 15\r\n\r\n{\"method\"", "", "unexpected EOF"},
		{"Content-Length: -1\r\n\r\n", "", "Content-Length"},
		{"Content-Length: 99999999999\r\n\r\n", "", "Content-Length"},
		{"\r\n", "", "Content-Length"},
		{"Content-Length: 2\r\n\r\n[]", "", "cannot unmarshal"},
		{"nonsense\r\n\r\n", "", "malformed"},
		{"", "", "EOF"},
	}
	for _, c := range cases {
		m, err := readMessage(bufio.NewReader(strings.NewReader(c.text)))
		if c.fault == "" && (err != nil || m.Method != c.method) || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("%q: %+v, %v", c.text, m, err)
		}
	}
}

// TestConn lets a client and a server talk that both ask.
func TestConn(t *testing.T) {
	fromServer, toClient := io.Pipe()
	fromClient, toServer := io.Pipe()
	server := newConn(fromClient, toClient, func(method string, params json.RawMessage) (any, bool) { return params, method == "echo" })
	client := newConn(fromServer, toServer, answerServer)
	var out map[string]int
	if err := client.call(t.Context(), "echo", map[string]int{"n": 7}, &out); err != nil || out["n"] != 7 {
		t.Errorf("echo: %v, %v", out, err)
	}
	if err := client.call(t.Context(), "other", nil, nil); err == nil || !strings.Contains(err.Error(), "other is not supported") {
		t.Errorf("unknown method: %v", err)
	}
	var settings []map[string]any
	if err := server.call(t.Context(), "workspace/configuration", map[string]any{"items": []any{1, 2}}, &settings); err != nil || len(settings) != 2 {
		t.Errorf("configuration: %v, %v", settings, err)
	}
	toClient.Close()
	<-client.ended
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := client.call(ctx, "echo", nil, nil); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a call after the end: %v", err)
	}
	toServer.Close()
	<-server.ended
}

// TestRefresh checks that gopls knows the new imports of the session before it is asked.
func TestRefresh(t *testing.T) {
	a := ownGopls(t)
	a.Refresh() // there is no gopls yet
	s := waitForGopls(t, a)
	size := a.kept.size()
	a.kept.mu.Lock()
	delete(a.kept.paths, "io/fs") // the session imports it
	a.kept.mu.Unlock()
	a.Refresh()
	shown := ""
	known := func() bool { return strings.Contains(shown, `"io/fs"`) && a.kept.size() == size }
	for deadline := time.Now().Add(10 * time.Second); !known() && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		a.gopls.asking <- struct{}{}
		shown = s.text
		<-a.gopls.asking
	}
	if !known() {
		t.Errorf("the view lacks an import:\n%s", shown)
	}
	offersNorm(t, a)
}
