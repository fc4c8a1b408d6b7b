package host

import (
	"strings"
	"testing"
	"time"
)

const stacks = `goroutine 1 [chan receive]:
github.com/lazycell/lazycell/kernel/session/host.Run()
	/src/kernel/session/host/host.go:71 +0x1

goroutine 9 gp=0xc000102000 m=nil [IO wait, 2 minutes]:
internal/poll.runtime_pollWait()
	/go/src/runtime/netpoll.go:1 +0x1

goroutine 20 [CELL STATE]:
cell3.Lc_cell.func1()
	=>Cell [3]:2 +0x18
github.com/lazycell/lazycell/kernel/session/host.(*host).guard.func1()
	/src/kernel/session/host/run.go:50 +0x1

goroutine 21 [select]:
github.com/lazycell/lazycell/kernel/session/host.(*stdin).watch()
	/src/kernel/session/host/stdin.go:5 +0x1

goroutine 22 [OTHER STATE]:
cell2.work()
	=>Cell [2]:7 +0x18
created by cell2.Run in goroutine 5
	=>Cell [2]:9 +0x18
`

func TestDescribeDeadlock(t *testing.T) {
	cases := []struct {
		cell, other string
		want        []string // nil: nothing is told
	}{
		{"chan receive, 1 minutes", "chan send", []string{"  Cell [2], line 7: chan send\n", "  Cell [3], line 2: chan receive\n"}},
		{"select (no cases)", "sync.Mutex.Lock", []string{"Cell [3], line 2: select (no cases)", "sync.Mutex.Lock"}},
		{"sync.WaitGroup.Wait", "semacquire", []string{"sync.WaitGroup.Wait", "semacquire"}},
		{"chan receive (nil chan)", "select, 12 minutes", []string{"chan receive (nil chan)"}},
		{"chan receive", "sync.Mutex.Lock", nil},
		{"chan send", "select", nil},
		{"chan receive", "running", nil},
		{"chan receive", "runnable", nil},
		{"chan receive", "IO wait", nil},
		{"chan receive", "sleep", nil},
		{"syscall", "chan receive", nil},
		{"running", "chan receive", nil},
	}
	d := &deadlocks{own: map[string]bool{"1": true, "9": true}}
	for _, c := range cases {
		text := strings.NewReplacer("CELL STATE", c.cell, "OTHER STATE", c.other).Replace(stacks)
		got, sure := d.describe(parseGoroutines(text))
		if !sure {
			got = ""
		}
		if (got == "") != (c.want == nil) {
			t.Errorf("%s and %s: %q", c.cell, c.other, got)
		}
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s and %s: %q, want %q in it", c.cell, c.other, got, w)
			}
		}
	}
}

func TestDeadlockWatchEnds(t *testing.T) {
	var out strings.Builder
	d := newDeadlocks(&out)
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		d.watch(stop)
		close(ended)
	}()
	close(stop)
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("the watch goes on after its cell")
	}
	if out.Len() > 0 {
		t.Errorf("it says %q of a cell that has ended", out.String())
	}
}
