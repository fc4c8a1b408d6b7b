package lsp

import (
	"context"
	"errors"
	"log"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/lazycell/lazycell/kernel/cell"
)

// gopls starts gopls when it is first asked, and again when it has died.
type gopls struct {
	goCmd     string
	moduleDir string        // the lazycell module
	dir       string        // for the view, made when gopls starts
	session   func() string // the directory of the session's module
	log       *log.Logger

	asking chan struct{} // full during a request: the open file is that of one request

	mu       sync.Mutex
	server   *server // nil while there is none
	starting chan struct{}
	cancel   context.CancelFunc // ends a start
	absent   bool
	closed   bool
	starts   []time.Time // the latest ones
	timeouts int         // in a row
}

const (
	// startLimit is how long gopls may take to load the session's packages for the first time.
	startLimit = 90 * time.Second
	// maxStarts in startWindow are tried before gopls is let be.
	maxStarts   = 3
	startWindow = time.Minute
	// maxTimeouts in a row end a gopls.
	maxTimeouts = 4
)

// ready returns a gopls that can answer. When there is none it starts one, which looks at the view first, and returns nil.
func (g *gopls) ready(v *view, offset int) *server {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.server != nil && !g.server.alive() {
		g.log.Printf("gopls has ended: %v", g.server.conn.failure())
		go g.server.close()
		g.server = nil
	}
	if g.server != nil || g.starting != nil || g.absent || g.closed {
		return g.server
	}
	now := time.Now()
	for len(g.starts) > 0 && now.Sub(g.starts[0]) > startWindow {
		g.starts = g.starts[1:]
	}
	if len(g.starts) >= maxStarts {
		return nil
	}
	g.starts = append(g.starts, now)
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	started := make(chan struct{})
	g.starting, g.cancel = started, cancel
	go func() {
		defer close(started)
		defer cancel()
		s, err := g.start(ctx, v, offset)
		g.mu.Lock()
		defer g.mu.Unlock()
		g.starting = nil
		switch {
		case err != nil && !g.closed:
			g.log.Printf("start gopls: %v", err)
		case g.closed && s != nil:
			s.close()
		default:
			g.server, g.timeouts = s, 0
		}
	}()
	return nil
}

// runs reports whether there is a gopls.
func (g *gopls) runs() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.server != nil
}

// refresh has gopls load what a view imports. Requests that come meanwhile wait for it inside gopls only.
func (g *gopls) refresh(ctx context.Context, s *server, v *view) {
	select {
	case g.asking <- struct{}{}:
	case <-ctx.Done():
		return
	}
	err := s.show(v.text, g.session())
	at := s.at(len(v.text))
	<-g.asking
	if err == nil {
		_ = s.conn.call(ctx, "textDocument/completion", at, nil) // what it knows is no matter
	}
}

// start starts gopls and waits until it has answered about a view. It returns nil where gopls isn't installed.
func (g *gopls) start(ctx context.Context, v *view, offset int) (*server, error) {
	program := FindGopls(ctx, g.goCmd, g.moduleDir)
	if program == "" {
		g.mu.Lock()
		g.absent = ctx.Err() == nil
		g.mu.Unlock()
		return nil, ctx.Err()
	}
	if err := os.MkdirAll(g.dir, 0o700); err != nil {
		return nil, err
	}
	s, err := startServer(ctx, program, g.dir, g.session())
	if err != nil {
		return nil, err
	}
	if err = s.show(v.text, g.session()); err == nil {
		err = s.conn.call(ctx, "textDocument/completion", s.at(offset), nil)
	}
	if err != nil && !isRPC(err) {
		s.close()
		return nil, err
	}
	return s, nil
}

func isRPC(err error) bool {
	var e *rpcError
	return errors.As(err, &e)
}

