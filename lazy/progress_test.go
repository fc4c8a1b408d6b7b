package lazy_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

func TestProgress(t *testing.T) {
	x := random.New(1).Chunks(10).Uniform(100, 100).Sum(1)
	held, err := random.New(1).Chunks(10).Uniform(100, 100).Compute()
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]*lazy.Array{"computed": x, "in memory": held} {
		var told []lazy.Progress
		if err := a.Each(func(lazy.Chunk) error { return nil }, lazy.WithProgress(func(p lazy.Progress) { told = append(told, p) })); err != nil {
			t.Fatal(err)
		}
		last := told[len(told)-1]
		if last.Done != last.Tasks || last.Tasks < 100 || last.Bytes <= 0 || last.Left() != 0 || !last.Over || last.Rate() <= 0 || last.Share() != 1 {
			t.Errorf("%s: at the end: %+v", name, last)
		}
		for i := 1; i < len(told); i++ {
			if told[i].Done < told[i-1].Done || told[i-1].Over {
				t.Errorf("%s: %v after %v", name, told[i], told[i-1])
			}
		}
	}
	for _, tc := range []struct {
		p    lazy.Progress
		want string
	}{
		{lazy.Progress{Done: 37, Tasks: 64, Bytes: 1 << 30, Elapsed: 4 * time.Second}, "37 of 64 tasks, 1.00 GiB at 256.00 MiB/s, 4.0 s, about 2.9 s left"},
		{lazy.Progress{Done: 1, Tasks: 101, Bytes: 3 << 20, Elapsed: 2 * time.Minute}, "1 of 101 tasks, 3.00 MiB at 25.60 kiB/s, 2 min 0 s, about 3 h 20 min left"},
		{lazy.Progress{Tasks: 1}, "0 of 1 task, 0 B, 0.0 s"},
	} {
		if got := tc.p.String(); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

// Who watches all computations hears of each that nobody else was named for, and of its end also when it fails.
func TestSetProgress(t *testing.T) {
	begun, over, bad := 0, 0, errors.New("bad")
	lazy.SetProgress(func() func(lazy.Progress) {
		begun++
		return func(p lazy.Progress) {
			if p.Over {
				over++
			}
		}
	})
	defer lazy.SetProgress(nil)
	x := random.New(1).Chunks(10).Uniform(20, 20)
	if _, err := x.Compute(); err != nil {
		t.Fatal(err)
	}
	if err := x.Each(func(lazy.Chunk) error { return bad }); !errors.Is(err, bad) {
		t.Fatal(err)
	}
	if _, err := x.Explain(); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Compute(lazy.WithProgress(func(lazy.Progress) {})); err != nil {
		t.Fatal(err)
	}
	if begun != 2 || over != 2 {
		t.Errorf("%d begun, %d over, want 2 and 2", begun, over)
	}
}

func TestLine(t *testing.T) {
	var w strings.Builder
	l := lazy.NewLine(&w)
	l.Show("X", lazy.Progress{Done: 1, Tasks: 4, Elapsed: 10 * time.Millisecond})
	if w.Len() > 0 {
		t.Errorf("after 10 ms: %q", w.String())
	}
	l.Show("layers/"+strings.Repeat("long", 20), lazy.Progress{Done: 1, Tasks: 4, Bytes: 1 << 30, Elapsed: 2 * time.Second})
	shown := w.String()
	text := strings.TrimPrefix(shown, "\r\x1b[2K")
	if n := len([]rune(text)); n != 79 || !strings.HasPrefix(text, "…") || !strings.HasSuffix(text, "longlong  25% █████░░░░░░░░░░░░░░░ 1.00 GiB, 512.00 MiB/s, 6.0 s left") {
		t.Errorf("%d characters: %q", n, shown)
	}
	l.Show("X", lazy.Progress{Done: 4, Tasks: 4, Over: true})
	if got := strings.TrimPrefix(w.String(), shown); got != "\r\x1b[2K" {
		t.Errorf("at the end %q", got)
	}
	l.Clear()
	if !strings.HasSuffix(w.String(), text+"\r\x1b[2K") {
		t.Error("taken away twice")
	}
}
