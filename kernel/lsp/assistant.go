package lsp

import (
	"context"
	"log"
	"time"

	"github.com/lazycell/lazycell/kernel/cell"
)

// Config says what an Assistant works with.
type Config struct {
	Dir       string // for files of its own, made when they are needed
	ModuleDir string // the source of the lazycell module
	GoCmd     string // "go" when empty
	Log       *log.Logger
	// Compiler returns the compiler of the session, waiting for it as long as ctx lets it; nil when there is none by then.
	Compiler func(ctx context.Context) *cell.Compiler
}

// Assistant completes and inspects the cells of a session. Its methods may be called from several goroutines.
type Assistant struct {
	config Config
	gopls  *gopls
	docs   *docs
}

const (
	// goplsLimit is how long gopls may take for an answer before the other backend gives one.
	goplsLimit = 1500 * time.Millisecond
	// answerLimit is how long a request may take.
	answerLimit = 2 * time.Second
)

// New makes an Assistant. It starts nothing yet.
func New(c Config) *Assistant {
	if c.GoCmd == "" {
		c.GoCmd = "go"
	}
	if c.Log == nil {
		c.Log = log.Default()
	}
	a := &Assistant{config: c}
	dir := func() string {
		ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
		defer cancel()
		if comp := c.Compiler(ctx); comp != nil {
			return comp.Dir()
		}
		return ""
	}
	a.gopls = &gopls{goCmd: c.GoCmd, moduleDir: c.ModuleDir, dir: c.Dir, session: dir, log: c.Log}
	a.docs = &docs{goCmd: c.GoCmd, dir: dir}
	return a
}

// Close ends what the Assistant has started. Its directory is the caller's to remove.
func (a *Assistant) Close() { a.gopls.close() }

// Complete says how the word that ends at a byte offset of a cell's Go code may go on.
func (a *Assistant) Complete(ctx context.Context, code string, offset int) Completion {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	cur := newCursor(code, offset)
	out := Completion{Start: cur.start, End: offset}
	if cur.quiet && !cur.path {
		return out
	}
	comp := a.config.Compiler(ctx)
	if comp == nil {
		return out
	}
	l := comp.Look(ctx, cur.text)
	v := newView(l)
	at, _ := v.toView(offset)
	var found []Match
	partial := true
	if s := a.gopls.ready(v, at); s != nil {
		limited, cancel := context.WithTimeout(ctx, goplsLimit)
		defer cancel()
		matches, start, some, err := a.gopls.complete(limited, s, v, cur)
		if err == nil && len(matches) > 0 {
			found, out.Start, partial = matches, start, some && !cur.member
		}
	}
	if partial && (len(found) == 0 || out.Start == cur.start) {
		local := localComplete(l, cur, comp.Import)
		if cur.path && len(found) == 0 {
			out.Start = offset - len(pathPrefix(cur))
		}
		found = matching(append(found, local...), cur.text[out.Start:offset])
	}
	out.Matches = found
	return out
}

// Inspect says what the name means that a byte offset of a cell's Go code touches, or the function in whose arguments it lies.
// With detailed it shows the source, too.
func (a *Assistant) Inspect(ctx context.Context, code string, offset int, detailed bool) (Help, bool) {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	start, end, ok := subject(code, offset)
	if !ok {
		return Help{}, false
	}
	comp := a.config.Compiler(ctx)
	if comp == nil {
		return Help{}, false
	}
	l := comp.Look(ctx, newCursor(code, end).text)
	v := newView(l)
	at, _ := v.toView(end)
	if s := a.gopls.ready(v, at); s != nil && !predeclared(l, start, end) {
		limited, cancel := context.WithTimeout(ctx, goplsLimit)
		defer cancel()
		if h, err := a.gopls.inspect(limited, s, v, l, start, end, detailed); err == nil {
			return h, true
		}
	}
	return localInspect(ctx, l, start, end, detailed, a.docs)
}

// predeclared says of a name that every session has it: gopls sees a bare declaration only.
func predeclared(l *cell.Look, start, end int) bool {
	n, ok := l.Names[l.Text[start:end]]
	return ok && n.Object != nil && n.Cell == 0
}
