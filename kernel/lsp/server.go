package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/lazycell/lazycell/kernel/group"
)

// server is a running gopls with one file open.
type server struct {
	conn *conn
	uri  string
	dir  string

	cmd    *exec.Cmd
	stdin  io.Closer
	exited chan struct{}

	version int
	text    string // of the file as gopls knows it
	modules [2]string
}

// moduleFiles are copied from the session's module into that of the view.
var moduleFiles = [2]string{"go.mod", "go.sum"}

// viewFile is the name of the generated file.
const viewFile = "cell.go"

// settings are what gopls is to do and, most of all, to leave.
var settings = map[string]any{
	"hoverKind":                      "FullDocumentation",
	"linksInHover":                   false,
	"usePlaceholders":                false,
	"matcher":                        "CaseInsensitive",
	"deepCompletion":                 false,
	"experimentalPostfixCompletions": false,
	"completeUnimported":             false, // cells are given some packages, and not those that gopls would
	"completionBudget":               "200ms",
	"diagnosticsTrigger":             "Save",
	"analysisProgressReporting":      false,
	"staticcheck":                    false,
	"vulncheck":                      "Off",
}

// startServer starts gopls in dir, which it fills, and returns when gopls can answer.
func startServer(ctx context.Context, program, dir, moduleDir string) (*server, error) {
	config := filepath.Join(dir, "config")
	s := &server{dir: dir, exited: make(chan struct{})}
	s.uri = fileURI(filepath.Join(dir, viewFile))
	s.text = "package main\n"
	temp := filepath.Join(dir, "tmp")
	for _, d := range []string{filepath.Join(config, "go", "telemetry"), temp} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("make a directory for gopls: %w", err)
		}
	}
	for path, text := range map[string]string{
		filepath.Join(dir, viewFile):                     s.text,
		filepath.Join(config, "go", "telemetry", "mode"): "off",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, fmt.Errorf("write a file for gopls: %w", err)
		}
	}
	if _, err := s.copyModule(moduleDir); err != nil {
		return nil, err
	}
	s.cmd = exec.Command(program, "serve")
	s.cmd.Dir = dir
	// What gopls counts about its use stays unwritten; it would leave processes of its own for that. Go commands that are
	// killed with it leave their temporary files where the kernel removes them.
	s.cmd.Env = append(os.Environ(), "TMPDIR="+temp, "GOWORK=off", "GOFLAGS=-mod=mod", "XDG_CONFIG_HOME="+config)
	if goenv, err := os.UserConfigDir(); err == nil && os.Getenv("GOENV") == "" {
		s.cmd.Env = append(s.cmd.Env, "GOENV="+filepath.Join(goenv, "go", "env"))
	}
	group.Own(s.cmd)
	stdin, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start gopls: %w", err)
	}
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start gopls: %w", err)
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start gopls: %w", err)
	}
	s.stdin = stdin
	s.conn = newConn(stdout, stdin, answerServer)
	go func() {
		<-s.conn.ended // Wait closes the pipe that is read from
		_ = s.cmd.Wait()
		close(s.exited)
	}()
	if err := s.initialize(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// fileURI is the URI of a file's path.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// filePath is the path that a file's URI names; "" for other URIs.
func filePath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	return filepath.FromSlash(u.Path)
}

// answerServer answers what gopls asks of its client.
func answerServer(method string, params json.RawMessage) (any, bool) {
	switch method {
	case "workspace/configuration":
		var p struct{ Items []any }
		_ = json.Unmarshal(params, &p)
		out := make([]any, len(p.Items))
		for i := range out {
			out[i] = settings
		}
		return out, true
	case "client/registerCapability", "client/unregisterCapability", "window/workDoneProgress/create", "window/showMessageRequest",
		"workspace/inlayHint/refresh", "workspace/codeLens/refresh", "workspace/semanticTokens/refresh", "workspace/diagnostic/refresh":
		return nil, true
	}
	return nil, false
}

func (s *server) initialize(ctx context.Context) error {
	markdown := []string{"markdown"}
	params := map[string]any{
		"processId":             os.Getpid(),
		"rootUri":               fileURI(s.dir),
		"workspaceFolders":      []any{map[string]string{"uri": fileURI(s.dir), "name": "session"}},
		"initializationOptions": settings,
		"capabilities": map[string]any{
			"general":   map[string]any{"positionEncodings": []string{"utf-16"}},
			"workspace": map[string]any{"configuration": true},
			"textDocument": map[string]any{
				"completion": map[string]any{"completionItem": map[string]any{"snippetSupport": false, "documentationFormat": markdown}},
				"hover":      map[string]any{"contentFormat": markdown},
			},
		},
	}
	if err := s.conn.call(ctx, "initialize", params, nil); err != nil {
		return err
	}
	if err := s.conn.notify("initialized", struct{}{}); err != nil {
		return err
	}
	s.version = 1
	return s.conn.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": s.uri, "languageId": "go", "version": s.version, "text": s.text}})
}

// copyModule brings the view's module to where the session's is. It returns the files that have changed.
func (s *server) copyModule(moduleDir string) ([]string, error) {
	var changed []string
	for i, name := range moduleFiles {
		text, err := os.ReadFile(filepath.Join(moduleDir, name))
		if err != nil {
			return nil, fmt.Errorf("read the session's module: %w", err)
		}
		if s.modules[i] == string(text) {
			continue
		}
		path := filepath.Join(s.dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return nil, fmt.Errorf("write a file for gopls: %w", err)
		}
		s.modules[i] = string(text)
		changed = append(changed, path)
	}
	return changed, nil
}

// show makes a text that of the open file.
func (s *server) show(text, moduleDir string) error {
	changed, err := s.copyModule(moduleDir)
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		events := make([]any, len(changed))
		for i, path := range changed {
			events[i] = map[string]any{"uri": fileURI(path), "type": 2}
		}
		if err := s.conn.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": events}); err != nil {
			return err
		}
	}
	if text == s.text {
		return nil
	}
	s.version++
	s.text = text
	return s.conn.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": s.uri, "version": s.version},
		"contentChanges": []any{map[string]string{"text": text}},
	})
}

// at is the place in the open file that a request is about.
func (s *server) at(offset int) map[string]any {
	return map[string]any{"textDocument": map[string]string{"uri": s.uri}, "position": positionOf(s.text, offset)}
}

// alive reports whether gopls runs.
func (s *server) alive() bool {
	select {
	case <-s.conn.ended:
		return false
	default:
		return true
	}
}

// exitLimit is how long gopls may take to end by itself.
const exitLimit = 500 * time.Millisecond

// close ends gopls.
func (s *server) close() {
	ctx, cancel := context.WithTimeout(context.Background(), exitLimit)
	defer cancel()
	go func() { // a gopls that hangs doesn't read either
		if s.alive() && s.conn.call(ctx, "shutdown", nil, nil) == nil {
			_ = s.conn.notify("exit", nil)
		}
		_ = s.stdin.Close()
	}()
	select {
	case <-s.exited:
	case <-ctx.Done():
	}
	_ = group.Kill(s.cmd) // what it has started, too
	<-s.exited
}

// errNoAnswer says that gopls knows nothing about a place.
var errNoAnswer = errors.New("gopls has no answer")
