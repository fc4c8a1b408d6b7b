package session

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// burst is how much a cell may print on a stream at any speed: more than anybody reads, less than what makes a
	// notebook unusable.
	burst = 16 << 20
	// refill is how much it may print in each second after that.
	refill = 64 << 10
	// kept is how much of what was left out is shown in the end.
	kept = 4 << 10
)

// limit bounds what a cell prints on a stream. Its zero value lets nothing through.
type limit struct {
	left    float64   // bytes that may be printed at once
	at      time.Time // when that was so
	omitted int       // bytes that were left out since anything was printed
	tail    string    // the end of what was left out
}

// reset begins a new cell.
func (l *limit) reset(now time.Time) { *l = limit{left: burst, at: now} }

// pass returns what is shown of a text, and what is to be said before it.
func (l *limit) pass(text string, now time.Time) (notice, shown string) {
	l.left = min(burst, l.left+refill*max(0, now.Sub(l.at).Seconds()))
	l.at = now
	if float64(len(text)) > l.left {
		l.omitted += len(text)
		l.tail = end(l.tail + text)
		return "", ""
	}
	l.left -= float64(len(text))
	notice, tail := l.rest()
	return notice, tail + text
}

// rest returns the end of what was left out, and what is to be said before it.
func (l *limit) rest() (notice, tail string) {
	if hidden := l.omitted - len(l.tail); hidden > 0 {
		notice = fmt.Sprintf("[%.1f MB of output left out: a cell prints %d MiB at most, and then %d KiB a second; write what is long to a file]\n",
			float64(hidden)/1e6, burst>>20, refill>>10)
	}
	tail = l.tail
	l.omitted, l.tail = 0, ""
	return notice, tail
}

// end returns the last lines of a text.
func end(text string) string {
	if len(text) <= kept {
		return text
	}
	text = text[len(text)-kept:]
	if _, lines, ok := strings.Cut(text, "\n"); ok && lines != "" {
		return lines
	}
	for len(text) > 0 && !utf8.RuneStart(text[0]) {
		text = text[1:]
	}
	return text
}
