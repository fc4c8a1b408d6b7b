package kernel

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/lazycell/lazycell/kernel/cell"
	"github.com/lazycell/lazycell/kernel/lsp"
	"github.com/lazycell/lazycell/kernel/magic"
	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/wire"
)

// cursorRequest is the content of a complete_request or an inspect_request.
type cursorRequest struct {
	Code        string `json:"code"`
	CursorPos   *int   `json:"cursor_pos"` // in characters, nil for the end
	DetailLevel int    `json:"detail_level"`
}

// offset returns the cursor in bytes.
func (r *cursorRequest) offset() int {
	if r.CursorPos == nil {
		return len(r.Code)
	}
	n := 0
	for at := range r.Code {
		if n == *r.CursorPos {
			return at
		}
		n++
	}
	return len(r.Code)
}

// line returns where the line of the cursor starts, and the line.
func (r *cursorRequest) line() (start int, line string) {
	start = strings.LastIndexByte(r.Code[:r.offset()], '\n') + 1
	line, _, _ = strings.Cut(r.Code[start:], "\n")
	return start, line
}

// commandAt returns the command name that the cursor touches, and where it starts.
func (r *cursorRequest) commandAt() (name string, start int, ok bool) {
	start, line := r.line()
	name, _, _ = strings.Cut(line, " ")
	if !strings.HasPrefix(name, "%") || r.offset() > start+len(name) {
		return "", 0, false
	}
	return name, start, true
}

// pathAt returns the word of a command line that ends at the cursor and may be a file's, and where it starts.
func (r *cursorRequest) pathAt() (word string, start int, ok bool) {
	start, line := r.line()
	command := strings.TrimLeft(line, " \t")
	if !strings.HasPrefix(command, "!") && !strings.HasPrefix(command, "%") {
		return "", 0, false
	}
	typed := line[:r.offset()-start]
	at := strings.LastIndexAny(typed, " \t='\"") + 1
	if at == 0 && !strings.HasPrefix(command, "!") {
		return "", 0, false
	}
	if at == 0 {
		at = len(line) - len(strings.TrimLeft(line, " \t!*"))
		at = min(at, len(typed))
	}
	return typed[at:], start + at, true
}

// goCode is the Go code of a cell that may be unfinished, every byte where it is in the cell. ok tells whether the cursor lies in
// it, and not in a command or in a cell that is no Go.
func (r *cursorRequest) goCode() (code string, ok bool) {
	lines := strings.Split(r.Code, "\n")
	kept := make([]string, len(lines))
	c, err := magic.Parse(r.Code)
	if err == nil && c.Go == "" && c.Body != "" {
		return "", false
	}
	if err == nil && c.Go != "" {
		copy(kept, strings.Split(c.Go, "\n"))
	}
	for i, line := range lines {
		if err != nil && !strings.HasPrefix(line, "%") && !strings.HasPrefix(line, "!") {
			kept[i] = line
		}
		if len(kept[i]) != len(line) {
			kept[i] = strings.Repeat(" ", len(line))
		}
	}
	at := strings.Count(r.Code[:r.offset()], "\n")
	return strings.Join(kept, "\n"), kept[at] == lines[at]
}

