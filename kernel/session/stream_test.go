package session

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// collected is what a stream has sent on.
type collected struct {
	mu     sync.Mutex
	pieces []string
}

func (c *collected) emit(_, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pieces = append(c.pieces, text)
}

func (c *collected) all() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.pieces, "|")
}

func TestStreamPieces(t *testing.T) {
	const report = "panic: away\n\ngoroutine 7 [running]:\n"
	cases := []struct {
		name   string
		writes []string
		drain  bool // after each write
		want   string
		crash  string
	}{
		{"one", []string{"a", "b", "c"}, false, "abc", ""},
		{"drained", []string{"a", "b", "c"}, true, "a|b|c", ""},
		{"characters stay whole", []string{"caf\xc3", "\xa9", "\xe2\x82", "\xac"}, true, "caf|é|€", ""},
		{"no character", []string{"\xff\xc3(", "\xc3"}, true, "\xff\xc3(|\xc3", ""},
		{"a crash", []string{"said\n", report}, false, "said\n", report},
		{"a crash in pieces", []string{"said\npan", "ic: away\n\ngorou", "tine 7 [running]:\n"}, false, "said\n", report},
		{"a crash that is none", []string{report, "lived on\n"}, true, report + "|lived on\n", ""},
		{"in the line", []string{"not a panic: at all\n"}, false, "not a panic: at all\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			out := &collected{}
			s := newStream("stderr", r, out.emit)
			s.watchCrash = true
			for _, text := range c.writes {
				if _, err := w.WriteString(text); err != nil {
					t.Fatal(err)
				}
				if c.drain {
					s.drain()
				}
			}
			crash := s.close()
			if got := out.all(); got != c.want {
				t.Errorf("sent on %q, want %q", got, c.want)
			}
			if crash != c.crash {
				t.Errorf("crash %q, want %q", crash, c.crash)
			}
			_ = w.Close()
		})
	}
}

func TestStreamNeedsNoDrain(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out := &collected{}
	s := newStream("stderr", r, out.emit)
	s.watchCrash = true
	go s.read()
	for _, text := range []string{"at once\n", "panic: held back for a while\n"} {
		if _, err := w.WriteString(text); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * streamDelay)
	}
	if got, want := out.all(), "at once\n"; got != want {
		t.Errorf("sent on %q, want %q", got, want)
	}
	time.Sleep(crashDelay + 5*streamDelay)
	if got, want := out.all(), "at once\n|panic: held back for a while\n"; got != want {
		t.Errorf("sent on %q, want %q", got, want)
	}
	_ = w.Close()
	s.close()
}
