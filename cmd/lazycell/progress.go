//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"fmt"
	"os"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/lazycell/lazycell/lazy"
)

// progressLine is the line of a terminal that says how far the work is. Where there is no terminal it says nothing.
type progressLine struct {
	mu    sync.Mutex
	file  *os.File // nil: nobody looks
	shown bool
}

func newProgressLine() *progressLine {
	p := &progressLine{}
	if _, err := unix.IoctlGetTermios(int(os.Stderr.Fd()), unix.TCGETS); err == nil {
		p.file = os.Stderr
	}
	return p
}

// array tells how far the writing of an array is.
func (p *progressLine) array(path string, state lazy.Progress) {
	if p.file != nil {
		p.show(path + ": " + state.String())
	}
}

// show replaces the line.
func (p *progressLine) show(text string) {
	if p.file == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	width := 80
	if size, err := unix.IoctlGetWinsize(int(p.file.Fd()), unix.TIOCGWINSZ); err == nil && size.Col > 1 {
		width = int(size.Col) - 1
	}
	if r := []rune(text); len(r) > width {
		text = string(r[:width])
	}
	fmt.Fprintf(p.file, "\r\x1b[K%s", text)
	p.shown = true
}

// clear takes the line away.
func (p *progressLine) clear() {
	if p == nil || p.file == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.file, "\r\x1b[K")
		p.shown = false
	}
}
