package lsp

import (
	"context"
	"log"
	"runtime/debug"
	"sync"
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
	kept   *kept

	life context.Context // ends with the Assistant
	end  context.CancelFunc

	mu      sync.Mutex
	warming map[string]chan struct{} // closed when a package is known, or can't be
	failed  map[string]time.Time     // when packages could not be had
}

const (
	// goplsLimit is how long gopls may take for an answer before the other backend gives one.
	goplsLimit = 1500 * time.Millisecond
	// answerLimit is how long a request may take.
	answerLimit = 2 * time.Second
	// warmWait is how long a request waits for packages, and warmLimit how long building them may take.
	warmWait     = 500 * time.Millisecond
	warmLimit    = 2 * time.Minute
	refreshLimit = 20 * time.Second
	// retryAfter is when a package that could not be had is tried again.
	retryAfter = 20 * time.Second
)

// New makes an Assistant. It starts nothing yet.
func New(c Config) *Assistant {
	if c.GoCmd == "" {
		c.GoCmd = "go"
	}
	if c.Log == nil {
		c.Log = log.Default()
	}
	a := &Assistant{config: c, warming: map[string]chan struct{}{}, failed: map[string]time.Time{}}
	a.life, a.end = context.WithCancel(context.Background())
	dir := func() string {
		ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
		defer cancel()
		if comp := c.Compiler(ctx); comp != nil {
			return comp.Dir()
		}
		return ""
	}
	a.gopls = &gopls{goCmd: c.GoCmd, moduleDir: c.ModuleDir, dir: c.Dir, session: dir, log: c.Log, asking: make(chan struct{}, 1)}
	a.kept = newKept(func(path string) bool {
		ctx, cancel := context.WithCancel(context.Background())
		cancel() // a view is of a compiler that is there
		comp := c.Compiler(ctx)
		if comp == nil {
			return false
		}
		_, err := comp.Import(path)
		return err == nil
	})
	a.docs = &docs{goCmd: c.GoCmd, dir: dir}
	return a
}

// Close ends what the Assistant has started. Its directory is the caller's to remove.
func (a *Assistant) Close() {
	a.end()
	a.gopls.close()
}

// look has the compiler look at a cell. It returns nil when the compiler is at work longer than ctx lets it wait, and when it
// has stumbled.
func (a *Assistant) look(ctx context.Context, comp *cell.Compiler, text string) *cell.Look {
	looked := make(chan *cell.Look, 1)
	go func() {
		defer close(looked)
		defer a.survive()
		a.warm(ctx, comp, text)
		looked <- comp.Look(text)
	}()
	select {
	case l := <-looked:
		return l
	case <-ctx.Done():
		return nil
	}
}

// survive keeps a cell that the compiler stumbles over from ending the kernel.
func (a *Assistant) survive() {
	if p := recover(); p != nil {
		a.config.Log.Printf("look at a cell: panic: %v\n%s", p, debug.Stack())
	}
}

// warm has the packages of a cell made known to the compiler, and waits for that a little while. Building them may take longer.
func (a *Assistant) warm(ctx context.Context, comp *cell.Compiler, text string) {
	unknown := comp.Unknown(text)
	ctx, cancel := context.WithTimeout(ctx, warmWait)
	defer cancel()
	var wait []chan struct{}
	a.mu.Lock()
	for _, path := range unknown {
		if time.Since(a.failed[path]) < retryAfter {
			continue
		}
		done := a.warming[path]
		if done == nil {
			done = make(chan struct{})
			a.warming[path] = done
			go a.warmOne(comp, path, done)
		}
		wait = append(wait, done)
	}
	a.mu.Unlock()
	for _, done := range wait {
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
}

func (a *Assistant) warmOne(comp *cell.Compiler, path string, done chan struct{}) {
	ctx, cancel := context.WithTimeout(a.life, warmLimit)
	defer cancel()
	err := comp.Warm(ctx, path)
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		a.failed[path] = time.Now()
	}
	delete(a.warming, path)
	close(done)
}

// Refresh tells a running gopls of what a cell has newly imported, so that the next request needs not wait for that. It returns
// at once.
func (a *Assistant) Refresh() {
	if !a.gopls.runs() {
		return
	}
	go func() {
		defer a.survive()
		ctx, cancel := context.WithTimeout(a.life, refreshLimit)
		defer cancel()
		comp := a.config.Compiler(ctx)
		if comp == nil {
			return
		}
		before := a.kept.size()
		v := newView(comp.Look(""), a.kept)
		if s := a.gopls.ready(v, 0); s != nil && a.kept.size() > before {
			a.gopls.refresh(ctx, s, v)
		}
	}()
}

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
	l := a.look(ctx, comp, cur.text)
	if l == nil {
		return out
	}
	v := newView(l, a.kept)
	at, _ := v.toView(offset)
	var found []Match
	if s := a.gopls.ready(v, at); s != nil {
		limited, cancel := context.WithTimeout(ctx, goplsLimit)
		defer cancel()
		if matches, start, err := a.gopls.complete(limited, s, v, cur); err == nil {
			found, out.Start = matches, start
		}
	}
	if cur.path && len(found) == 0 {
		out.Start = offset - len(pathPrefix(cur))
	}
	// gopls lists the best hundred names, and none of the packages that cells are given.
	if len(found) == 0 || !cur.member && out.Start == cur.start {
		found = matching(append(found, localComplete(l, cur, comp.Import)...), cur.text[out.Start:offset])
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
	l := a.look(ctx, comp, newCursor(code, end).text)
	if l == nil {
		return Help{}, false
	}
	v := newView(l, a.kept)
	at, _ := v.toView(end)
	if s := a.gopls.ready(v, at); s != nil && !ofSession(l, start, end) {
		limited, cancel := context.WithTimeout(ctx, goplsLimit)
		defer cancel()
		if h, err := a.gopls.inspect(limited, s, v, l, start, end, detailed); err == nil {
			return h, true
		}
	}
	return localInspect(ctx, l, start, end, detailed, a.docs)
}

// ofSession says of a name that it is an earlier cell's, or one that every session has: gopls sees a bare declaration only.
func ofSession(l *cell.Look, start, end int) bool {
	obj := objectAt(l, start)
	if obj == nil {
		obj = l.Names[l.Text[start:end]].Object
	}
	if obj == nil || obj.Pkg() == nil {
		return false
	}
	number, ok := l.Cell(obj)
	return ok && number > 0 || isMust(obj)
}
