package lazy

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Line shows progress on a terminal, in one line that is written over and is gone when the computation is over.
type Line struct {
	mu    sync.Mutex
	w     io.Writer
	shown bool
}

// NewLine writes to a terminal. What is no terminal should get no line: whoever makes one looks.
func NewLine(w io.Writer) *Line { return &Line{w: w} }

const (
	lineAfter = 300 * time.Millisecond // quicker computations show nothing
	lineWidth = 79
	barWidth  = 20
)

// Show writes the line: a name, a bar, and how far the computation is. It may be called by several goroutines, and is what WithProgress takes:
//
//	lazy.WithProgress(func(p lazy.Progress) { line.Show("X", p) })
func (l *Line) Show(name string, p Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.Over {
		l.clear()
		return
	}
	if p.Elapsed < lineAfter {
		return
	}
	done := int(p.Share() * barWidth)
	text := fmt.Sprintf("%3.0f%% %s%s %s", 100*p.Share(), strings.Repeat("█", done), strings.Repeat("░", barWidth-done), bytes(p.Bytes))
	if rate := int64(p.Rate()); rate > 0 {
		text += ", " + bytes(rate) + "/s"
	}
	if p.Done > 0 && p.Done < p.Tasks {
		text += ", " + duration(p.Left()) + " left"
	}
	if room := lineWidth - utf8.RuneCountInString(text) - 1; name != "" && room > 3 {
		text = clippedName(name, room) + " " + text
	}
	fmt.Fprint(l.w, "\r\x1b[2K"+text) // a terminal that can't be written to shows nothing
	l.shown = true
}

// Clear takes the line away, so that something else can be written. The next Show brings it back.
func (l *Line) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clear()
}

func (l *Line) clear() {
	if l.shown {
		fmt.Fprint(l.w, "\r\x1b[2K")
		l.shown = false
	}
}

// clippedName is a name of at most n characters, its end rather than its beginning.
func clippedName(name string, n int) string {
	r := []rune(name)
	if len(r) <= n {
		return name
	}
	return "…" + string(r[len(r)-n+1:])
}
