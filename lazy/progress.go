package lazy

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Progress is how far a computation is.
type Progress struct {
	Done, Tasks int
	Bytes       int64 // of the chunks made so far
	Elapsed     time.Duration
	Over        bool // nothing more is told: the computation is done, failed or cancelled
}

// Rate is how many bytes of chunks were made in a second; 0 when no time has passed.
func (p Progress) Rate() float64 {
	if p.Elapsed <= 0 {
		return 0
	}
	return float64(p.Bytes) / p.Elapsed.Seconds()
}

// Share is the part of the tasks that are done, from 0 to 1.
func (p Progress) Share() float64 {
	if p.Tasks == 0 {
		return 0
	}
	return float64(p.Done) / float64(p.Tasks)
}

// Left is how long the rest may take if it goes on as it went; 0 when nothing is done yet.
func (p Progress) Left() time.Duration {
	if p.Done == 0 {
		return 0
	}
	return time.Duration(float64(p.Elapsed) / float64(p.Done) * float64(p.Tasks-p.Done))
}

// String is one line: "37 of 64 tasks, 1.72 GiB at 568.30 MiB/s, 3.1 s, about 2.3 s left".
func (p Progress) String() string {
	line := fmt.Sprintf("%d of %s, %s", p.Done, count(p.Tasks, "task"), bytes(p.Bytes))
	if rate := int64(p.Rate()); rate > 0 {
		line += " at " + bytes(rate) + "/s"
	}
	line += ", " + duration(p.Elapsed)
	if p.Done < p.Tasks && p.Done > 0 {
		line += ", about " + duration(p.Left()) + " left"
	}
	return line
}

// duration is a time for people: "3.1 s", "4 min 20 s", "2 h 5 min".
func duration(d time.Duration) string {
	switch s := int(d.Seconds()); {
	case s < 100:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case s < 3600:
		return fmt.Sprintf("%d min %d s", s/60, s%60)
	default:
		return fmt.Sprintf("%d h %d min", s/3600, s/60%60)
	}
}

// WithProgress has f told how far the computation is, by one goroutine at a time: some ten times a second, and at the end with Over set.
func WithProgress(f func(Progress)) RunOption { return func(o *runOptions) { o.Progress = f } }

var progressSource atomic.Pointer[func() func(Progress)]

// SetProgress tells who is told how far computations are that were given no WithProgress: begin is called at the start of each, and may give nil.
// A notebook's session shows a bar in this way, and a command a line. nil is nobody.
func SetProgress(begin func() func(Progress)) {
	if begin == nil {
		progressSource.Store(nil)
		return
	}
	progressSource.Store(&begin)
}

// watch has whoever is to know told about the run that begins now; what it gives is called when the run is over.
func (o *runOptions) watch() (over func()) {
	f := o.Progress
	if begin := progressSource.Load(); f == nil && begin != nil {
		f = (*begin)()
	}
	if f == nil {
		return func() {}
	}
	start := time.Now()
	var last Progress
	o.Progress = func(p Progress) {
		last = p
		f(p)
	}
	return func() {
		last.Elapsed, last.Over = time.Since(start), true
		f(last)
	}
}

// reportEvery is how often a run tells how far it is.
const reportEvery = 100 * time.Millisecond

// reporter counts what is done and tells f, which may be nil.
type reporter struct {
	f     func(Progress)
	tasks int
	start time.Time

	mu    sync.Mutex
	done  int
	bytes int64
	told  time.Time
}

func (r *reporter) add(bytes int64) {
	if r.f == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	r.bytes += bytes
	if now := time.Now(); r.done == r.tasks || now.Sub(r.told) >= reportEvery {
		r.told = now
		r.f(Progress{Done: r.done, Tasks: r.tasks, Bytes: r.bytes, Elapsed: now.Sub(r.start)})
	}
}