// completed is one of the matches of a complete_reply as JupyterLab wants them described.
type completed struct {
	Text      string `json:"text"`
	Type      string `json:"type"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Signature string `json:"signature,omitempty"`
}

func (k *Kernel) complete(m *wire.Message) any {
	var r cursorRequest
	decode(m, &r)
	c := k.completion(&r)
	chars := func(offset int) int { return utf8.RuneCountInString(r.Code[:offset]) }
	matches, described := []string{}, []completed{}
	for _, m := range c.Matches {
		matches = append(matches, m.Text)
		described = append(described, completed{m.Text, m.Kind, chars(c.Start), chars(c.End), m.Detail})
	}
	metadata := map[string]any{}
	if len(described) > 0 {
		metadata["_jupyter_types_experimental"] = described
	}
	return map[string]any{"status": "ok", "matches": matches, "cursor_start": chars(c.Start), "cursor_end": chars(c.End), "metadata": metadata}
}

// completion completes a command, a file's path or Go.
func (k *Kernel) completion(r *cursorRequest) lsp.Completion {
	cursor := r.offset()
	out := lsp.Completion{Start: cursor, End: cursor}
	if code, ok := r.goCode(); ok {
		return k.engine.assist.Complete(context.Background(), code, cursor)
	}
	if name, start, ok := r.commandAt(); ok {
		for _, n := range magic.Names() {
			if strings.HasPrefix(n, r.Code[start:cursor]) {
				help, _ := magic.Help(n)
				out.Matches = append(out.Matches, lsp.Match{Text: n, Kind: "magic", Detail: strings.ReplaceAll(help, "`", "")})
			}
		}
		out.Start, out.End = start, start+len(name)
		return out
	}
	if word, start, ok := r.pathAt(); ok {
		dir, _ := k.engine.surroundings()
		out.Start = start
		out.Matches = files(dir, word)
	}
	return out
}

// maxFiles is how many files are offered.
const maxFiles = 200

// files lists the files whose paths start with word.
func files(dir, word string) []lsp.Match {
	if strings.ContainsAny(word, "*?[\\$~") {
		return nil
	}
	pattern := word + "*"
	if !filepath.IsAbs(word) {
		pattern = filepath.Join(globEscape.Replace(dir), word[:strings.LastIndexByte(word, '/')+1]) + "/" + word[strings.LastIndexByte(word, '/')+1:] + "*"
	}
	found, err := filepath.Glob(pattern)
	if err != nil {
		return nil
	}
	var out []lsp.Match
	for _, path := range found {
		name := filepath.Base(path)
		if strings.HasPrefix(name, ".") && !strings.HasPrefix(filepath.Base(word+"x"), ".") {
			continue
		}
		match := lsp.Match{Text: word[:strings.LastIndexByte(word, '/')+1] + name, Kind: "file"}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			match.Text, match.Kind = match.Text+"/", "directory"
		}
		out = append(out, match)
		if len(out) == maxFiles {
			break
		}
	}
	return out
}

var globEscape = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)

func (k *Kernel) inspect(m *wire.Message) any {
	var r cursorRequest
	decode(m, &r)
	help, ok := k.help(&r)
	data := shown{}
	if ok {
		data = newShown(&pipe.Bundle{Data: textData(help.Plain, help.Markdown)})
	}
	return map[string]any{"status": "ok", "found": ok, "data": orEmpty(data.Data), "metadata": map[string]any{}}
}

// help tells what a command does or what a name means.
func (k *Kernel) help(r *cursorRequest) (lsp.Help, bool) {
	if code, ok := r.goCode(); ok {
		return k.engine.assist.Inspect(context.Background(), code, r.offset(), r.DetailLevel > 0)
	}
	_, line := r.line()
	name, _, _ := strings.Cut(strings.TrimLeft(line, " \t"), " ")
	if strings.HasPrefix(name, "!*") {
		name = "!*"
	} else if strings.HasPrefix(name, "!") {
		name = "!"
	}
	help, ok := magic.Help(name)
	if !ok {
		return lsp.Help{}, false
	}
	return lsp.Help{Markdown: help, Plain: strings.ReplaceAll(help, "`", "")}, true
}

// newAssistant makes what completes and inspects the cells of an engine.
func newAssistant(e *engine) *lsp.Assistant {
	return lsp.New(lsp.Config{
		Dir: filepath.Join(e.files.path, "assist"), ModuleDir: e.options.ModuleDir, GoCmd: e.options.GoCmd, Log: e.options.Log,
		Compiler: e.compilerBy,
	})
}

// compilerBy returns the compiler, and waits for it as long as ctx lets it.
func (e *engine) compilerBy(ctx context.Context) *cell.Compiler {
	for {
		if e.starting.TryLock() {
			c := e.compiler
			e.starting.Unlock()
			if c != nil {
				return c
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(5 * time.Millisecond):
		}
	}
}
