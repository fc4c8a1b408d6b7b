package display_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lazycell/lazycell/display"
	"github.com/lazycell/lazycell/lazy"
)

func TestProgress(t *testing.T) {
	b := display.Progress(lazy.Progress{Done: 3, Tasks: 12, Bytes: 1 << 30, Elapsed: 4 * time.Second})
	for mime, want := range map[string]string{
		display.MIMEText: " 25% ███████░░░░░░░░░░░░░░░░░░░░░░░ 3 of 12 tasks, 1.00 GiB at 256.00 MiB/s, 4.0 s, about 12.0 s left",
		display.MIMEHTML: `aria-valuenow="25"`,
	} {
		if got, _ := b.Data[mime].(string); !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

// A quick computation has no bar; a longer one has one, which is taken away before the end is told.
func TestBars(t *testing.T) {
	var mu sync.Mutex
	var shown []int // how many MIME types each time
	ids := map[string]bool{}
	begin := display.Bars(func(data map[string]any, id string) error {
		mu.Lock()
		defer mu.Unlock()
		shown, ids[id] = append(shown, len(data)), true
		return nil
	})
	quick := begin()
	quick(lazy.Progress{Done: 1, Tasks: 2})
	quick(lazy.Progress{Done: 2, Tasks: 2, Over: true})
	if len(shown) > 0 {
		t.Errorf("a quick computation shows %v", shown)
	}
	slow := begin()
	for k := range 13 {
		slow(lazy.Progress{Done: k, Tasks: 13, Elapsed: time.Duration(k) * 100 * time.Millisecond})
		time.Sleep(100 * time.Millisecond)
	}
	slow(lazy.Progress{Done: 13, Tasks: 13, Over: true})
	if n := len(shown); n < 3 || n > 8 || shown[0] != 2 || shown[n-1] != 0 || len(ids) != 1 {
		t.Errorf("a slow one shows %v under %v", shown, ids)
	}
}