// ask asks about a place in a view. result is the caller's only when there is no error.
func (g *gopls) ask(ctx context.Context, s *server, v *view, offset int, method string, result any) error {
	answered := make(chan error, 1)
	select {
	case g.asking <- struct{}{}:
		go func() { // a gopls that hangs doesn't read either
			defer func() { <-g.asking }()
			err := s.show(v.text, g.session())
			if err == nil {
				err = s.conn.call(ctx, method, s.at(offset), result)
			}
			answered <- err
		}()
	case <-ctx.Done():
	}
	var err error
	select {
	case err = <-answered:
	case <-ctx.Done():
		err = ctx.Err()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !errors.Is(err, context.DeadlineExceeded) {
		g.timeouts = 0
		return err
	}
	if g.timeouts++; g.timeouts >= maxTimeouts && g.server == s {
		g.log.Printf("gopls has not answered %d times: it is started again", g.timeouts)
		g.server = nil
		go s.close()
	}
	return err
}

// close ends gopls.
func (g *gopls) close() {
	g.mu.Lock()
	s, starting := g.server, g.starting
	g.server, g.closed = nil, true
	if g.cancel != nil {
		g.cancel()
	}
	g.mu.Unlock()
	if starting != nil {
		<-starting
	}
	if s != nil {
		s.close()
	}
}

// completionList is gopls' answer to a request for completion.
type completionList struct {
	Items []struct {
		Label      string `json:"label"`
		Kind       int    `json:"kind"`
		Detail     string `json:"detail"`
		InsertText string `json:"insertText"`
		TextEdit   *struct {
			Range   span   `json:"range"`
			Insert  span   `json:"insert"`
			NewText string `json:"newText"`
		} `json:"textEdit"`
	} `json:"items"`
}

type span struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

// kinds are the protocol's kinds of completions.
var kinds = map[int]string{2: "method", 3: "function", 4: "function", 5: "field", 6: "var", 7: "type", 8: "type", 9: "package", 10: "field", 14: "keyword",
	21: "const", 22: "type", 25: "type"}

// complete asks gopls for completions. A match replaces the cell's text from start.
func (g *gopls) complete(ctx context.Context, s *server, v *view, cur *cursor) (out []Match, start int, err error) {
	offset, ok := v.toView(cur.offset)
	if !ok {
		return nil, 0, errNoAnswer
	}
	var list completionList
	if err := g.ask(ctx, s, v, offset, "textDocument/completion", &list); err != nil {
		return nil, 0, err
	}
	start = cur.start
	if cur.path {
		start = cur.offset - len(pathPrefix(cur))
	}
	starts := make([]int, len(list.Items))
	for i, item := range list.Items {
		starts[i] = cur.start
		if item.TextEdit == nil {
			continue
		}
		from := item.TextEdit.Range
		if from == (span{}) {
			from = item.TextEdit.Insert
		}
		if at, ok := v.toCell(offsetOf(v.text, from.Start)); ok && at <= cur.offset {
			starts[i] = at
			start = min(start, at)
		}
	}
	for i, item := range list.Items {
		text := item.Label
		if item.InsertText != "" {
			text = item.InsertText
		}
		if item.TextEdit != nil {
			text = item.TextEdit.NewText
		}
		if cur.path {
			text = strings.TrimRight(text, "/\"`")
		}
		out = append(out, Match{cur.text[start:starts[i]] + text, kinds[item.Kind], shownNames(item.Detail)})
	}
	return matching(out, cur.text[start:cur.offset]), start, nil
}

// inspect asks gopls about the name at an offset of the cell.
func (g *gopls) inspect(ctx context.Context, s *server, v *view, l *cell.Look, start, end int, detailed bool) (Help, error) {
	offset, ok := v.toView(end)
	if !ok {
		return Help{}, errNoAnswer
	}
	offset -= end - start
	var hover struct {
		Contents struct {
			Value string `json:"value"`
		} `json:"contents"`
	}
	if err := g.ask(ctx, s, v, offset, "textDocument/hover", &hover); err != nil {
		return Help{}, err
	}
	md := tidied(shownNames(hover.Contents.Value))
	if md == "" {
		return Help{}, errNoAnswer
	}
	if detailed {
		if source := g.definition(ctx, s, v, l, offset); source != "" {
			md += "\n\n```go\n" + source + "\n```"
		}
	}
	return Help{md + "\n", plainOf(md)}, nil
}

// definition returns the declaration that gopls finds of the name at an offset of the view.
func (g *gopls) definition(ctx context.Context, s *server, v *view, l *cell.Look, offset int) string {
	var places []struct {
		URI   string `json:"uri"`
		Range span   `json:"range"`
	}
	if err := g.ask(ctx, s, v, offset, "textDocument/definition", &places); err != nil || len(places) == 0 {
		return ""
	}
	text := v.text
	if places[0].URI != s.uri {
		data, err := os.ReadFile(filePath(places[0].URI))
		if err != nil {
			return ""
		}
		return declarationAt(string(data), offsetOf(string(data), places[0].Range.Start))
	}
	if at, ok := v.toCell(offsetOf(text, places[0].Range.Start)); ok {
		line := l.Text[strings.LastIndexByte(l.Text[:at], '\n')+1:]
		line, _, _ = strings.Cut(line, "\n")
		return strings.TrimSpace(line)
	}
	return ""
}

var hiddenSuffix = regexp.MustCompile(string(hidden) + `\d*`)

// shownNames takes out of names what only the view has.
func shownNames(s string) string {
	if !strings.ContainsRune(s, hidden) {
		return s
	}
	return hiddenSuffix.ReplaceAllString(s, "")
}
