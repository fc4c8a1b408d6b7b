package display

import (
	"fmt"
	"html"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lazycell/lazycell/lazy"
)

// Progress is how far a computation is: a bar and a line of text. It looks the same on a light and a dark page.
func Progress(p lazy.Progress) Bundle {
	text := p.String()
	const bar = 30
	done := int(p.Share() * bar)
	return Bundle{Data: map[string]any{
		MIMEText: fmt.Sprintf("%3.0f%% %s%s %s", 100*p.Share(), strings.Repeat("█", done), strings.Repeat("░", bar-done), text),
		MIMEHTML: fmt.Sprintf(`<div style="display:flex;align-items:center;gap:12px;font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:var(--jp-ui-font-size1,13px);padding:3px 0">`+
			`<div role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="%.0f" style="flex:0 0 240px;height:8px;border-radius:4px;background:rgba(127,140,153,.28);overflow:hidden">`+
			`<div style="width:%.1f%%;height:100%%;border-radius:4px;background:%s"></div></div>`+
			`<span style="white-space:nowrap;font-variant-numeric:tabular-nums"><b style="font-weight:600">%.0f&thinsp;%%</b> &nbsp;%s</span></div>`,
			100*p.Share(), 100*p.Share(), barColor, 100*p.Share(), html.EscapeString(text)),
	}}
}

const (
	barColor = "#4c8ed9"
	// barAfter is how long a computation takes before it gets a bar: quicker ones would flicker.
	barAfter = 700 * time.Millisecond
	barEvery = 200 * time.Millisecond
)

var bars atomic.Int64

// Bars shows a bar for every computation that takes longer than a moment, and takes it away when the computation is over, so that nothing of it stays in the
// notebook. show is called with the data of a bar, or with none to take it away, and with the bar's id. What it gives is for lazy.SetProgress.
func Bars(show func(data map[string]any, id string) error) func() func(lazy.Progress) {
	return func() func(lazy.Progress) {
		b := &liveBar{show: show, begun: time.Now(), ended: make(chan struct{})}
		return b.tell
	}
}

// liveBar is the bar of one computation. Whoever computes doesn't wait for the front-end: a goroutine of its own shows what was told last.
type liveBar struct {
	show  func(data map[string]any, id string) error
	begun time.Time
	ended chan struct{} // closed when the computation is over

	mu      sync.Mutex
	last    lazy.Progress
	fresh   bool          // last hasn't been shown
	drawing chan struct{} // closed when the goroutine has taken the bar away; nil while there is none
}

func (b *liveBar) tell(p lazy.Progress) {
	b.mu.Lock()
	b.last, b.fresh = p, true
	if !p.Over && b.drawing == nil && time.Since(b.begun) >= barAfter {
		b.drawing = make(chan struct{})
		go b.draw()
	}
	drawing := b.drawing
	b.mu.Unlock()
	if !p.Over {
		return
	}
	close(b.ended)
	if drawing != nil {
		<-drawing // what the cell shows next comes after the bar is gone
	}
}

func (b *liveBar) draw() {
	defer close(b.drawing)
	id := fmt.Sprintf("lazycell-progress-%d", bars.Add(1))
	shown := false
	for {
		b.mu.Lock()
		p, fresh := b.last, b.fresh
		b.fresh = false
		b.mu.Unlock()
		if fresh && !p.Over {
			if b.show(Progress(p).Data, id) != nil {
				return
			}
			shown = true
		}
		select {
		case <-time.After(barEvery):
		case <-b.ended:
			if shown {
				_ = b.show(nil, id) // a bar that can't be taken away stays
			}
			return
		}
	}
}
