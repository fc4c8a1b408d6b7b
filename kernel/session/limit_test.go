package session

import (
	"strings"
	"testing"
	"time"
)

func TestLimit(t *testing.T) {
	now := time.Now()
	line := strings.Repeat("x", 1023) + "\n"
	chunk := strings.Repeat(line, 64)
	cases := []struct {
		name    string
		print   func(l *limit) (shown int, notices []string)
		shown   int
		omitted string // "" for no notice
	}{
		{"a little", func(l *limit) (int, []string) { return feed(l, line, 10, now, 0) }, 10 * 1024, ""},
		{"as much as is let through", func(l *limit) (int, []string) { return feed(l, chunk, burst/len(chunk), now, 0) }, burst, ""},
		{"1 GiB at once", func(l *limit) (int, []string) { return feed(l, chunk, 1<<30/len(chunk), now, 0) }, burst + 3072, "1057.0 MB"},
		{"slowly without end", func(l *limit) (int, []string) { return feed(l, chunk, 2*burst/len(chunk), now, time.Second) }, 2 * burst, ""},
		{"more for ten seconds", func(l *limit) (int, []string) {
			a, n := feed(l, chunk, 1000, now, 0)
			b, m := feed(l, chunk, 100, now.Add(time.Second), 100*time.Millisecond)
			return a + b, append(n, m...)
		}, 0, "MB"},
		{"a text that is longer than all", func(l *limit) (int, []string) { return feed(l, strings.Repeat("é", burst), 1, now, 0) }, kept, "33.6 MB"},
	}
	for _, c := range cases {
		var l limit
		l.reset(now)
		shown, notices := c.print(&l)
		if c.shown != 0 && shown != c.shown {
			t.Errorf("%s: %d bytes are shown, want %d", c.name, shown, c.shown)
		}
		if shown > 2*burst {
			t.Errorf("%s: %d bytes are shown, more than twice the limit", c.name, shown)
		}
		if text := strings.Join(notices, ""); (text == "") != (c.omitted == "") || !strings.Contains(text, c.omitted) {
			t.Errorf("%s: notices %q, want %q in them", c.name, notices, c.omitted)
		}
	}
}

// feed prints a text n times and returns how much was shown, and the notices.
func feed(l *limit, text string, n int, now time.Time, each time.Duration) (shown int, notices []string) {
	take := func(notice, text string) {
		shown += len(text)
		if notice != "" {
			notices = append(notices, notice)
		}
	}
	for i := range n {
		take(l.pass(text, now.Add(time.Duration(i)*each)))
	}
	take(l.rest())
	return shown, notices
}
